# SPDX-License-Identifier: MIT
import sys


def main():
    print("%s|%s|%s" % (sys.prefix, sys.executable, " ".join(sys.argv[1:])))
