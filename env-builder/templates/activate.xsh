# For xonsh. To be sourced, not run:  source bin/activate.xsh
# The prompt is left to xonsh, which shows VIRTUAL_ENV_PROMPT where it is told {env_name}.

def _venvrun_activate():
    import os
    from xonsh.built_ins import XSH

    env, aliases = XSH.env, XSH.aliases
    # Another environment that this shell has activated is left first.
    if '_OLD_VIRTUAL' in env:
        aliases['deactivate']([])

    names = 'PATH', 'PYTHONHOME', 'VIRTUAL_ENV', 'VIRTUAL_ENV_PROMPT'
    old = {name: list(env[name]) if name == 'PATH' else env[name] for name in names if name in env}

    def deactivate(args, stdin=None):
        for name in names:
            if name in old:
                env[name] = old[name]
            elif name in env:
                del env[name]
        del env['_OLD_VIRTUAL']
        del aliases['deactivate']

    root = os.fsdecode(@ENV@)
    env['_OLD_VIRTUAL'] = root
    env['VIRTUAL_ENV'] = root
    env['VIRTUAL_ENV_PROMPT'] = os.fsdecode(@PROMPT@)
    env['PATH'] = [root + '/bin'] + old.get('PATH', [])
    if 'PYTHONHOME' in env:
        del env['PYTHONHOME']
    aliases['deactivate'] = deactivate


_venvrun_activate()
del _venvrun_activate
