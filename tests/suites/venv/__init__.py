# SPDX-License-Identifier: MIT
"""Stands for the module venv in CPython's tests of it: the environment is made by venvbuild, all else is the real venv's.

The program is "venvbuild" beside the directory that this package was imported from: a test may clear the variables.
"""
import importlib.util
import os
import re
import subprocess
import sys
import sysconfig

_here = os.path.dirname(os.path.abspath(__file__))
_path = os.path.join(sysconfig.get_path("stdlib"), "venv")
__path__.append(_path)
_spec = importlib.util.spec_from_file_location("_stdlib_venv", os.path.join(_path, "__init__.py"),
    submodule_search_locations=[_path])
_venv = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_venv)
globals().update({name: value for name, value in vars(_venv).items() if not name.startswith("__")})


class EnvBuilder(_venv.EnvBuilder):
    def create(self, env_dir):
        env_dir = os.path.abspath(os.fspath(env_dir))
        ignore = getattr(self, "scm_ignore_files", {"git"})
        given = [option for option, wanted in (
            ("--copies", not self.symlinks),
            ("--without-pip", not self.with_pip),
            ("--system-site-packages", self.system_site_packages),
            ("--clear", self.clear),
            ("--upgrade", self.upgrade),
            ("--upgrade-deps", getattr(self, "upgrade_deps", False)),
            ("--prompt=%s" % self.prompt, self.prompt is not None),
            ("--without-scm-ignore-files", "git" not in ignore)) if wanted] + [env_dir]
        # venv makes an environment wherever it is told to, and until 3.11 it installs what ensurepip has.
        ours = [] if self.clear or self.upgrade else ["--allow-existing"]
        if self.with_pip and sys.version_info < (3, 12):
            ours.append("--seed=pip,setuptools")
        program = os.path.join(os.path.dirname(_here), "venvbuild")
        base = getattr(sys, "_base_executable", sys.executable)
        done = subprocess.run([program, "-p", base] + ours + given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode:
            raise ValueError(done.stdout.decode("utf-8", "replace"))
        # The tests read there by what name it was made.
        cfg = os.path.join(env_dir, "pyvenv.cfg")
        with open(cfg, encoding="utf-8") as f:
            text = f.read()
        name = " ".join(["command =", program, "-p", base] + ours)
        with open(cfg, "w", encoding="utf-8") as f:
            f.write(text.replace(name + " ", "command = %s -m venv " % sys.executable))


def create(env_dir, system_site_packages=False, clear=False, symlinks=False, with_pip=False, prompt=None, **others):
    EnvBuilder(system_site_packages=system_site_packages, clear=clear, symlinks=symlinks, with_pip=with_pip,
        prompt=prompt, **others).create(env_dir)


# main() of the real one makes what it finds there.
_venv.EnvBuilder = EnvBuilder
