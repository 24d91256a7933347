# SPDX-License-Identifier: MIT
"""What each tool is asked to do in a fresh directory.

place.run() starts a tool; place.probe() lets an interpreter say who it is, under a label that begins with "outer" where
that is the environment of the tools, else with whatever tells it from the others.
"""
import os

MODERN = ("tox", "nox", "virtualenv", "uv", "pre-commit", "pytest", "pytest-xdist")
OLD = ("virtualenv==20.17.*",)

PYPROJECT = """
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[project]
name = "%s"
version = "1"
[project.scripts]
%s = "%s:main"
[tool.setuptools]
py-modules = ["%s"]
"""
USE_PROBE = """
import os, sys
sys.path.insert(0, os.path.dirname(os.environ["PROBE"]))
import probe
"""


class Case:
	"""A tool: what is installed for it; the tree it makes, which is compared; how many probes must have spoken."""

	def __init__(self, name, tools, tree, probes, run, newest=None, other=False):
		self.name, self.tools, self.tree, self.probes, self.run = name, tools, tree, probes, run
		self.newest = newest	# the last version of Python that the tool knows
		self.other = other	# does it ask for an interpreter of another version?

	def lacks(self, version, other):
		if self.newest and version > self.newest:
			return "it does not know Python %d.%d" % version
		if self.other and not other:
			return "there is no interpreter of another version than %d.%d" % version
		return None


def write_project(place, where, name, label):
	"""A project whose build probes, and whose command does."""
	place.write(where + "/pyproject.toml", PYPROJECT % ((name,) * 4))
	place.write(where + "/setup.py", USE_PROBE + "probe.probe('%s build')\nfrom setuptools import setup\nsetup()\n" % label)
	place.write(where + "/%s.py" % name, USE_PROBE + "def main():\n    probe.probe('%s command')\n" % name)


def tox(place):
	"""Two environments with a dependency and a project that is built in a third; again, when they are there."""
	write_project(place, "p", "toxed", "project")
	place.write("p/tox.ini", """
[tox]
env_list = one, two
[testenv]
package = wheel
deps = iniconfig
pass_env = PROBE*
allowlist_externals = sh
commands =
    python -c "import iniconfig"
    python {env:PROBE} {env_name}
    toxed
    sh -c 'python3 "$PROBE" "{env_name} by sh"'
[testenv:.pkg]
pass_env = PROBE*
""")
	place.run("tox", "run", cwd="p")
	place.run("tox", "run", "-e", "two", cwd="p")


def nox(place):
	place.write("p/noxfile.py", """
import os, nox

@nox.session
def one(session):
    session.install("iniconfig")
    session.run("python", "-c", "import iniconfig")
    session.run("python", os.environ["PROBE"], "one")
    session.run("sh", "-c", 'python3 "$PROBE" "one by sh"', external=True)

@nox.session(venv_backend="venv")
def two(session):
    session.run("python3", os.environ["PROBE"], "two")

@nox.session(venv_backend="none")
def three(session):
    session.run("python", os.environ["PROBE"], "outer")
""")
	place.run("nox", cwd="p")
	place.run("nox", "-R", "-s", "one", cwd="p")


def virtualenv(place):
	"""By default, by the path of the base interpreter, by a version; each entered by its path and by its activate."""
	for name, words in (("plain", []), ("path", ["-p", place.python]), ("version", ["-p", "%d.%d" % place.version]),
			("copies", ["--copies"])):
		place.run("virtualenv", *words, "envs/" + name)
		place.probe("envs/%s/bin/python" % name, name)
		place.run("sh", "-c", '. "envs/$0/bin/activate" && python3 "$PROBE" "$0 activated" && pip --version', name)


def uv(place):
	"""By default and by the path of the base interpreter, with a dependency; and a project, in an environment of uv's."""
	write_project(place, "p", "locked", "project")
	place.environ.update(UV_PYTHON_DOWNLOADS="never", UV_PROJECT_ENVIRONMENT=place.dir + "/envs/project")
	for name, words in (("plain", []), ("path", ["-p", place.python])):
		place.run("uv", "venv", *words, "envs/" + name)
		place.run("uv", "pip", "install", "-p", "envs/" + name, "iniconfig")
		place.run("envs/%s/bin/python" % name, "-c", "import iniconfig")
		place.probe("envs/%s/bin/python" % name, name)
	place.run("uv", "run", "--no-editable", "-p", place.python, "python3", place.environ["PROBE"], "project", cwd="p")


