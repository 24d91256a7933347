# SPDX-License-Identifier: MIT
# Writes the installed packages with their hashes to the file "lock" in WORK, and warnings, one a line, to "notes".
# After installed.py, requested.py, pip_settings.py and release_files.py. Arguments: WORK; PIP; uv's path or ""; the
# path of the lock; "1" if everything must have a hash; then lists that end with "--": the options that name indexes,
# the requirements files, the requirements of projects, those of the command line.
import platform
import subprocess
import zipfile

UV, LOCK, STRICT = ARGUMENTS[2:5]
lists = [[]]
for word in ARGUMENTS[5:]:
    lists[-1].append(word) if word != "--" else lists.append([])
SOURCES, FILES, ASKED = lists[0], lists[1], lists[2] + lists[3]
HERE = os.path.dirname(os.path.realpath(LOCK))
notes = []
carried = []  # the options in FILES that the lock needs to find packages: (option, value)
CARRIED = ("-i", "--index-url", "--extra-index-url", "-f", "--find-links", "--no-index", "--no-binary", "--only-binary",
           "--prefer-binary", "--pre", "--trusted-host")


def carry(option, value, here):
    beside = os.path.join(here, value)
    if option in ("-f", "--find-links") and os.path.exists(beside):
        carried.append((option, beside))
    elif option in CARRIED:
        carried.append((option, value))


def archive_asked_for(one):
    """The URL of a requested archive: a pip before 20.1 does not record it."""
    for word in ASKED:
        place = word.split(" @ ")[-1].split(" --")[0].split("#")[0].strip()
        split = split_file_name(unquote(place.rsplit("/", 1)[-1]), one.name)
        if split and split[0] == one.name and same_version(split[1], one.version):
            if os.path.isfile(place):
                return file_url(os.path.abspath(place))
            if "://" in place:
                return place
    return None


def chosen():
    """The distributions to lock: all except the seeds; a seed too if it was requested or a distribution needs it."""
    found = installed()
    needed = [named_by(r) for r in ASKED]
    for names in glob.glob(WORK + "/*.set"):  # of the locks that were installed
        needed += json.loads(read(names))
    for one in found.values():
        if one.name not in SEEDS:
            needed += [named_by(r) for r in one.needs if named_by(r) in SEEDS and is_needed(r, "extra" not in r)]
    warn_of_base(found)
    notes.extend("%s is installed twice; %s is locked" % (name, found[name].version) for name in sorted(doubles))
    return [found[name] for name in sorted(found) if name not in SEEDS or name in needed]


def warn_of_base(found):
    """Warns of needed packages of the base interpreter (--system-site-packages), which are not in the lock."""
    everything, waiting, left_out = installed(strict=False, everywhere=True), sorted(found), set()
    waiting += [named_by(r) for r in ASKED if is_needed(r, False)]
    seen = set(waiting)
    while waiting:
        one = everything.get(waiting.pop())
        if one and one.name not in found:
            left_out.add("%s %s" % (one.name, one.version))
        more = set(named_by(r) for r in one.needs if is_needed(r, False)) - seen if one else set()
        seen |= more
        waiting += more
    if left_out:
        notes.append("not locked, as they belong to the base interpreter, which may lack them on another machine: " +
                     ", ".join(sorted(left_out)))


def repositories():
    """{name: source} of the projects that pip has checked out in the environment (-e git+URL), by pip freeze."""
    env = dict(os.environ, PYTHONDONTWRITEBYTECODE="1")
    freeze = [sys.executable, os.path.join(PIP, "pip"), "freeze"]
    said = subprocess.Popen(freeze, env=env, stdout=subprocess.PIPE).communicate()[0]
    found = re.findall(r"(?m)^-e (\w+)\+(\S+)@([^@#\s]+)#egg=([^&\s]+)(?:&subdirectory=(\S+))?$", said.decode("utf-8"))
    return dict((canonical(name), {"url": url, "vcs_info": {"vcs": vcs, "commit_id": commit}, "subdirectory": sub,
                                   "editable": True}) for vcs, url, commit, name, sub in found)


def find_repositories(ones):
    prefix = os.path.realpath(sys.prefix) + "/"
    for one in ones:
        path = file_path(one.source["url"]) if one.source and "dir_info" in one.source else None
        if path and os.path.realpath(path).startswith(prefix):
            one.source = repositories().get(one.name)
            if not one.source:
                fail("%s is checked out in the environment, and pip does not report its repository" % one.name)


