# SPDX-License-Identifier: MIT
# Reads a lock and writes requirements files to WORK, if they are not empty: NUMBER.1 (wheels), NUMBER.2 (sources to
# build), NUMBER.3 (packages without a hash); and NUMBER.set, the packages that will be installed. Or checks that they
# are. After installed.py and toml.py. Arguments: WORK; PIP; the path of the lock; its number; "1" if everything must
# have a hash. Or: WORK; PIP; "check"; "1" if nothing else may be installed; the number of locks.
KINDS = "sha512", "sha384", "sha256"  # those that pip checks
expected = {}
groups = [[], [], []]
options = [[], [], []]
notes = []


def expect(name, version=None):
    name = canonical(name)
    if name in expected:
        fail("%s has two packages %s for this interpreter" % (LOCK, name))
    expected[name] = version


def hold(condition, what):
    """Is a marker true here, without extras and with the default groups?"""
    groups_here = [canonical(g) for g in lock.get("default-groups", ())]

    def member(found):
        there = found.group(4) == "dependency_groups" and canonical(found.group(2)) in groups_here
        return "python_version > '0'" if there != bool(found.group(3)) else "python_version < '0'"
    plain = re.sub(r"(['\"])([^'\"]+)\1\s+(not\s+)?in\s+(extras|dependency_groups)\b", member, condition)
    markers = library("pip._vendor.packaging.markers", "packaging.markers")
    try:
        return markers.Marker(plain).evaluate({"extra": ""})
    except Exception as e:
        fail("%s: cannot decide whether %s is for this interpreter: %s: %s" % (LOCK, what, condition, e))


def require_python(specifier, what):
    specifiers = library("pip._vendor.packaging.specifiers", "packaging.specifiers")
    here = "%d.%d.%d" % sys.version_info[:3]
    try:
        fits = specifiers.SpecifierSet(specifier).contains(here, prereleases=True)
    except Exception as e:
        fail("%s: %s requires Python %s, which cannot be read: %s" % (LOCK, what, specifier, e))
    if not fits:
        fail("%s: %s requires Python %s, this is %s; use --python to choose another one" %
             (LOCK, what, specifier, here))


def place(entry, what):
    """The URL of a file in the lock."""
    if re.search(r"\s", entry.get("url", "")):
        fail("%s: the url of %s contains a blank: %s" % (LOCK, what, entry["url"]))
    path = os.path.join(HERE, entry["path"]) if "path" in entry else None
    if path and (os.path.exists(path) or "url" not in entry):
        return file_url(os.path.abspath(path))
    return entry["url"] if "url" in entry else fail("%s: %s has neither url nor path" % (LOCK, what))


def digests(entry, what):
    found = [kind + ":" + entry["hashes"][kind].lower() for kind in KINDS if kind in entry.get("hashes", {})]
    for pin in found:
        if not re.match("sha[0-9]+:[0-9a-f]+\\Z", pin):
            fail("%s: %s has an invalid hash: %s" % (LOCK, what, pin))
    return found or fail("%s: %s has no hash that pip can check: %s" % (LOCK, what, ", ".join(KINDS)))


def hashes(words):
    return "".join(" --hash=" + word for word in sorted(set(words)))


def add_index_package(package, name):
    """Its files become links on a local page. The installer chooses one by its tags."""
    files, wheels, pins = [], [], []
    for entry in package.get("wheels", []) + ([package["sdist"]] if "sdist" in package else []):
        url = place(entry, name)
        file = entry.get("name") or unquote(urlsplit(url).path.rsplit("/", 1)[1])
        found = digests(entry, file)
        pins += found
        kind, digest = found[0].split(":")
        href, text = url.replace("&", "&amp;").replace('"', "%22"), file.replace("&", "&amp;").replace("<", "&lt;")
        files.append('<a href="%s#%s=%s">%s</a><br>\n' % (href, kind, digest, text))
        if file.endswith(".whl"):
            wheels.append(file)
    split = split_file_name(wheels[0]) if wheels else None
    version = package.get("version") or (split[1] if split else fail("%s: %s has no version" % (LOCK, name)))
    if not re.match(VERSION, version):
        fail("%s: %s has an invalid version: %s" % (LOCK, name, version))
    fits = [wheel for wheel in wheels if supported.intersection(tags_of(wheel))]
    if not fits and "sdist" not in package:
        fail("%s: %s %s has no wheel for this interpreter and no source archive" % (LOCK, name, version))
    links.extend(files)
    expect(name, version)
    groups[0 if fits else 1].append("%s==%s%s" % (name, version, hashes(pins)))


def add_package(package):
    name = package.get("name", "")
    check_lines([value for key, value in package.items() if key not in ("tool", "attestation-identities")], LOCK)
    if not re.match(NAME, name):
        fail("%s: a package has no name" % LOCK)
    if "marker" in package and not hold(package["marker"], name):
        return
    if "requires-python" in package:
        require_python(package["requires-python"], name)
    kinds = [k for k in ("vcs", "directory", "archive") if k in package]
    if len(kinds) + ("wheels" in package or "sdist" in package) != 1:
        fail("%s: %s must have exactly one of: wheels and sdist, archive, directory, vcs" % (LOCK, name))
    if not kinds:
        return add_index_package(package, name)
    expect(name, package.get("version") if kinds[0] == "archive" else None)
    entry = package[kinds[0]]
    sub = entry.get("subdirectory")
    for word in [sub] + [entry.get(key) for key in ("type", "commit-id") if kinds[0] == "vcs"]:
        if word and re.search(r"[\s#&;]", word):
            fail("%s: %s has %s, which a requirement cannot contain" % (LOCK, name, word))
    fragment = "#subdirectory=" + sub if sub else ""
    if kinds[0] == "archive":
        groups[1].append(place(entry, name) + fragment + hashes(digests(entry, name)))
    elif kinds[0] == "vcs":
        groups[2].append("%s+%s@%s%s" % (entry["type"], place(entry, name), entry["commit-id"], fragment))
    else:
        path = os.path.abspath(os.path.join(HERE, entry["path"], sub or "."))
        if not os.path.isdir(path):
            fail("%s: the directory of %s does not exist: %s" % (LOCK, name, path))
        groups[2].append(("-e " if entry.get("editable") else "") + file_url(path))


