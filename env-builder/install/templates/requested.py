# SPDX-License-Identifier: MIT
# Reads what was requested: lines of requirements (PEP 508) and requirements files. After installed.py.


def named_by(requirement):
    name = re.match(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)", requirement)
    return canonical(name.group(1)) if name else ""


def is_needed(requirement, unknown):
    """Is the marker of the requirement true here, without extras? Returns unknown if it cannot be evaluated."""
    markers = library("pip._vendor.packaging.markers", "packaging.markers")
    marker = requirement.partition(";")[2].strip()
    try:
        return not marker or markers.Marker(marker).evaluate({"extra": ""})
    except Exception:
        return unknown


def read_requirements(path, seen, lines, options):
    """Adds the requirements of a requirements file, and of those that it includes, to lines, and (option, value,
    directory of the file) to options."""
    if path in seen or not os.path.isfile(path):
        return
    seen.append(path)
    here = os.path.dirname(os.path.abspath(path))
    # pip also reads other encodings; here such a line is lost, and not checked.
    with io.open(path, encoding="utf-8-sig", errors="replace" if ESCAPE == "strict" else ESCAPE) as f:
        text = f.read()
    for line in re.sub(r"\\\r?\n", "", text).splitlines():
        line = re.sub(r"(^|\s)#.*", "", line).strip()
        option, value = re.match(r"(--[a-z-]+|-[a-z]|)[\s=]*(.*)", line).groups()
        if option in ("-r", "--requirement"):
            read_requirements(os.path.join(here, value), seen, lines, options)
        elif option:
            options.append((option, value, here))
        elif line:
            lines.append(line)
