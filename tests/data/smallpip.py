# SPDX-License-Identifier: MIT
"""Writes into the directory DIR a wheel that is called pip and is small: "smallpip.py DIR [VERSION]".

It installs, too: "pip install OPTION... -- NAME" makes a module and a command of that name out of nothing.
"""

import base64
import hashlib
import os
import sys
import zipfile

VERSION = sys.argv[2] if len(sys.argv) > 2 else "1.0"
INFO = "pip-%s.dist-info/" % VERSION
INSTALL = r"""import os, sys, sysconfig
name = sys.argv[sys.argv.index("--") + 1]
site = sysconfig.get_path("purelib")
info = os.path.join(site, name + "-1.0.dist-info")
if os.path.exists(info):
    sys.exit()
os.mkdir(info)
for path, text in (
    (os.path.join(site, name + ".py"), "WHERE = %r\n" % sys.prefix),
    (os.path.join(info, "METADATA"), "Metadata-Version: 2.1\nName: %s\nVersion: 1.0\n" % name),
    (os.path.join(info, "INSTALLER"), "pip\n"),
    (os.path.join(info, "RECORD"), "%s.py,,\n../../../bin/%s,,\n" % (name, name)),
    (os.path.join(sys.prefix, "bin", name), "#!%s\nimport %s\nprint(%s.WHERE)\n" % (sys.executable, name, name)),
):
    with open(path, "w") as f:
        f.write(text)
os.chmod(path, 0o755)
"""
FILES = {
    "pip/__init__.py": "",
    "pip/main.py": "def main():\n    print('a small pip')\n",
    "pip/__main__.py": INSTALL,
    "pip/part/__init__.py": "",
    INFO + "METADATA": "Metadata-Version: 2.1\nName: pip\nVersion: %s\n" % VERSION,
    INFO + "WHEEL": "Wheel-Version: 1.0\nGenerator: smallpip\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    INFO + "entry_points.txt": "[console_scripts]\npip = pip.main:main\n",
}

record = ""
with zipfile.ZipFile(os.path.join(sys.argv[1], "pip-%s-py3-none-any.whl" % VERSION), "w") as archive:
    for path, text in FILES.items():
        data = text.encode()
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        record += "%s,sha256=%s,%d\n" % (path, digest, len(data))
        archive.writestr(path, data)
    archive.writestr(INFO + "RECORD", record + INFO + "RECORD,,\n")
