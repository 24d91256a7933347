// SPDX-License-Identifier: MIT
// The facts about an interpreter from the files around it, so that it need not be run.
#pragma once

/* The text that probe_run() would return for the interpreter at path, an absolute path; allocated. NULL where
 * the files do not prove all facts. They do for a final release of CPython 3, of this machine's kind, in the
 * bin of its own prefix:
 *
 *	PREFIX/bin/pythonX.Y[t]				the end of path's links: the version, the ELF class
 *	PREFIX/lib/pythonX.Y[t]/os.py, lib-dynload	the landmarks of getpath.py
 *	PREFIX/lib/pythonX.Y[t]/_sysconfigdata_*.py	shared, free-threaded, debug, the directory of wheels
 *	PREFIX/lib/pythonX.Y[t]/__pycache__/os.*.pyc	cache tag and magic number; it must be that of os.py
 *	PREFIX/include/pythonX.Y.../patchlevel.h	X.Y.Z; from 3.14 on build-details.json (PEP 739)
 *
 * and if no pyvenv.cfg, pybuilddir.txt or ._pth beside it changes what it finds. */
char *static_probe(const char *path);
