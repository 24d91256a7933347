# SPDX-License-Identifier: MIT
"""likeness.py THEIRS OURS: how does an environment of venvbuild differ from one of "python -m venv" with the same options?

Names, kinds, modes and where links lead, and what the interpreter says of itself. Prints each difference that is not in the lists
below and exits with 1 if there is one. For Python 3.6 and later.
"""
import json
import os
import stat
import subprocess
import sys

# What venv does not make, or not in all versions.
MORE = {"CACHEDIR.TAG", ".gitignore", "bin/Activate.ps1", "bin/activate.nu", "bin/activate.xsh", "bin/activate.bat",
    "bin/deactivate.bat", "bin/activate_cmd.sh", "bin/activate_this.py", "bin/pydoc"}
# venv gives these the modes of its templates, and a copy of the interpreter 0755; ours go by the umask.
TEMPLATES = {"bin/activate", "bin/activate.csh", "bin/activate.fish", "bin/Activate.ps1"}

ASK = """
import json, site, sys, sysconfig
said = {name: getattr(sys, name, None) for name in ('prefix', 'exec_prefix', 'base_prefix', 'base_exec_prefix', 'path', 'executable',
    '_base_executable', 'platlibdir')}
said['flags'] = repr(sys.flags)
said['site'] = [site.PREFIXES, site.ENABLE_USER_SITE, site.getsitepackages()]
said['paths'] = sysconfig.get_paths()
said['scheme'] = getattr(sysconfig, 'get_default_scheme', str)()
said['variables'] = [sysconfig.get_config_var(name) for name in ('prefix', 'base', 'installed_base', 'userbase', 'SOABI', 'LIBDIR')]
print(json.dumps(said, sort_keys=True, indent=1))
"""


def tree(root):
    found = {}
    for at, dirs, files in os.walk(root):
        for path in [os.path.join(at, name) for name in dirs + files]:
            mode = os.lstat(path).st_mode
            name = os.path.relpath(path, root)
            what = [oct(stat.S_IFMT(mode))]
            if stat.S_ISLNK(mode):
                what.append(os.path.realpath(path).replace(os.path.realpath(root), "ENV"))
            elif name not in TEMPLATES and not (stat.S_ISREG(mode) and name.startswith("bin/python")):
                what.append(oct(stat.S_IMODE(mode)))
            found[name] = what
    return found


def asked(root, *flags):
    said = subprocess.check_output([os.path.join(root, "bin", "python")] + list(flags) + ["-c", ASK]).decode()
    return json.loads(said.replace(root, "ENV"))


def keys(root):
    with open(os.path.join(root, "pyvenv.cfg"), encoding="utf-8") as f:
        lines = [line.split(" = ", 1) for line in f.read().replace(root, "ENV").splitlines()]
    return {line[0]: line[1] for line in lines}


theirs, ours = sys.argv[1:]
wrong = []
a, b = tree(theirs), tree(ours)
for name in sorted(set(a) | set(b)):
    if name not in b:
        wrong.append("%s: not there" % name)
    elif name not in a:
        # A copy of the interpreter may look for its library relative to itself.
        if name not in MORE and not name.startswith(("bin/python3.", "lib/libpython")):
            wrong.append("%s: not in venv's" % name)
    elif a[name] != b[name]:
        wrong.append("%s: %s, not %s" % (name, b[name], a[name]))
for flags in (), ("-I",):
    a, b = asked(theirs, *flags), asked(ours, *flags)
    wrong += ["%s: %s, not %s" % (name, b[name], a[name]) for name in a if a[name] != b[name]]
a, b = keys(theirs), keys(ours)
# The command is our own.
wrong += ["pyvenv.cfg: %s = %s, not %s" % (name, b.get(name), a[name]) for name in a if name != "command" and a[name] != b.get(name)]
print("\n".join(wrong))
sys.exit(bool(wrong))
