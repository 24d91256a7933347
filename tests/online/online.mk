# Tools from the package index under venvrun: included by tests/tests.mk.

check-online: all	## run tox, nox, pre-commit and others without and with venvrun; ONLY='tox nox' runs some
	@BUILD_DIR=$(abspath $(O)) ONLY='$(ONLY)' tests/online/run

check-powershell: all	## have grammars of PowerShell from the package index read Activate.ps1
	@BUILD_DIR=$(abspath $(O)) tests/online/powershell

check-repair: all	## move and repair environments of venv, virtualenv, uv and pipenv; ONLY='uv venv'
	@BUILD_DIR=$(abspath $(O)) ONLY='$(ONLY)' tests/online/repair

.PHONY: check-online check-powershell check-repair
