# SPDX-License-Identifier: MIT
# Checks that what was asked for, and what pip noted in WORK/names, is in the environment, whatever the installer says.
# Behind installed.py and requested.py. Arguments: WORK; PIP; "uv" or "pip"; "1" where the base's packages count; then, each
# list ended by "--": the files that were read, what else was asked for, what is editable.
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


def is_place(requirement):
    return not re.match(r"[^/:]*@", requirement) and re.search(r"/|^\.|\.(whl|zip|tgz|tar\.\w+)$", requirement)


def named_by_place(place):
    """What an archive, a repository or a directory says of itself by its name; "" where that is nothing."""
    egg = re.search(r"[#&]egg=([A-Za-z0-9._-]+)", place)
    wheel = split_file_name(unquote(place.partition("#")[0].rsplit("/", 1)[-1]))
    return canonical(egg.group(1)) if egg else wheel[0] if wheel else ""


def fits(requirement, version):
    """Is that the version that was asked for? Yes, where it cannot be told."""
    requirements = library("pip._vendor.packaging.requirements", "packaging.requirements")
    try:
        return requirements.Requirement(requirement).specifier.contains(version, prereleases=True)
    except Exception:
        return True


def lacks(requirement):
    requirement = requirement.split(" --")[0].strip()
    if is_place(requirement):
        name = named_by_place(requirement)
        return name and name not in found
    name = named_by(requirement)
    return name and is_needed(requirement, False) and (name not in found or not fits(requirement, found[name].version))


def lacks_tree(tree):
    """uv notes for each directory that it is installed, pip since 20.1: for others there are the names."""
    path = os.path.realpath(re.sub(r"\[[^\]]*\]$", "", tree))
    sources = [file_path(one.source["url"]) for one in found.values() if one.source]
    return INSTALLER == "uv" and os.path.isdir(path) and path not in [os.path.realpath(s) for s in sources if s]


names = read(WORK + "/names").split() if os.path.isfile(WORK + "/names") else []
missing = [n for n in names if canonical(n) not in found] + [r for r in lines if lacks(r)] + [t for t in trees if lacks_tree(t)]
if missing:
    fail("%s has succeeded, but the environment does not contain %s; a configuration sends it elsewhere, see %s" %
         (INSTALLER, ", ".join(missing), "uv.toml" if INSTALLER == "uv" else '"pip config list"'))
write("notes", "".join("%s is installed twice, and Python finds one of both: %s; remove the other one\n" %
                       (name, " and ".join(os.path.basename(info) for info in infos)) for name, infos in sorted(doubles.items())))
