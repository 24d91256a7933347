# SPDX-License-Identifier: MIT
# Checks that the environment contains what was requested and what pip has written to WORK/names, whatever the installer
# reports. After installed.py and requested.py. Arguments: WORK; PIP; "uv" or "pip"; "1" if packages of the base
# interpreter count; then lists that end with "--": the requirements files, other requirements, editable projects.
INSTALLER, BASE = ARGUMENTS[2:4]
lists = [[]]
for word in ARGUMENTS[4:]:
    lists[-1].append(word) if word != "--" else lists.append([])
files, lines, trees = lists[:3]
options = []
for path in files:
    read_requirements(path, [], lines, options)
trees += [os.path.join(here, value) for option, value, here in options if option in ("-e", "--editable")]
found = installed(strict=False, everywhere=BASE == "1")


def is_location(requirement):
    return not re.match(r"[^/:]*@", requirement) and re.search(r"/|^\.|\.(whl|zip|tgz|tar\.\w+)$", requirement)


def named_by_location(place):
    """The name of the distribution in an archive or a repository, by its file name or URL; or ""."""
    egg = re.search(r"[#&]egg=([A-Za-z0-9._-]+)", place)
    wheel = split_file_name(unquote(place.partition("#")[0].rsplit("/", 1)[-1]))
    return canonical(egg.group(1)) if egg else wheel[0] if wheel else ""


def fits(requirement, version):
    """Does the requirement accept the version? True if it cannot be parsed."""
    requirements = library("pip._vendor.packaging.requirements", "packaging.requirements")
    try:
        return requirements.Requirement(requirement).specifier.contains(version, prereleases=True)
    except Exception:
        return True


def lacks(requirement):
    requirement = requirement.split(" --")[0].strip()
    if is_location(requirement):
        name = named_by_location(requirement)
        return name and name not in found
    name = named_by(requirement)
    return name and is_needed(requirement, False) and (name not in found or not fits(requirement, found[name].version))


def lacks_tree(tree):
    """Is an editable project missing? uv records the directory of each; for pip, its names are checked instead."""
    path = os.path.realpath(re.sub(r"\[[^\]]*\]$", "", tree))
    sources = [file_path(one.source["url"]) for one in found.values() if one.source]
    return INSTALLER == "uv" and os.path.isdir(path) and path not in [os.path.realpath(s) for s in sources if s]


names = read(WORK + "/names").split() if os.path.isfile(WORK + "/names") else []
missing = [name for name in names if canonical(name) not in found]
missing += [line for line in lines if lacks(line)] + [tree for tree in trees if lacks_tree(tree)]
if missing:
    fail("%s has succeeded, but the environment does not contain %s; a configuration sends it elsewhere, see %s" %
         (INSTALLER, ", ".join(missing), "uv.toml" if INSTALLER == "uv" else '"pip config list"'))
notes = ["%s is installed twice, and Python finds one of both: %s; remove the other one\n" %
         (name, " and ".join(os.path.basename(info) for info in infos)) for name, infos in sorted(doubles.items())]
write("notes", "".join(notes))
