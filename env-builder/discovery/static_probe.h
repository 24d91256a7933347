// SPDX-License-Identifier: MIT
// What the tree around an interpreter tells of it, so that it need not be run.
#pragma once

/* What probe.h asks for, as the interpreter at path (absolute) would answer; allocated. NULL where the tree
 * does not tell all of it beyond doubt: it is for a final release of CPython 3 of this machine's kind that
 * lies in the bin of its own prefix,
 *
 *	PREFIX/bin/pythonX.Y[t]				where path's links lead; its name, its ELF class
 *	PREFIX/lib/pythonX.Y[t]/os.py, lib-dynload	the landmarks of getpath
 *	PREFIX/lib/pythonX.Y[t]/_sysconfigdata_*.py	shared or not, free-threaded, debug, where wheels are
 *	PREFIX/lib/pythonX.Y[t]/__pycache__/os.*.pyc	the cache tag and the magic number; it must be os.py's
 *	PREFIX/include/pythonX.Y.../patchlevel.h	X.Y.Z; from 3.14 on lib/pythonX.Y/build-details.json (PEP 739)
 *
 * and no environment, no build directory and no ._pth changes what it finds. */
char *static_probe(const char *path);
