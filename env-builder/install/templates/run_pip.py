# SPDX-License-Identifier: MIT
# Runs pip, and writes the names of the packages that it has installed to WORK/names, for verify.py. After
# pip_settings.py. Arguments: WORK; PIP; those of pip.
import runpy

work, pip = sys.argv[1:3]
del sys.argv[1:3]
settle(pip, "install")
names = []


def watch():
    """Lets pip add the name of each installed package to names. A pip without this function adds none: verify.py then
    checks only what was requested."""
    from pip._internal.commands import install
    original = install.install_given_reqs

    def watched(*words, **more):
        done = original(*words, **more)
        names.extend(one.name for one in done if one.name)
        return done
    install.install_given_reqs = watched


try:
    watch()
except (ImportError, AttributeError):
    pass
try:
    runpy.run_module("pip", run_name=str("__main__"), alter_sys=True)
finally:
    with open(os.path.join(work, "names"), "a") as f:
        f.write("".join(name + "\n" for name in names))
