"""The module site of a Python 2.7 environment that venvbuild made.

Python 2.7 does not read pyvenv.cfg. Its prefix is this environment, because lib/python2.7/os.py is in it, so it imports
this module instead of the base's. It reads pyvenv.cfg, changes sys.path to the base's standard library, and then executes
the base's site module. The directories and their order are those of Python 3 in an environment.
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
    """Is it lib/python27.zip, lib/python2.7 or a part of that in the environment? PYTHONPATH may add others."""
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
    """The code of the base's site module: from site.pyc where that is up to date, which saves 2 ms a start."""
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
    """The namespace of the base's site module: its definitions become ours, but its last line, main(), does nothing."""

    def __getitem__(self, name):
        return (lambda: None) if name == 'main' else globals()[name]

    def __setitem__(self, name, value):
        globals()[name] = value


class _Script(object):
    """The code for "python -m site": the base's module would run from its start and lose the settings made here."""

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
# The environment's packages; with --system-site-packages then the user's and the base's.
PREFIXES[:] = [sys.base_prefix, sys.base_exec_prefix] if _system else []
ENABLE_USER_SITE = None if _system else False
addsitedir(sys.prefix + '/lib/python2.7/site-packages', removeduppaths())
main()
PREFIXES.insert(0, sys.prefix)