def compare(one, wheel):
    """Warns if the installed files differ from the wheel that would be installed now."""
    with zipfile.ZipFile(wheel) as archive:
        record = [n for n in archive.namelist() if re.match(r"[^/]+\.dist-info/RECORD$", n)]
        theirs = archive.read(record[0]).decode("utf-8") if record else ""
    ours = dict(row.rsplit(",", 2)[:2] for row in read(one.info + "/RECORD").splitlines() if row.count(",") > 1) \
        if os.path.isfile(one.info + "/RECORD") else {}
    for row in theirs.splitlines():
        path, digest = (row.rsplit(",", 2) + [""])[:2]
        if digest and ours.get(path) and ours[path] != digest and ".dist-info/" not in path:
            notes.append("%s %s differs from the wheel that would be installed now, %s, in %s" %
                         (one.name, one.version, os.path.basename(wheel), path))
            return


def files_of(one, files, fetched):
    """The files of its release, sorted by name; a downloaded file is preferred to others of its name."""
    release = {}
    for name, path in fetched.items():
        if name.endswith(".whl") and split_file_name(name)[0] == one.name:
            compare(one, path)
    for f in files:
        split = split_file_name(f.name, one.name)
        if not split or split[0] != one.name or not same_version(split[1], one.version):
            continue
        actual = sha256(fetched[f.name]) if f.name in fetched else f.digest or local_digest(f.url)
        if actual and f.digest in (None, actual):
            f.digest = actual
            release.setdefault(f.name, f)
    if not release:
        fail("no file of %s %s was found" % (one.name, one.version))
    return [release[name] for name in sorted(release)]


def relative(path):
    """Relative to the lock if both are below one directory other than the root, else absolute."""
    path = os.path.realpath(path)
    if path.split("/")[1] != HERE.split("/")[1]:
        return path
    path = os.path.relpath(path, HERE)
    return path if path.startswith("..") else "./" + path


def archive_digest(source):
    info = source["archive_info"]
    digest = info.get("hashes", {}).get("sha256") or info.get("hash", "").partition("sha256=")[2]
    return digest or local_digest(source["url"])


def is_like_ours(wheel):
    """Is it for this kind of interpreter and machine, with any libc?"""
    return any((python, abi) in supported and (system == "any" or "linux" in system and system.endswith("_" + machine))
               for python, abi, system in tags_of(wheel))


def quoted(text):
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")  # TOML reads it alike


def table(members):
    return "{" + ", ".join("%s = %s" % (k, v) for k, v in members) + "}"


def place(url):
    path = file_path(url)
    try:
        return ("path", quoted(relative(path).encode("utf-8").decode("utf-8"))) if path else ("url", quoted(url))
    except UnicodeError:
        return "url", quoted(url)


def hashed(digest):
    return "hashes", table([("sha256", quoted(digest))])


def as_toml(one):
    """Its table in pylock.toml. A source tree has no version there, as it may change."""
    out = [("name", quoted(one.name))]
    source = one.source
    sub = [("subdirectory", quoted(source["subdirectory"]))] if source and source.get("subdirectory") else []
    if not source:
        out.append(("version", quoted(one.version)))
        index = [f.index for f in one.files if f.index]
        out += [("index", quoted(index[0]))] if index else []
        entries = [(f.name, table([("name", quoted(f.name)), place(f.url), hashed(f.digest)])) for f in one.files]
        sources = [e for n, e in sorted(entries, key=lambda e: not e[0].endswith(".gz")) if not n.endswith(".whl")]
        out += [("sdist", sources[0])] if sources else []
        wheels = ["    %s,\n" % e for n, e in entries if n.endswith(".whl") and is_like_ours(n)]
        out += [("wheels", "[\n%s]" % "".join(wheels))] if wheels else []
    elif "archive_info" in source:
        out.append(("version", quoted(one.version)))
        out.append(("archive", table([place(plain(source["url"])), hashed(one.digest)] + sub)))
    elif "vcs_info" in source:
        vcs = source["vcs_info"]
        out.append(("vcs", table([("type", quoted(vcs["vcs"])), place(source["url"]),
                                  ("commit-id", quoted(vcs["commit_id"]))] + sub)))
    else:
        path = relative(file_path(source["url"]))
        editable = [("editable", "true")] if source["dir_info"].get("editable") else []
        out.append(("directory", table([("path", quoted(path))] + editable + sub)))
    return "\n[[packages]]\n" + "".join("%s = %s\n" % row for row in out)


