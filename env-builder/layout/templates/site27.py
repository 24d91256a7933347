"""The site module of a Python 2.7 environment that venvbuild made.

Python 2.7 knows no pyvenv.cfg. It takes this environment for its prefix because lib/python2.7/os.py lies in it, and so
imports this module in place of the base's. It reads pyvenv.cfg, sends sys.path to the base's standard library, and lets
the base's own site module do the rest, with the directories and in the order that Python 3 has in an environment.
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


def _is_standard(entry):
    """Is it the environment's lib/python27.zip, lib/python2.7 or a part of that? PYTHONPATH may name other places."""
    parts = entry[len(sys.prefix):].split('/')
    return (entry.startswith(sys.prefix + '/lib') and parts[2:3] in (['python27.zip'], ['python2.7']) and
            (len(parts) == 3 or len(parts) == 4 and parts[3].startswith(('lib-', 'plat-'))))


def _standard_library():
    path = []
    for entry in sys.path:
        if _is_standard(entry):
            if entry.endswith('/lib-old'):
                continue
            base = sys.base_exec_prefix if entry.endswith('/lib-dynload') else sys.base_prefix
            entry = base + entry[len(sys.prefix):]
        path.append(entry)
    sys.path[:] = path


def _base_code():
    """The base's site module: as compiled already where its source is still the same, which saves 2 ms a start."""
    import imp, marshal, os
    source = imp.find_module('site')[1]
    head = imp.get_magic() + marshal.dumps(int(os.stat(source).st_mtime))[1:]
    try:
        with open(source + 'c', 'rb') as compiled:
            if compiled.read(len(head)) == head:
                return marshal.load(compiled)
    except IOError:
        pass
    with open(source) as text:
        return compile(text.read(), source, 'exec')


class _Definitions(object):
    """Where the code of the base's site module runs: what it defines is ours, but its last line, main(), waits."""

    def __getitem__(self, name):
        return (lambda: None) if name == 'main' else globals()[name]

    def __setitem__(self, name, value):
        globals()[name] = value


class _Script(object):
    """What "python -m site" runs: not the base's module from its start, which would forget what is set here."""

    def is_package(self, name):
        return False

    def get_filename(self, name):
        return __file__

    def get_code(self, name):
        return compile('import site; site.removeduppaths(); site._script()', __file__, 'exec')


_cfg = _settings()
_system = _cfg.get('include-system-site-packages', 'true').lower() != 'false'
sys.base_prefix = sys.real_prefix = _cfg.get('base-prefix', sys.prefix + '/base')
sys.base_exec_prefix = _cfg.get('base-exec-prefix', sys.base_prefix)
_standard_library()
exec _base_code() in globals(), _Definitions()
__loader__ = _Script()
# The environment's packages, then the user's, then the base's; the last two only if it was made so.
PREFIXES[:] = [sys.base_prefix, sys.base_exec_prefix] if _system else []
ENABLE_USER_SITE = None if _system else False
addsitedir(sys.prefix + '/lib/python2.7/site-packages', removeduppaths())
main()
PREFIXES.insert(0, sys.prefix)
