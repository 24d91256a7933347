@rem For cmd. To be called:  call bin\activate.bat
@rem No block in parentheses: one in a value would end it.
@if defined _OLD_VIRTUAL_PATH call "%~dp0deactivate.bat"
@if defined VIRTUAL_ENV set "_OLD_VIRTUAL_ENV=%VIRTUAL_ENV%"
@if defined VIRTUAL_ENV_PROMPT set "_OLD_VIRTUAL_ENV_PROMPT=%VIRTUAL_ENV_PROMPT%"
@for %%i in ("%~dp0..") do @set "VIRTUAL_ENV=%%~fi"
@set "VIRTUAL_ENV_PROMPT=@PROMPT@"

@set "_OLD_VIRTUAL_PATH=%PATH%"
@set "PATH=%VIRTUAL_ENV%\bin;%PATH%"

@if defined PYTHONHOME set "_OLD_VIRTUAL_PYTHONHOME=%PYTHONHOME%"
@set PYTHONHOME=

@if defined VIRTUAL_ENV_DISABLE_PROMPT goto :eof
@if not defined PROMPT set PROMPT=$P$G
@set "_OLD_VIRTUAL_PROMPT=%PROMPT%"
@set "PROMPT=(@PROMPT_SHOWN@) %PROMPT%"
