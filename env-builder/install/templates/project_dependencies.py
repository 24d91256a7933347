# SPDX-License-Identifier: MIT
# Prints what a pyproject.toml says its project needs, a line for each requirement, behind a line "# HINT" where that is
# nothing; or "!" and why it cannot. Behind toml.py. argv: the file, and where to look for a pip, which brings a reader
# of TOML for interpreters that have none; "" where there is no pip.
import sys
sys.path[:] = [path for path in sys.path if path]  # not from the working directory: Python 2.7 has no -I
from io import open

BREAKS = u"\x7f\x85\u2028\u2029"  # and what is below a blank but tab: lines end there for pip, or for a terminal


def fail(why):
    why = why if isinstance(why, type(u"")) else why.decode("utf-8", "replace")
    sys.stdout.write("!" + str(why.encode("ascii", "backslashreplace").decode("ascii")))
    sys.exit(1)


def is_line(text):
    return isinstance(text, type(u"")) and text.strip() and not [c for c in text if c in BREAKS or c < u" " and c != u"\t"]


def others(document, project):
    """What else the file names that could be installed, and is not."""
    groups = [u"the groups of [dependency-groups] (%s)" % u", ".join(sorted(document.get("dependency-groups", ())))]
    extras = [u"the extras (%s)" % u", ".join(sorted(project.get("optional-dependencies", ())))]
    poetry = document.get("tool", {}).get("poetry", {}).get("dependencies")
    return u" and ".join((groups if document.get("dependency-groups") else []) + (extras if project.get("optional-dependencies") else []) +
                         ([u"those in [tool.poetry]"] if poetry else []))


name, pip = sys.argv[1:]
sys.path.extend([pip] if pip else [])
for reader in "tomllib", "tomli", "pip._vendor.tomli", "pip._vendor.toml", "pip._vendor.pytoml":
    try:
        loads = __import__(reader, None, None, ["loads"]).loads
        break
    except ImportError:
        pass
else:
    fail("neither this Python nor a pip can read TOML; use --extra-search-dir to name a directory with a wheel of pip")
try:
    with open(name, encoding="utf-8") as f:
        document = loads(as_toml_1_0(f.read()))
    project = document.get("project")
except Exception as e:
    fail(str(e))
if not isinstance(project, dict):
    fail("it has no [project] table; use --install DIR or --editable DIR to install the project itself")
if "dependencies" in project.get("dynamic", ()):
    fail("its dependencies are dynamic: only its build backend knows them; use --install DIR or --editable DIR to install "
         "the project with them")
needed = project.get("requires-python")
here = "%d.%d.%d" % sys.version_info[:3]
if needed:
    try:
        from pip._vendor.packaging.specifiers import SpecifierSet
        fits = SpecifierSet(needed).contains(here, prereleases=True)
    except ImportError:
        fail("it requires Python %s, which only a pip can compare with this version; use --extra-search-dir to name a directory "
             "with a wheel of pip" % needed)
    except Exception as e:
        fail(str(e))
    if not fits:
        fail("it requires Python %s, this is %s; use --python to choose another one" % (needed, here))
dependencies = project.get("dependencies", [])
if not isinstance(dependencies, list):
    fail("its dependencies are not a list")
for dependency in dependencies:
    if not is_line(dependency) or dependency.startswith(u"#"):
        fail("its dependencies contain an entry that is not a requirement in one line: %r" % (dependency,))
hint = u"" if dependencies else others(document, project)
if hint and [c for c in hint if not is_line(c + u".")]:
    hint = u"something else"
out = getattr(sys.stdout, "buffer", sys.stdout)
if hint:
    out.write((u"# its [project] table has no dependencies, so nothing is installed; not requested: " + hint + u"\n").encode("utf-8"))
out.write(b"".join(d.encode("utf-8") + b"\n" for d in dependencies))
