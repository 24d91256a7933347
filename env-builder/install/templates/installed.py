# SPDX-License-Identifier: MIT
# The first part of our programs about packages: the installed distributions, and helpers. toml.py follows if the
# program calls read_toml(). It also runs with Python 2.7.
from __future__ import unicode_literals
import sys
sys.path[:] = [path for path in sys.path if path]  # without the working directory: Python 2.7 has no -I
import glob
import hashlib
import importlib
import io
import json
import os
import re
try:
    from urllib.parse import unquote, urlsplit, urlunsplit
    from urllib.request import pathname2url, url2pathname
except ImportError:
    from urllib import pathname2url, unquote, url2pathname
    from urlparse import urlsplit, urlunsplit

SEEDS = "pip", "setuptools", "wheel"
PROGRAM = "venvbuild lock 1.0"
ARGUMENTS = [a if isinstance(a, type("")) else a.decode("utf-8") for a in sys.argv[1:]]
WORK, PIP = ARGUMENTS[:2]  # the temporary directory; the directory of the pip package, or ""
ESCAPE = "strict" if sys.version_info[0] == 2 else "surrogateescape"


def read(path):
    with io.open(path, encoding="utf-8", errors=ESCAPE) as f:
        return f.read()


def write(name, text):
    with io.open(os.path.join(WORK, name), "w", encoding="utf-8", errors=ESCAPE) as f:
        f.write(text if isinstance(text, type("")) else text.decode("utf-8"))


def fail(why):
    write("why", why)
    sys.exit(1)


NAME = r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?\Z"
VERSION = r"[A-Za-z0-9.!+_*-]+\Z"


def check_lines(value, what):
    """Fails on text that would become two lines of another file, or control a terminal."""
    if isinstance(value, dict):
        value = list(value) + list(value.values())
    if isinstance(value, list):
        for one in value:
            check_lines(one, what)
    elif isinstance(value, type("")) and re.search("[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029]", value):
        fail("%s: %r contains a line break or a control character" % (what, value))


def library(*names):
    """Imports the first module of these that exists: of the standard library, of pip's own libraries, or installed."""
    if PIP and PIP not in sys.path:
        sys.path.append(PIP)
    for name in names:
        try:
            return importlib.import_module(name)
        except ImportError:
            pass
    return None


def read_toml(path):
    toml = library("tomllib", "pip._vendor.tomli", "pip._vendor.toml", "pip._vendor.pytoml", "tomli")
    if not toml:
        fail("neither this Python nor its pip can read TOML")
    try:
        return toml.loads(as_toml_1_0(read(path)))
    except Exception as e:
        fail("%s: %s" % (path, e))


def canonical(name):
    return re.sub("[-_.]+", "-", name).lower()


def same_version(a, b):
    versions = library("pip._vendor.packaging.version", "packaging.version")
    try:
        return versions.Version(a) == versions.Version(b)
    except Exception:
        return a.lower().replace("_", "-") == b.lower().replace("_", "-")


def split_file_name(name, distribution=None):
    """Returns (distribution, version) of a wheel, or of a source archive of this distribution; or None."""
    if name.endswith(".whl"):
        return tuple([canonical(name.split("-")[0]), name.split("-")[1]]) if name.count("-") > 3 else None
    archive = re.match(r"(.+)\.(tar\.gz|zip|tar\.bz2|tgz)$", name)
    for dash in re.finditer("-", archive.group(1)) if archive else ():
        if canonical(name[:dash.start()]) == distribution:
            return distribution, archive.group(1)[dash.end():]
    return None


def supported_tags():
    """The tags of wheels that this interpreter accepts (PEP 425), each a tuple of three."""
    tags = library("pip._vendor.packaging.tags", "packaging.tags")
    if tags:
        return set((tag.interpreter, tag.abi, tag.platform) for tag in tags.sys_tags())
    return set(library("pip._internal.pep425tags", "pip.pep425tags").get_supported())  # before pip 20


def tags_of(wheel):
    parts = [part.split(".") for part in wheel[:-4].lower().split("-")[-3:]]
    return [(python, abi, platform) for python in parts[0] for abi in parts[1] for platform in parts[2]]


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as f:
        for block in iter(lambda: f.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def file_url(path):
    return "file://" + pathname2url(path)


def file_path(url):
    """The path of a file: URL; None for other URLs."""
    parts = urlsplit(url)
    return url2pathname(parts.path) if parts.scheme == "file" else None


def local_digest(url):
    path = file_path(url)
    return sha256(path) if path and os.path.isfile(path) else None


class Distribution(object):
    def __init__(self, info, metadata):
        headers = read(metadata).replace("\r\n", "\n").split("\n\n")[0] if os.path.isfile(metadata) else ""
        fields = re.findall(r"(?m)^([A-Za-z-]+):[ \t]*(.*?)[ \t]*$", headers)
        values = dict((k.lower(), v) for k, v in fields)
        name, version = values.get("name", ""), values.get("version", "")
        self.known = re.match(NAME, name) and re.match(VERSION, version)
        self.info, self.name, self.version = info, canonical(name), version
        self.needs = [v for k, v in fields if k.lower() == "requires-dist"]
        direct = os.path.join(info, "direct_url.json")
        self.source = json.loads(read(direct)) if os.path.isfile(direct) else None


def distributions(site):
    """The distributions in a site directory."""
    for entry in sorted(os.listdir(site)):
        path = os.path.join(site, entry)
        if entry.startswith("~"):  # left by a pip that could not remove it
            continue
        elif entry.endswith(".dist-info"):
            yield Distribution(path, path + "/METADATA")
        elif entry.endswith(".egg-info"):
            yield Distribution(path, path + "/PKG-INFO" if os.path.isdir(path) else path)
        elif entry.endswith(".egg") and os.path.isdir(path):
            yield Distribution(path, path + "/EGG-INFO/PKG-INFO")
        elif entry.endswith(".egg-link"):
            project = read(path).split("\n")[0]
            one = Distribution(path, (glob.glob(project + "/*.egg-info/PKG-INFO") or [project])[0])
            one.source = {"url": file_url(project), "dir_info": {"editable": True}}
            yield one


doubles = {}  # distributions that are installed twice: {name: their metadata directories}


def installed(strict=True, everywhere=False):
    """The distributions that Python finds in the environment's own site directories, or everywhere, by name. With
    strict, one without a name or version is an error; else it is left out."""
    found = {}
    prefix = os.path.realpath(sys.prefix) + "/"
    for site in sys.path:
        # standin.c makes links to the site directories of another environment.
        own = site.startswith(sys.prefix + "/") or os.path.realpath(site).startswith(prefix)
        if not (own or everywhere) or not site.endswith("-packages") or not os.path.isdir(site):
            continue
        for one in distributions(site):
            where = os.path.relpath(one.info, sys.prefix)
            if strict and not one.known:
                fail("%s has no metadata with a name and a version; remove it and install that package again" % where)
            if strict:
                check_lines(one.source, where)
            first = found.setdefault(one.name, one) if one.known else one
            if first is not one and own and os.path.dirname(first.info) == site:
                doubles[one.name] = doubles.get(one.name, [first.info]) + [one.info]
    return found
