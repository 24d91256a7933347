# SPDX-License-Identifier: MIT
# Prints what a pyproject.toml says its project needs, a line for each requirement; or "!" and why it cannot.
# argv: the file, and where to look for a pip, which brings a reader of TOML for interpreters that have none.
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


name, pip = sys.argv[1:]
sys.path.insert(0, pip)
for reader in "tomllib", "tomli", "pip._vendor.tomli", "pip._vendor.toml", "pip._vendor.pytoml":
    try:
        loads = __import__(reader, None, None, ["loads"]).loads
        break
    except ImportError:
        pass
else:
    fail("this Python has no reader of TOML, nor has its pip; --installer=uv has one")
try:
    with open(name, encoding="utf-8") as f:
        project = loads(f.read()).get("project")
except Exception as e:
    fail(str(e))
if not isinstance(project, dict):
    fail("it has no [project] table; to install the project itself: --install DIR or --editable DIR")
if "dependencies" in project.get("dynamic", ()):
    fail("its dependencies are dynamic: only its build backend knows them; to install the project with them: "
         "--install DIR or --editable DIR")
needed = project.get("requires-python")
here = "%d.%d.%d" % sys.version_info[:3]
if needed:
    try:
        from pip._vendor.packaging.specifiers import SpecifierSet
        fits = SpecifierSet(needed).contains(here, prereleases=True)
    except ImportError:
        fits = True
    except Exception as e:
        fail(str(e))
    if not fits:
        fail("it requires Python %s, and this is %s; another one: --python" % (needed, here))
dependencies = project.get("dependencies", [])
if not isinstance(dependencies, list):
    fail("its dependencies are no list")
for dependency in dependencies:
    if not is_line(dependency):
        fail("its dependencies are no list of requirements of one line each: %r" % (dependency,))
out = getattr(sys.stdout, "buffer", sys.stdout)
out.write(b"".join(d.encode("utf-8") + b"\n" for d in dependencies))
