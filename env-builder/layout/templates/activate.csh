# For csh and tcsh. Source it:  source bin/activate.csh

# Another environment that this shell has activated is left first.
if ($?_OLD_VIRTUAL_RESTORE) then
	deactivate
endif

# The commands that restore the variables are collected now: an alias of csh can have no condition without a process.
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
if (! -e $VIRTUAL_ENV:q/pyvenv.cfg) then
	/bin/sh -c 'printf "%s\n" "activate: no environment at $VIRTUAL_ENV; if it was moved, run venvbuild --repair on it" >&2'
	deactivate
	exit 1
endif

# Without PATH csh searches the list in its variable path, which follows PATH.
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

# csh cannot read a file line by line. So sh reads the environment's variables and finds its scripts, with the functions
# of bin/activate, and prints commands for csh: those that set and source them now, and those for deactivate. This is
# its program:
#
#| eval "$(command -p sed '/^# Another environment/q' "$VIRTUAL_ENV/bin/activate")"
#| _virtual_load
#|
#| # Prints $1 in single quotes for csh.
#| newline='
#| '
#| quote () {
#| 	rest=$1
#| 	printf "'"
#| 	while :; do
#| 		before=${rest%%[\'!$newline]*}
#| 		printf %s "$before"
#| 		rest=${rest#"$before"}
#| 		case $rest in
#| 		'') break ;;
#| 		\'*) printf "'\\\\''" ;;
#| 		!*) printf '\\!' ;;
#| 		*) printf %s "'\$_virtual_newline:q'" ;;
#| 		esac
#| 		rest=${rest#?}
#| 	done
#| 	printf "';\\n"
#| }
#| prepend () {
#| 	printf "set _OLD_VIRTUAL_RESTORE = '%s'\"\$_OLD_VIRTUAL_RESTORE\";\\n" "$1"
#| }
#| while [ -n "$_OLD_VIRTUAL_NAMES" ]; do
#| 	name=${_OLD_VIRTUAL_NAMES%% *} undo="unsetenv ${_OLD_VIRTUAL_NAMES%% *}"
#| 	_OLD_VIRTUAL_NAMES=${_OLD_VIRTUAL_NAMES#* }
#| 	if eval "[ -n \"\${_OLD_VIRTUAL_VAR_$name+x}\" ]"; then
#| 		printf 'set _OLD_VIRTUAL_VAR_%s = ' "$name"
#| 		eval "quote \"\$_OLD_VIRTUAL_VAR_$name\""
#| 		undo="setenv $name \$_OLD_VIRTUAL_VAR_$name:q"
#| 	fi
#| 	prepend "$undo;"
#| 	printf 'setenv %s ' "$name"
#| 	eval "quote \"\$$name\""
#| done
#| number=0 undo=
#| while _virtual_next deactivate.d .csh; do
#| 	number=$((number + 1))
#| 	undo="${undo}source \$_OLD_VIRTUAL_SCRIPT_$number:q;"
#| 	printf 'set _OLD_VIRTUAL_SCRIPT_%s = ' "$number"
#| 	quote "$_virtual_file"
#| done
#| prepend "$undo"
#| while _virtual_next activate.d .csh; do
#| 	printf 'source '
#| 	quote "$_virtual_file"
#| done
if (-d $VIRTUAL_ENV:q/etc/environment.d || -d $VIRTUAL_ENV:q/etc/activate.d || -d $VIRTUAL_ENV:q/etc/deactivate.d) then
	set _virtual_newline = '\
'
	setenv _VIRTUAL_CODE 'eval "$(command -p sed -n "s/^#| *//p" "$VIRTUAL_ENV/bin/activate.csh")"'
	set _virtual_code = ("`printenv _VIRTUAL_CODE | /bin/sh -s`")
	unsetenv _VIRTUAL_CODE
	eval $_virtual_code:q
	unset _virtual_newline _virtual_code
endif

rehash
