# SPDX-License-Identifier: MIT
# Finds all files of the installed releases, by pip or uv. Between pip_settings.py and write_lock.py.
import runpy
import subprocess


def plain(url):
    """The URL without password and fragment."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment=""))


class File(object):
    def __init__(self, name, url, digest, index=None):
        self.name, self.url, self.digest, self.index = name, plain(url), digest, index


def links_of_pip(links):
    """Lets pip add each link that it examines: no option prints them, and only pip knows the configured indexes."""
    for module, kind, method in (("pip._internal.index.package_finder", "LinkEvaluator", "evaluate_link"),
                                 ("pip._internal.index", "LinkEvaluator", "evaluate_link"),
                                 ("pip._internal.index", "PackageFinder", "_link_package_versions"),
                                 ("pip.index", "PackageFinder", "_link_package_versions")):
        kind = getattr(library(module), kind, None)
        original = getattr(kind, method, None)
        if original:
            def watched(self, link, *words):
                links.append(link)
                return original(self, link, *words)
            setattr(kind, method, watched)
            return


def as_file(link):
    hashes = getattr(link, "_hashes", None) or {}
    digest = hashes.get("sha256") or (link.hash if link.hash_name == "sha256" else None)
    page = getattr(link.comes_from, "url", link.comes_from) or ""
    index = re.match(r"(https?://.*/)[^/]+/?$", plain(page)) if split_file_name(link.filename) else None
    return File(link.filename, link.url, digest, index and index.group(1))


def fetch_by_pip(lines, sources):
    """Returns every file that pip examined, and those that it would install: {name: path}."""
    settle(PIP, "download")
    links = []
    links_of_pip(links)
    os.mkdir(WORK + "/files")
    os.environ["PIP_REQUIRE_HASHES"] = "0"
    write("wanted.txt", "".join(line + "\n" for line in lines))
    sys.argv[1:] = ["download", "--no-deps", "-d", WORK + "/files"] + sources + ["-r", WORK + "/wanted.txt"]
    try:
        runpy.run_module("pip", run_name=str("__main__"), alter_sys=True)
    except SystemExit as e:
        if e.code:
            fail("pip cannot download the installed releases again, its output is above; a pip before 20.1 does not "
                 "record which packages come from a directory or an archive")
    fetched = dict((name, os.path.join(WORK, "files", name)) for name in os.listdir(WORK + "/files"))
    return [as_file(link) for link in links], fetched


def fetch_by_uv(lines, sources, uv):
    write("wanted.txt", "".join(line + "\n" for line in lines))
    out = WORK + "/pylock.toml"
    if subprocess.call([uv, "pip", "compile", "--quiet", "--universal", "--no-deps", "--python", sys.executable,
                        "--format", "pylock.toml", "-o", out] + sources + [WORK + "/wanted.txt"]):
        fail("uv cannot find the installed releases again, its output is above")
    files = []
    for package in read_toml(out).get("packages", ()):
        archive = [package["archive"]] if "archive" in package else []
        for entry in package.get("wheels", []) + ([package["sdist"]] if "sdist" in package else []) + archive:
            url = entry.get("url") or file_url(os.path.join(WORK, entry["path"]))
            name = entry.get("name") or unquote(urlsplit(url).path.rsplit("/", 1)[1])
            files.append(File(name, url, entry.get("hashes", {}).get("sha256"), package.get("index")))
    return files, {}
