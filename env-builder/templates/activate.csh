# For csh and tcsh. To be sourced, not run:  source bin/activate.csh

# Another environment that is active here is left first.
if ($?_OLD_VIRTUAL_PATH) then
	deactivate
endif

# What is restored is decided now: csh has no condition that an alias could hold without starting a process.
alias deactivate 'setenv PATH $_OLD_VIRTUAL_PATH:q; unset _OLD_VIRTUAL_PATH; unsetenv VIRTUAL_ENV; unsetenv VIRTUAL_ENV_PROMPT; eval $_OLD_VIRTUAL_RESTORE:q; unset _OLD_VIRTUAL_RESTORE; rehash; unalias deactivate'
set _OLD_VIRTUAL_RESTORE = ''

setenv VIRTUAL_ENV @ENV@
setenv VIRTUAL_ENV_PROMPT @PROMPT@

set _OLD_VIRTUAL_PATH = $PATH:q
setenv PATH "${VIRTUAL_ENV}/bin:${PATH}"

if ($?PYTHONHOME) then
	set _OLD_VIRTUAL_PYTHONHOME = $PYTHONHOME:q
	set _OLD_VIRTUAL_RESTORE = 'setenv PYTHONHOME $_OLD_VIRTUAL_PYTHONHOME:q; unset _OLD_VIRTUAL_PYTHONHOME;'
	unsetenv PYTHONHOME
endif

set _virtual_prompt = 1
if ($?VIRTUAL_ENV_DISABLE_PROMPT) then
	if ("$VIRTUAL_ENV_DISABLE_PROMPT" != "") set _virtual_prompt = 0
endif
if ($?prompt && $_virtual_prompt) then
	set _OLD_VIRTUAL_PROMPT = $prompt:q
	set prompt = @PS1@$prompt:q
	set _OLD_VIRTUAL_RESTORE = "$_OLD_VIRTUAL_RESTORE"'set prompt = $_OLD_VIRTUAL_PROMPT:q; unset _OLD_VIRTUAL_PROMPT;'
endif
unset _virtual_prompt

rehash
