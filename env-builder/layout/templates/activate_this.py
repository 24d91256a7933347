"""Activates the environment in the Python that executes this file, such as one that is embedded in a program.

    import runpy
    runpy.run_path("ENV/bin/activate_this.py")

Afterwards modules are imported from the environment first, and started programs find it activated.
"""
import os
import site
import sys
import warnings

try:
    _bin = os.path.dirname(os.path.abspath(__file__))
except NameError:
    raise RuntimeError('activate_this.py finds the environment by its own path. '
                       'You must use import runpy; runpy.run_path(this_file)')


def _native(name):
    """A file name in the type that this Python uses for it."""
    return name if str is bytes else os.fsdecode(name)


@VARIABLES@

def _activate(env):
    made_for = @VERSION@
    if sys.version_info[:2] != made_for:
        warnings.warn("%s is an environment of Python %d.%d, and this is %d.%d: compiled modules cannot be loaded" %
                      ((env,) + made_for + sys.version_info[:2]), stacklevel=3)
    path = os.environ.get("PATH")
    others = [] if not path else [entry for entry in path.split(os.pathsep) if entry != _bin]
    os.environ["PATH"] = os.pathsep.join([_bin] + others)
    os.environ["VIRTUAL_ENV"] = env
    os.environ["VIRTUAL_ENV_PROMPT"] = _native(@PROMPT@)
    os.environ.pop("PYTHONHOME", None)
    wrong = _set_variables(env, os.environ.get, os.environ.__setitem__)
    if wrong:
        warnings.warn(wrong, stacklevel=3)

    # The environment's packages and the entries of its .pth files come first.
    packages = os.path.join(env, @SITE@)
    before = sys.path[:] = [entry for entry in sys.path if entry != packages]
    site.addsitedir(packages)
    sys.path[:] = sys.path[len(before):] + before
    if sys.prefix != env:
        sys.real_prefix = getattr(sys, "base_prefix", sys.prefix)
        sys.prefix = sys.exec_prefix = env


_activate(os.path.dirname(_bin))
