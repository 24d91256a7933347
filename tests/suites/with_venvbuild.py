# SPDX-License-Identifier: MIT
"""A plugin of pytest for virtualenv's own tests of activation: the environments are made by venvbuild ($VENVBUILD).

What virtualenv tells of an environment (its paths, its prompt) stays virtualenv's, and so do the tests, but for one thing:
they read PS1 in a child of bash, so bash is told to export it. Our activate, as venv's today, leaves to the user whether a
prompt goes to other programs.
"""
import os
import subprocess

from virtualenv.run.session import Session


def _run(session):
    options = ["--without-pip", "-p", session.interpreter.system_executable]
    prompts = {activator.flag_prompt for activator in session.activators}
    options += ["--prompt=" + prompt for prompt in prompts if prompt is not None]
    subprocess.run([os.environ["VENVBUILD"]] + options + ["--", str(session.creator.dest)], check=True)


Session.run = _run


def _export_prompt(tester):
    real = tester._get_test_lines

    def lines(self, script):
        return (["export PS1="] if self.activate_script == "activate" else []) + real(self, script)

    tester._get_test_lines = lines


def pytest_collection_finish(session):
    for plugin in session.config.pluginmanager.get_plugins():
        if hasattr(plugin, "ActivationTester"):
            _export_prompt(plugin.ActivationTester)
