# Other projects' tests of environments, on those that venvbuild makes: included by tests/tests.mk.

check-suites: $(O)/venvbuild	## run CPython's test_venv and virtualenv's tests of activation; SUITES='venv' runs one
	@BUILD_DIR=$(abspath $(O)) SUITES='$(SUITES)' VERSIONS='$(VERSIONS)' tests/suites/run

.PHONY: check-suites
