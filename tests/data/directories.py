# SPDX-License-Identifier: MIT
"""Says what a directory of packages looks like, by every way that Python has to look at one: directories.py DIR.

Each line is the same for two directories that are the same; "D" stands for DIR in it.
"""

import glob
import os
import shutil
import sys

D = sys.argv[1]
PARENT, NAME = os.path.split(D)
start = os.getcwd()


def show(what, function):
    try:
        result = function()
    except Exception as error:
        result = type(error).__name__ + " %s" % getattr(error, "errno", "")
    print("%s: %s" % (what, str(result).replace(D, "D")))


def inside(directory, function):
    """What function says with directory as the current one."""
    os.chdir(directory)
    try:
        return function()
    finally:
        os.chdir(start)


def content(path):
    with open(path) as stream:
        return stream.read()


def exists(*names):
    return [os.path.exists(name) for name in names]


def at(directory, function):
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        return function(descriptor)
    finally:
        os.close(descriptor)


def walk(function):
    return sorted((top[0], sorted(top[1]), sorted(top[2])) for top in function(D))


def imported():
    sys.path.insert(0, D)
    try:
        import only_here

        return only_here.WHERE
    finally:
        sys.path.remove(D)


def pathlib_says():
    import pathlib

    d = pathlib.Path(D)
    return sorted(map(str, d.iterdir())), sorted(map(str, d.rglob("*.py"))), (d / "only_here.py").read_text()


def metadata():
    from importlib.metadata import distributions

    return sorted((each.metadata["Name"], each.version, str(each.locate_file("x"))) for each in distributions(path=[D]))


def resources():
    from importlib.resources import files

    sys.path.insert(0, D)
    try:
        return (files("carrier") / "data.txt").read_text()
    finally:
        sys.path.remove(D)


def zipped():
    import zipimport

    return zipimport.zipimporter(D + "/zipped.zip").load_module("in_zip").__file__


def run_path():
    import runpy

    return runpy.run_path(D + "/only_here.py")["WHERE"]


def copied():
    to = os.path.join(os.environ["WORK"], "copy")
    shutil.copytree(D, to)
    try:
        return sorted(os.listdir(to))
    finally:
        shutil.rmtree(to)


names = ["only_here.py", "only_base.py"]
show("listdir", lambda: sorted(os.listdir(D)))
show("listdir/", lambda: sorted(os.listdir(D + "/")))
show("walk", lambda: walk(os.walk))
show("fwalk", lambda: walk(os.fwalk))
show("scandir", lambda: sorted((each.path, each.is_file(), each.is_dir()) for each in os.scandir(D)))
show("glob", lambda: sorted(glob.glob(D + "/*")))
show("glob above", lambda: sorted(glob.glob(PARENT + "/*-packages/only*.py")))
show("pathlib", pathlib_says)
show("absolute", lambda: exists(*[D + "/" + name for name in names]))
show("slashes", lambda: exists(*[D.replace("/", "//") + "/./" + name for name in names]))
show("dots", lambda: exists(*[PARENT + "/x/../" + NAME + "/y/../" + name for name in names]))
show("longer than any stack", lambda: os.stat("/" * (64 << 20) + D))
show("longer than any stack, relative", lambda: os.stat("./" * (16 << 20) + NAME + "-packages"))
show("and out", lambda: os.path.samefile(D + "/..", PARENT))
show("relative", lambda: inside(PARENT, lambda: exists(*[NAME + "/" + name for name in names])))
show("relative dots", lambda: inside(PARENT, lambda: exists(*["./" + NAME + "//../" + NAME + "/" + name for name in names])))
show("chdir", lambda: inside(D, lambda: (exists(*names), sorted(os.listdir(".")), os.path.basename(os.getcwd()))))
show("chdir by parts", lambda: inside(PARENT, lambda: inside(NAME, lambda: exists(*names))))
show("descriptor", lambda: at(D, lambda fd: (sorted(os.listdir(fd)), os.stat(names[0], dir_fd=fd).st_size)))
show("dirfd", lambda: at(PARENT, lambda fd: os.stat(NAME + "/" + names[0], dir_fd=fd).st_size))
show("dirfd, not there", lambda: at(PARENT, lambda fd: os.stat(NAME + "/" + names[1], dir_fd=fd).st_size))
show("open", lambda: content(D + "/only_here.py"))
show("import", imported)
show("metadata", metadata)
show("resources", resources)
show("zipimport", zipped)
show("runpy", run_path)
show("copytree", copied)
show("stat", lambda: os.stat(D).st_ino)
show("link", lambda: os.readlink(D + "/link"))
show("where it is", lambda: inside(D, os.getcwd).replace(os.environ["SITE"], "D"))
show("a descriptor's path", lambda: at(D, lambda fd: os.readlink("/proc/self/fd/%d" % fd)).replace(os.environ["SITE"], "D"))
