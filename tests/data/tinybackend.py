# SPDX-License-Identifier: MIT
"""A PEP 517 build backend in one file, for tests of build isolation without a network.

As a program, "tinybackend.py DIR" puts the backend's own wheel into DIR.
"""

import os
import sys
import zipfile


def write_wheel(directory, name, files, entry_points=""):
    info = name + "-1.0.dist-info/"
    files = dict(files)
    files[info + "METADATA"] = "Metadata-Version: 2.1\nName: %s\nVersion: 1.0\n" % name
    files[info + "WHEEL"] = "Wheel-Version: 1.0\nGenerator: tinybackend\nRoot-Is-Purelib: true\n"
    files[info + "WHEEL"] += "Tag: py2-none-any\nTag: py3-none-any\n"
    if entry_points:
        files[info + "entry_points.txt"] = entry_points
    files[info + "RECORD"] = "".join("%s,,\n" % path for path in list(files) + [info + "RECORD"])
    wheel = name + "-1.0-py2.py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(directory, wheel), "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return wheel


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """The wheel of a project with one module and one command; the module remembers who built it."""
    with open("greeter.py") as source:
        module = source.read()
    module += "\nBUILT_BY = %r\n" % sys.prefix
    return write_wheel(
        wheel_directory, "greeter", {"greeter.py": module}, "[console_scripts]\ngreet = greeter:main\n"
    )


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    """The same, with a line that leads to the project's directory in the module's place."""
    return write_wheel(
        wheel_directory, "greeter", {"greeter.pth": os.getcwd() + "\n"}, "[console_scripts]\ngreet = greeter:main\n"
    )


if __name__ == "__main__":
    with open(os.path.abspath(__file__)) as source:
        write_wheel(sys.argv[1], "tinybackend", {"tinybackend.py": source.read()})
