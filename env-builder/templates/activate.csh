# For csh and tcsh. To be sourced, not run:  source bin/activate.csh

# Another environment that this shell has activated is left first.
if ($?_OLD_VIRTUAL_RESTORE) then
	deactivate
endif

# What is restored is decided now: csh has no condition that an alias could hold without starting a process.
alias deactivate 'eval $_OLD_VIRTUAL_RESTORE:q; unset _OLD_VIRTUAL_*; rehash; unalias deactivate'

if ($?VIRTUAL_ENV) then
	set _OLD_VIRTUAL_ENV = $VIRTUAL_ENV:q
	set _OLD_VIRTUAL_RESTORE = 'setenv VIRTUAL_ENV $_OLD_VIRTUAL_ENV:q;'
else
	set _OLD_VIRTUAL_RESTORE = 'unsetenv VIRTUAL_ENV;'
endif
if ($?VIRTUAL_ENV_PROMPT) then
	set _OLD_VIRTUAL_ENV_PROMPT = $VIRTUAL_ENV_PROMPT:q
	set _OLD_VIRTUAL_RESTORE = "$_OLD_VIRTUAL_RESTORE"'setenv VIRTUAL_ENV_PROMPT $_OLD_VIRTUAL_ENV_PROMPT:q;'
else
	set _OLD_VIRTUAL_RESTORE = "$_OLD_VIRTUAL_RESTORE"'unsetenv VIRTUAL_ENV_PROMPT;'
endif
setenv VIRTUAL_ENV @ENV@
setenv VIRTUAL_ENV_PROMPT @PROMPT@

# Without PATH csh searches its own list, which follows PATH.
if ($?PATH) then
	set _OLD_VIRTUAL_PATH = $PATH:q
	set _OLD_VIRTUAL_RESTORE = "$_OLD_VIRTUAL_RESTORE"'setenv PATH $_OLD_VIRTUAL_PATH:q;'
else
	set _OLD_VIRTUAL_PATH = ''
	set _OLD_VIRTUAL_LIST = ($path:q)
	set _OLD_VIRTUAL_RESTORE = "$_OLD_VIRTUAL_RESTORE"'set path = ($_OLD_VIRTUAL_LIST:q); unsetenv PATH;'
endif
if ($_OLD_VIRTUAL_PATH:q == '') then
	setenv PATH $VIRTUAL_ENV:q/bin
else
	setenv PATH $VIRTUAL_ENV:q/bin:$_OLD_VIRTUAL_PATH:q
endif

if ($?PYTHONHOME) then
	set _OLD_VIRTUAL_PYTHONHOME = $PYTHONHOME:q
	set _OLD_VIRTUAL_RESTORE = "$_OLD_VIRTUAL_RESTORE"'setenv PYTHONHOME $_OLD_VIRTUAL_PYTHONHOME:q;'
	unsetenv PYTHONHOME
endif

set _virtual_prompt = 1
if ($?VIRTUAL_ENV_DISABLE_PROMPT) then
	if ($VIRTUAL_ENV_DISABLE_PROMPT:q != '') set _virtual_prompt = 0
endif
if ($?prompt && $_virtual_prompt) then
	set _OLD_VIRTUAL_PROMPT = $prompt:q
	set prompt = @PS1@$prompt:q
	set _OLD_VIRTUAL_RESTORE = "$_OLD_VIRTUAL_RESTORE"'set prompt = $_OLD_VIRTUAL_PROMPT:q;'
endif
unset _virtual_prompt

rehash
