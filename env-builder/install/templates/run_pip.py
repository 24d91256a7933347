# SPDX-License-Identifier: MIT
# Runs pip, and notes what it installed in WORK/names, for verify.py. Behind pip_settings.py. Arguments: WORK; PIP;
# pip's own.
import runpy

work, pip = sys.argv[1:3]
del sys.argv[1:3]
settle(pip, "install")
names = []


def watch():
    """Has pip add the name of each package that it installs to names;
    one without the function goes by what was asked."""
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
