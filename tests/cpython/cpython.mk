# CPython's own tests under venvrun: included by tests/tests.mk.

VERSIONS ?=
check-cpython: all	## run CPython's own tests without and with venvrun; VERSIONS='3.11' runs some
	@BUILD_DIR=$(abspath $(O)) VERSIONS='$(VERSIONS)' tests/cpython/run

.PHONY: check-cpython