def isolation(place):
	"""A source archive from the index with an extension in C, and a project that probes: as wheels, and installed."""
	write_project(place, "p", "isolated", "outer")
	archive = ("--no-cache-dir", "--no-binary", "markupsafe", "markupsafe==3.0.2")
	place.run("pip", "wheel", "--no-deps", "-w", "envs/wheels", *archive, "./p")
	place.run("python3", "-m", "venv", "envs/v")
	place.run("envs/v/bin/python", "-m", "pip", "install", *archive)
	place.run("envs/v/bin/python", "-c", "import markupsafe._speedups")
	place.probe("envs/v/bin/python", "v")


def xdist(place):
	"""Workers of the tools' environment, and workers of another one."""
	place.write("p/test_who.py", USE_PROBE + """
import pytest

@pytest.mark.parametrize("n", range(6))
def test_who(n):
    probe.probe("%s %d" % (os.environ["LABEL"], n))
""")
	place.run("virtualenv", "envs/v")
	place.run("envs/v/bin/pip", "install", "pytest-xdist")
	place.run("env", "LABEL=outer", "pytest", "-n", "2", "p")
	place.run("env", "LABEL=v", "pytest", "-d", "--tx", "2*popen//python=%s/envs/v/bin/python" % place.dir, "p")


def pre_commit(place):
	"""A hook from a repository of its own, which gets an environment, and one that says python3; run, and by a commit."""
	write_project(place, "hooks", "who", "hook")
	place.write("hooks/.pre-commit-hooks.yaml", """
- {id: who, name: who, entry: who, language: python, always_run: true, pass_filenames: false}
""")
	place.write("home/.gitconfig", "[user]\n\tname = n\n\temail = n@example.org\n")
	place.prepare("git", "init", "-q", cwd="hooks")
	place.prepare("git", "add", ".", cwd="hooks")
	place.prepare("git", "commit", "-qm", "hooks", cwd="hooks")
	place.prepare("git", "tag", "v1", cwd="hooks")
	place.write("p/.pre-commit-config.yaml", """
repos:
- {repo: ../hooks, rev: v1, hooks: [{id: who}]}
- repo: local
  hooks:
  - {id: outer, name: outer, language: system, always_run: true, pass_filenames: false,
     entry: sh -c 'python3 "$PROBE" outer'}
""")
	place.prepare("git", "init", "-q", cwd="p")
	place.prepare("git", "add", ".", cwd="p")
	place.run("pre-commit", "run", "--all-files", "--verbose", cwd="p")
	place.run("pre-commit", "install", cwd="p")
	place.run("git", "commit", "-m", "one", cwd="p")


# Tools that find interpreters, list them and make environments of them: each must be told what each of them is.

PROJECT = """
[project]
name = "asked"
version = "1"
requires-python = ">=3.9"
"""
READ_CACHE = """
import glob, json
for name in glob.glob("r/interpreters/**/INTERP-INFO", recursive=True):
    with open(name) as f:
        info = json.load(f)
    print(info["binary"], info["prefix"], info["version"])
"""


def findpython(place):
	place.tell("python", "-m", "findpython", "--all")


def pdm(place):
	for backend in "venv", "virtualenv":
		place.write(backend + "/pyproject.toml", PROJECT)
		place.run("pdm", "venv", "create", "-w", backend, place.other, cwd=backend)
		place.probe(backend + "/.venv/bin/python", backend)


def poetry(place):
	place.environ.update(POETRY_VIRTUALENVS_IN_PROJECT="true")
	place.write("p/pyproject.toml", PROJECT)
	place.run("env", "-u", "VIRTUAL_ENV", "poetry", "env", "use", place.other, cwd="p")
	place.probe("p/.venv/bin/python", "p")
	place.tell("env", "-u", "VIRTUAL_ENV", "poetry", "--directory", "p", "env", "info")


def hatch(place):
	place.write("p/pyproject.toml", PROJECT + """
[tool.hatch.envs.x]
skip-install = true
path = ".venv"
python = "%s"
""" % place.other)
	place.run("hatch", "-e", "x", "run", "python", place.environ["PROBE"], "x", cwd="p")