def read_version(version):
    if version.split(".")[0] != "1":
        fail("%s is a lock of version %s; only version 1 is known" % (LOCK, version))
    if version != "1.0":
        notes.append("%s is a lock of version %s; only its fields of version 1.0 are known" % (LOCK, version))


def read_pylock():
    read_version(str(lock.get("lock-version", "?")))
    if "requires-python" in lock:
        require_python(lock["requires-python"], "the lock")
    environments = lock.get("environments", ())
    if environments and not [e for e in environments if hold(e, "the lock")]:
        fail("%s is only for %s; use --python to choose another interpreter" % (LOCK, "; ".join(environments)))
    for package in lock.get("packages", ()):
        try:
            add_package(package)
        except (KeyError, TypeError, AttributeError, ValueError) as e:
            fail("%s: the package %s does not follow PEP 751: %r" % (LOCK, package.get("name"), e))
    page = WORK + "/" + NUMBER + ".html"
    write(NUMBER + ".html", "<!DOCTYPE html><html><body>\n" + "".join(links) + "</body></html>\n")
    options[0] = ["--no-index", "--require-hashes", "--find-links " + file_url(page)]
    options[1] = ["--require-hashes", "--find-links " + file_url(page)]


def read_line(line, comment):
    """A requirement as write_lock.py writes it."""
    words = line.split(" --hash=")
    text, pins = words[0].strip(), [w.strip() for w in words[1:]]
    editable, text = text.startswith("-e "), re.sub("^-e ", "", text)
    name, version = (comment.split("==") + [None])[:2] if comment else (None, None)
    if re.match(r"\.{0,2}/|file:", text):
        path = file_path(text) or os.path.abspath(os.path.join(HERE, text))
        if not os.path.exists(path):
            fail("%s: the file of %s does not exist: %s" % (LOCK, name, path))
        text = file_url(path)
    elif editable and "#egg=" in text:
        name = text.partition("#egg=")[2].partition("&")[0]
    elif " @ " in text:
        name, text = text.split(" @ ")  # pip before 23.1 reads NAME @ URL as a path for some URLs
    elif "==" in text:
        name, version = text.split("==")
    if not name:
        fail("%s: \"venvbuild --lock\" does not write this line: %s" % (LOCK, line))
    expect(name, version)
    groups[1 if pins else 2].append(("-e " if editable else "") + text + hashes(pins))


def read_list():
    text = read(LOCK)
    read_version(text.split("venvbuild lock ")[1].splitlines()[0].split(":")[0])
    for line in re.sub(r"\\\n", "", text).splitlines():
        line, _, comment = re.sub("(^|\\s)#\\s?", "\0", line, 1).partition("\0")
        option, value = (line.strip().split(" ", 1) + [""])[:2]
        if not line.strip():
            continue
        elif option == "-e" or not option.startswith("-"):
            read_line(line.strip(), comment.strip())
        elif option in ("-f", "--find-links") and os.path.exists(os.path.join(HERE, value)):
            options[1].append("--find-links " + file_url(os.path.abspath(os.path.join(HERE, value))))
        else:
            options[1].append(line.strip())
    options[2] = list(options[1])
    options[1].append("--require-hashes")


def check(exact, count):
    found = installed()
    for number in range(int(count)):
        expected.update(json.loads(read("%s/%d.set" % (WORK, number))))
    for name in sorted(expected):
        version = found[name].version if name in found else "none"
        if name not in found or expected[name] and not same_version(version, expected[name]):
            fail("the lock names %s %s, installed is %s" % (name, expected[name] or "", version))
    more = [n for n in sorted(found) if n not in expected and n not in SEEDS]
    if more and exact == "1":
        fail("the lock does not name these installed packages: %s; use --clear to make the environment again" %
             ", ".join(more))


if ARGUMENTS[2] == "check":
    check(*ARGUMENTS[3:])
    sys.exit(0)
LOCK, NUMBER, STRICT = ARGUMENTS[2:]
HERE = os.path.dirname(os.path.realpath(LOCK))
if LOCK.endswith(".toml"):
    lock, links, supported = read_toml(LOCK), [], supported_tags()
    read_pylock()
else:
    read_list()
if groups[2] and STRICT == "1":
    fail("%s names packages without a hash, which --require-hashes forbids: %s" % (LOCK, ", ".join(groups[2])))
for i, lines in enumerate(groups):
    if lines:
        write("%s.%d" % (NUMBER, i + 1), "".join(line + "\n" for line in options[i] + lines))
write(NUMBER + ".set", json.dumps(expected))
write("notes", "".join(note + "\n" for note in notes))
