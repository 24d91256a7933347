# For xonsh. Source it:  source bin/activate.xsh
# The prompt is not changed: xonsh shows VIRTUAL_ENV_PROMPT for {env_name} in its prompt.

@VARIABLES@

def _venvrun_activate():
    import os
    import sys
    from xonsh.built_ins import XSH

    env, aliases = XSH.env, XSH.aliases
    # Another environment that this shell has activated is left first.
    if '_OLD_VIRTUAL' in env:
        aliases['deactivate']([])

    root = os.fsdecode(@ENV@)
    if not os.path.exists(os.path.join(root, 'pyvenv.cfg')):
        print('activate: no environment at %s; if it was moved, run venvbuild --repair on it' % root, file=sys.stderr)
        return

    names = 'PATH', 'PYTHONHOME', 'VIRTUAL_ENV', 'VIRTUAL_ENV_PROMPT'
    own = {}
    old = {name: list(env[name]) if name == 'PATH' else env[name] for name in names if name in env}

    # The environment's scripts, sorted by name.
    def scripts(way):
        directory = os.path.join(root, 'etc', way)
        names = os.listdir(directory) if os.path.isdir(directory) else []
        for name in sorted(names, key=os.fsencode):
            if name.endswith('.xsh') and not name.startswith('.'):
                aliases['source']([os.path.join(directory, name)])

    def put(name, value):
        if name not in own:
            own[name] = env[name] if name in env else None
        env[name] = value

    def deactivate(args, stdin=None):
        scripts('deactivate.d')
        for name in own:
            if own[name] is not None:
                env[name] = own[name]
            elif name in env:
                del env[name]
        for name in names:
            if name in old:
                env[name] = old[name]
            elif name in env:
                del env[name]
        del env['_OLD_VIRTUAL']
        del aliases['deactivate']

    env['_OLD_VIRTUAL'] = root
    env['VIRTUAL_ENV'] = root
    env['VIRTUAL_ENV_PROMPT'] = os.fsdecode(@PROMPT@)
    env['PATH'] = [root + '/bin'] + old.get('PATH', [])
    if 'PYTHONHOME' in env:
        del env['PYTHONHOME']
    aliases['deactivate'] = deactivate
    wrong = _set_variables(root, lambda name: env.detype().get(name), put)
    if wrong:
        print('activate: ' + wrong, file=sys.stderr)
    scripts('activate.d')


_venvrun_activate()
del _venvrun_activate, _set_variables, _variables
