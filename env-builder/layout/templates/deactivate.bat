@rem For cmd: leaves the environment that activate.bat has activated.
@if not defined _OLD_VIRTUAL_PATH goto :eof
@pushd "%~dp0"
@call activate.bat _undo
@popd
@set "PATH=%_OLD_VIRTUAL_PATH%"
@if defined _OLD_VIRTUAL_PYTHONHOME set "PYTHONHOME=%_OLD_VIRTUAL_PYTHONHOME%"
@if defined _OLD_VIRTUAL_PROMPT set "PROMPT=%_OLD_VIRTUAL_PROMPT%"
@set _OLD_VIRTUAL_PATH=
@set _OLD_VIRTUAL_PYTHONHOME=
@set _OLD_VIRTUAL_PROMPT=
@rem An empty value unsets a variable, as it was before.
@set "VIRTUAL_ENV=%_OLD_VIRTUAL_ENV%"
@set "VIRTUAL_ENV_PROMPT=%_OLD_VIRTUAL_ENV_PROMPT%"
@set _OLD_VIRTUAL_ENV=
@set _OLD_VIRTUAL_ENV_PROMPT=
