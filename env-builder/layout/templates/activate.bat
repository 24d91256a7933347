@rem For cmd. Call it:  call bin\activate.bat
@rem It has no blocks in parentheses: a parenthesis in a value would end one. Nor calls by path: call expands '%' again.
@if "%~1"=="_undo" goto ask
@pushd "%~dp0"
@if defined _OLD_VIRTUAL_PATH call deactivate.bat
@popd
@if defined VIRTUAL_ENV set "_OLD_VIRTUAL_ENV=%VIRTUAL_ENV%"
@if defined VIRTUAL_ENV_PROMPT set "_OLD_VIRTUAL_ENV_PROMPT=%VIRTUAL_ENV_PROMPT%"
@for %%i in ("%~dp0..") do @set "VIRTUAL_ENV=%%~fi"
@set "VIRTUAL_ENV_PROMPT=@PROMPT@"

@set "_OLD_VIRTUAL_PATH=%PATH%"
@set "PATH=%VIRTUAL_ENV%\bin;%PATH%"

@if defined PYTHONHOME set "_OLD_VIRTUAL_PYTHONHOME=%PYTHONHOME%"
@set PYTHONHOME=

@if defined VIRTUAL_ENV_DISABLE_PROMPT goto ask
@if not defined PROMPT set PROMPT=$P$G
@set "_OLD_VIRTUAL_PROMPT=%PROMPT%"
@set "PROMPT=(@PROMPT_SHOWN@) %PROMPT%"

@rem The environment's variables and scripts: cmd cannot read etc/environment.d. wine can start sh, but does not wait.
@rem wine prints a label that it reaches line by line, but not one that goto reaches.
@goto ask
:ask
@if not defined WINEHOMEDIR goto :eof
@if not exist "%~dp0..\etc" goto :eof
@set "_VIRTUAL_SCRIPT=venvrun-%RANDOM%-%RANDOM%.bat"
@pushd "%TEMP%"
@"%~dp0activate_cmd.sh" %_VIRTUAL_SCRIPT% %1
@rem sh usually takes milliseconds; otherwise it gets ten more seconds.
@for /l %%i in (1,1,100) do @if not exist %_VIRTUAL_SCRIPT% cd .
@for /l %%i in (1,1,10) do @if not exist %_VIRTUAL_SCRIPT% ping -n 2 127.0.0.1 > nul
@popd
@if exist "%TEMP%\%_VIRTUAL_SCRIPT%" call "%TEMP%\%_VIRTUAL_SCRIPT%"
@if exist "%TEMP%\%_VIRTUAL_SCRIPT%" del "%TEMP%\%_VIRTUAL_SCRIPT%"
@set _VIRTUAL_SCRIPT=