def pipx(place):
	place.environ["PATH"] += ":" + os.path.dirname(place.other)
	for label, python in ("path", place.other), ("name", os.path.basename(place.other)):
		place.environ.update(PIPX_HOME=place.dir + "/pipx/" + label, PIPX_BIN_DIR=place.dir + "/bin", PIPX_DEFAULT_BACKEND="pip")
		place.run("pipx", "install", "--force", "--python", python, "pycowsay")
		place.probe("pipx/%s/venvs/pycowsay/bin/python" % label, label)


def pipenv(place):
	place.environ.update(PIPENV_VENV_IN_PROJECT="1", PIPENV_IGNORE_VIRTUALENVS="1", PIPENV_YES="1")
	place.write("p/Pipfile", "")
	place.run("pipenv", "--python", place.other, cwd="p")
	place.probe("p/.venv/bin/python", "p")


def nox_other(place):
	place.write("p/noxfile.py", """
import os, nox

@nox.session(python="%s", venv_backend="venv")
def one(session):
    session.run("python", os.environ["PROBE"], "one")

@nox.session(python="%s", venv_backend="virtualenv")
def two(session):
    session.run("python", os.environ["PROBE"], "two")
""" % (place.other, place.other))
	place.run("nox", cwd="p")


def pre_commit_other(place):
	"""Twice: the second time it looks whether the environment's base is still what it was."""
	write_project(place, "hooks", "who", "hook")
	place.write("hooks/.pre-commit-hooks.yaml", """
- {id: who, name: who, entry: who, language: python, always_run: true, pass_filenames: false}
""")
	place.write("home/.gitconfig", "[user]\n\tname = n\n\temail = n@example.org\n")
	for words in ("init", "-q"), ("add", "."), ("commit", "-qm", "hooks"), ("tag", "v1"):
		place.prepare("git", *words, cwd="hooks")
	place.write("p/.pre-commit-config.yaml", """
repos:
- {repo: ../hooks, rev: v1, hooks: [{id: who, language_version: %s}]}
""" % place.other)
	place.prepare("git", "init", "-q", cwd="p")
	place.prepare("git", "add", ".", cwd="p")
	place.run("pre-commit", "run", "--all-files", "--verbose", cwd="p")
	place.run("pre-commit", "run", "--all-files", "--verbose", cwd="p")


def pex(place):
	"""What it has in its cache in the end is what it would have there without venvrun."""
	place.environ["PEX_ROOT"] = place.dir + "/r"
	place.run("pex", "iniconfig", "-o", "one.pex")
	place.run("python", "one.pex", "-c", "import iniconfig")
	place.run("./one.pex", "-c", "import iniconfig")
	place.tell("sh", "-c", 'python -c "$0" | sort', READ_CACHE)
	place.run("pex", "iniconfig", "--venv", "-o", "two.pex")
	place.run("./two.pex", place.environ["PROBE"], "two")


CASES = [
	Case("tox", MODERN, "p/.tox", 9, tox),
	Case("nox", MODERN, "p/.nox", 6, nox),
	Case("virtualenv", MODERN, "envs", 8, virtualenv),
	Case("virtualenv 20.17", OLD, "envs", 8, virtualenv, newest=(3, 11)),
	Case("uv", MODERN, "envs", 4, uv),
	Case("pip with build isolation", MODERN, "envs", 2, isolation),
	Case("pytest-xdist", MODERN, "envs", 12, xdist),
	Case("pre-commit", MODERN, "home/.cache/pre-commit", 4, pre_commit),
	Case("findpython", ("findpython",), "p", 0, findpython),
	Case("findpython 0.6", ("findpython==0.6.*",), "p", 0, findpython),
	Case("pdm", ("pdm",), ".", 2, pdm, other=True),
	Case("poetry", ("poetry",), "p", 1, poetry, other=True),
	Case("hatch", ("hatch",), "p", 1, hatch, other=True),
	Case("pipx", ("pipx",), "pipx", 2, pipx, other=True),
	Case("pipenv", ("pipenv",), "p", 1, pipenv, other=True),
	Case("nox with another Python", MODERN, "p/.nox", 2, nox_other, other=True),
	Case("nox 2022 with another Python", ("nox==2022.11.*",), "p/.nox", 2, nox_other, other=True),
	Case("pre-commit with another Python", MODERN, "home/.cache/pre-commit", 3, pre_commit_other, other=True),
	Case("pex", ("pex",), "p", 1, pex),
	Case("pex 2.1", ("pex==2.1.163", "setuptools"), "p", 1, pex),
]
