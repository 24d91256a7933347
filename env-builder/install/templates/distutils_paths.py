# SPDX-License-Identifier: MIT
# Lets distutils, that of the standard library and that of setuptools, ignore the paths in distutils.cfg,
# ~/.pydistutils.cfg and setup.cfg. While packages are installed, it is in a .pth file of the environment: pip asks
# distutils for directories, and setup.py runs distutils in a process of its own.
import sys

SECTIONS = set("global install install_lib install_data install_scripts install_headers install_egg_info develop "
               "easy_install bdist_wheel".split())
OPTIONS = set("prefix exec_prefix home root user install_base install_platbase install_userbase install_usersite "
              "install_purelib install_platlib install_lib install_headers install_scripts install_data install_dir "
              "install_layout script_dir prefix_option no_install multi_version old_and_unmanageable skip_build "
              "dry_run uninstall".split())


class Options(dict):
    """The options of a command, each with its source."""

    def __setitem__(self, option, value):
        if option not in OPTIONS or value[0] in ("command line", "setup script"):
            dict.__setitem__(self, option, value)


def change(module):
    def get_option_dict(self, command):
        found = self.command_options.get(command)
        if found is None:
            found = self.command_options[command] = Options() if command in SECTIONS else {}
        return found
    module.Distribution.get_option_dict = get_option_dict


class Finder(object):
    """Changes the module when it is imported: from the standard library, from setuptools, or never."""
    busy = False

    def find_spec(self, name, path=None, target=None):
        if self.busy or name not in ("distutils.dist", "setuptools._distutils.dist"):
            return None
        from importlib.util import find_spec
        self.busy = True
        try:
            spec = find_spec(name)
        finally:
            self.busy = False
        if spec is None or spec.loader is None:
            return None
        execute = spec.loader.exec_module

        def exec_module(module):
            execute(module)
            change(module)
        spec.loader.exec_module = exec_module
        return spec


if sys.version_info < (3, 4):
    import distutils.dist
    change(distutils.dist)
else:
    sys.meta_path.insert(0, Finder())
