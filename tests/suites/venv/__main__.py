# SPDX-License-Identifier: MIT
"""python -m venv, with venvbuild."""
import sys

from . import main

try:
    main()
except Exception as error:
    sys.exit("Error: %s" % error)