def as_requirement(one):
    """Its line for pip. A path is followed by a comment with the name, for read_lock.py."""
    hashes = lambda digests: "".join(" \\\n    --hash=sha256:" + d for d in sorted(set(digests)))
    source = one.source
    if not source:
        return "%s==%s%s\n" % (one.name, one.version, hashes(f.digest for f in one.files))
    path = file_path(source["url"])
    if "vcs_info" in source:
        sub = "#subdirectory=" + source["subdirectory"] if source.get("subdirectory") else ""
        vcs = source["vcs_info"]
        if source.get("editable"):
            return "-e %s+%s@%s#egg=%s%s\n" % (vcs["vcs"], source["url"], vcs["commit_id"], one.name,
                                               sub.replace("#", "&"))
        return "%s @ %s+%s@%s%s\n" % (one.name, vcs["vcs"], source["url"], vcs["commit_id"], sub)
    if path:
        place = relative(path)
        if not re.match("[A-Za-z0-9._/@+-]+( [A-Za-z0-9._/@+][A-Za-z0-9._/@+-]*)*$", place):
            place = file_url(os.path.realpath(path))
        if "archive_info" in source:
            return "%s%s # %s==%s\n" % (place, hashes([one.digest]), one.name, one.version)
        return "%s%s # %s\n" % ("-e " if source["dir_info"].get("editable") else "", place, one.name)
    sub = "#subdirectory=" + source["subdirectory"] if source.get("subdirectory") else ""
    return "%s @ %s%s%s\n" % (one.name, plain(source["url"]), sub, hashes([one.digest]))


def as_carried(value):
    """The value of an option in the lock: without a password, unless pip reads it from a variable."""
    if value and os.path.exists(value):
        return relative(value)
    return plain(value) if "://" in value and "${" not in value else value


def carried_lines(find):
    lines = [(option + " " + find(value)).strip() for option, value in carried]
    return [line for i, line in enumerate(lines) if line not in lines[:i]]


for path in FILES:
    options = []
    read_requirements(path, [], ASKED, options)
    for option in options:
        carry(*option)
ones = chosen()
find_repositories(ones)
wanted = []
for one in ones:
    if not one.source and archive_asked_for(one):
        one.source = {"url": archive_asked_for(one), "archive_info": {}}
    one.digest = archive_digest(one.source) if one.source and "archive_info" in one.source else None
    if not one.source:
        wanted.append("%s==%s" % (one.name, one.version))
    elif "archive_info" in one.source and not one.digest:
        wanted.append(one.source["url"])
    elif "archive_info" not in one.source and STRICT == "1":
        fail("%s is installed from a directory or a repository, which has no hash; omit --require-hashes to "
             "lock it without one" % one.name)
files, fetched = [], {}
if wanted:
    wanted = carried_lines(lambda value: value) + wanted
    files, fetched = fetch_by_uv(wanted, SOURCES, UV) if UV else fetch_by_pip(wanted, SOURCES)
for one in ones:
    if not one.source:
        one.files = files_of(one, files, fetched)
    elif "archive_info" in one.source and not one.digest:
        name = unquote(urlsplit(one.source["url"]).path.rsplit("/", 1)[1])
        digests = [f.digest for f in files if f.name == name and f.digest]
        digests = [sha256(fetched[name])] if name in fetched else digests
        one.digest = digests[0] if digests else fail("the hash of %s is not known" % one.source["url"])
    if one.source and "archive_info" not in one.source:
        notes.append("%s is locked without a hash: it is installed from a directory or a repository" % one.name)

version = "%d.%d" % sys.version_info[:2]
implementation = platform.python_implementation()
machine = os.uname()[4]
if re.match(r"pylock(\.[^.]+)?\.toml$", os.path.basename(LOCK)):
    out = '# Written by "venvbuild --lock"; "venvbuild ENV -r" with this file installs the same packages.\n'
    out += 'lock-version = "1.0"\n'
    supported = set(tag[:2] for tag in supported_tags())
    marker = "sys_platform == '%s' and platform_machine == '%s' and platform_python_implementation == '%s' " \
        "and python_version == '%s'"
    out += "environments = [%s]\n" % quoted(marker % (sys.platform, machine, implementation, version))
    out += 'requires-python = "==%s.*"\ncreated-by = "venvbuild"\n' % version
    out += "packages = []\n" if not ones else "".join(as_toml(one) for one in ones)
else:
    lines = [as_requirement(one) for one in ones]
    hashed = [" --hash=" in line for line in lines]
    mixed = any(hashed) and not all(hashed)
    pip = "does not:\n# some packages have hashes and some cannot have one" if mixed else "as well"
    out = "# %s: the packages of a %s %s environment on %s %s, with the hashes of all files of\n" \
        "# each release; \"venvbuild ENV -r\" with this file installs them, \"pip install -r\" %s.\n" % \
        (PROGRAM, implementation, version, sys.platform, machine, pip)
    out += "".join(line + "\n" for line in carried_lines(as_carried)) + "".join(lines)
write("lock", out)
write("notes", "".join(note + "\n" for note in notes))
