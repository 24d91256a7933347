# SPDX-License-Identifier: MIT
# Prints the dependencies of a pyproject.toml, one a line; if there are none, perhaps a line "# WARNING"; or "!" and the
# reason of a failure. After toml.py. Arguments: the file; the directory of the pip package, which contains a reader of
# TOML for older interpreters, or "".
import sys
sys.path[:] = [path for path in sys.path if path]  # without the working directory: Python 2.7 has no -I
from io import open

BREAKS = u"\x7f\x85\u2028\u2029"  # as all below a blank except tab: they end a line for pip, or control a terminal


def fail(why):
    why = why if isinstance(why, type(u"")) else why.decode("utf-8", "replace")
    sys.stdout.write("!" + str(why.encode("ascii", "backslashreplace").decode("ascii")))
    sys.exit(1)


def is_line(text):
    if not isinstance(text, type(u"")) or not text.strip():
        return False
    return not [c for c in text if c in BREAKS or c < u" " and c != u"\t"]


def others(document, project):
    """What the file also offers, and is not installed."""
    groups, extras = document.get("dependency-groups"), project.get("optional-dependencies")
    found = [u"the groups of [dependency-groups] (%s)" % u", ".join(sorted(groups))] if groups else []
    found += [u"the extras (%s)" % u", ".join(sorted(extras))] if extras else []
    found += [u"those in [tool.poetry]"] if document.get("tool", {}).get("poetry", {}).get("dependencies") else []
    return u" and ".join(found)


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
    fail("its dependencies are dynamic: only its build backend knows them; use --install DIR or --editable DIR to "
         "install the project with them")
needed = project.get("requires-python")
here = "%d.%d.%d" % sys.version_info[:3]
if needed:
    try:
        from pip._vendor.packaging.specifiers import SpecifierSet
        fits = SpecifierSet(needed).contains(here, prereleases=True)
    except ImportError:
        fail("it requires Python %s, which only a pip can compare with this version; use --extra-search-dir to name a "
             "directory with a wheel of pip" % needed)
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
    hint = u"# its [project] table has no dependencies, so nothing is installed; not requested: %s\n" % hint
    out.write(hint.encode("utf-8"))
out.write(b"".join(d.encode("utf-8") + b"\n" for d in dependencies))
