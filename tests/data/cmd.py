# SPDX-License-Identifier: MIT
"""cmd.py ENV: asks bin/activate_cmd.sh what cmd is to set, reads that as cmd reads it, and starts $DUMP with it and
with the PATH that activate.bat sets.
What activate_cmd.sh leaves out has the value "told".

cmd replaces %% by % first; then quotes open and close, '^' protects the character behind it outside of them only, where
& | < > end the command; and set "NAME=VALUE" takes all up to the last quote.
"""
import os
import re
import subprocess
import sys

subprocess.run([os.path.join(sys.argv[1], "bin/activate_cmd.sh"), "asked.bat"], check=True)
with open("asked.bat", "rb") as f:
	lines = f.read().split(b"\r\n")
os.unlink("asked.bat")
assert lines.pop() == b""
for line in lines:
	assert len(line) < 8191, line
	told = re.fullmatch(rb"@echo activate\.bat: (\w+) is not set: .*>&2", line)
	if told:
		os.environb[told[1]] = b"told"
		continue
	assert b"%" not in line.replace(b"%%", b""), line
	parts = line.replace(b"%%", b"%").split(b'"')
	for i in range(0, len(parts), 2):
		assert not re.search(rb"[&|<>]", re.sub(rb"\^.", b"", parts[i])), line
		parts[i] = re.sub(rb"\^(.)", rb"\1", parts[i])
	setting = re.fullmatch(rb'@set "(\w+)=(.*)".*', b'"'.join(parts))
	assert setting, line
	os.environb[setting[1]] = setting[2]
os.environ["PATH"] = os.path.abspath(sys.argv[1]) + "/bin:" + os.environ["PATH"]
os.execvp("sh", ["sh", "-c", os.environ["DUMP"]])
