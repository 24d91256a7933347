# SPDX-License-Identifier: MIT
"""Adds a line to the file PROBE_LOG: who this interpreter is, and who the ones are that it starts by its own path."""
import json
import os
import subprocess
import sys

WHO = "import sys; print(sys.prefix)"


def started(words, environ=None):
	ran = subprocess.run(words, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
	return ran.stdout.strip()


def probe(label):
	facts = {
		"label": label,
		"prefix": sys.prefix,
		"base_prefix": sys.base_prefix,
		"executable": sys.executable,
		"version": sys.version.split()[0],
		"path": sys.path,
		"child": started([sys.executable, "-c", WHO]),
		"child without an environment": started([sys.executable, "-c", WHO], {}),
		"child of sh": started(["sh", "-c", '"$0" -c "$1"', sys.executable, WHO]),
	}
	with open(os.environ["PROBE_LOG"], "a") as log:
		log.write(json.dumps(facts, sort_keys=True) + "\n")


if __name__ == "__main__":
	probe(sys.argv[1])
