"""The site module of a Python 2.7 environment that venvbuild made.

Python 2.7 knows no pyvenv.cfg. It takes this environment for its prefix because lib/python2.7/os.py lies in it, and so
imports this module in place of the base's. It reads pyvenv.cfg, sends sys.path to the base's standard library, and then
runs the base's own site module, which finds the environment's site-packages by sys.prefix.
"""
import sys


def _settings():
    settings = {}
    with open(sys.prefix + '/pyvenv.cfg') as cfg:
        for line in cfg:
            key, equals, value = line.partition('=')
            if equals:
                settings[key.strip().lower()] = value.strip()
    return settings


def _standard_library(base, exec_base):
    """Entries below the environment become the base's: only the standard library can be meant this early."""
    here, path = sys.prefix + '/', []
    for entry in sys.path:
        if entry.startswith(here):
            entry = (exec_base if entry.endswith('/lib-dynload') else base) + entry[len(sys.prefix):]
            if entry.endswith('/lib-old'):
                continue
        if entry not in path:
            path.append(entry)
    sys.path[:] = path


class _NoUserSite(object):
    """sys.flags with no_user_site set, as "python -s" has it; the real one cannot be changed."""

    no_user_site = 1

    def __init__(self, flags):
        self._flags = flags

    def __getattr__(self, name):
        return getattr(self._flags, name)


def _run_base_site():
    settings = _settings()
    base = settings['base-prefix']
    sys.base_prefix = sys.real_prefix = base
    sys.base_exec_prefix = settings.get('base-exec-prefix', base)
    _standard_library(base, sys.base_exec_prefix)
    own, flags = __file__, sys.flags
    system = settings.get('include-system-site-packages', 'true').lower() != 'false'
    source = base + '/lib/python2.7/site.py'
    with open(source) as lines:
        code = compile(lines.read(), source, 'exec')
    if not system:
        sys.flags = _NoUserSite(flags)
    try:
        exec code in globals()
    finally:
        sys.flags = flags
    if system:
        addsitedir(base + '/lib/python2.7/site-packages')
    globals()['__file__'] = own


_run_base_site()
