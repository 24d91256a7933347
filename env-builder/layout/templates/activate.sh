# For bash, zsh, dash, ksh and busybox. Source it:  . bin/activate
# It starts no process, prints only errors, and works under "set -eu".

if [ "${BASH_SOURCE-}" = "$0" ] || [ "${ZSH_EVAL_CONTEXT-}" = toplevel ]; then
	\printf '%s\n' "You must source this script: \$ source $0" >&2
	exit 1
fi

# An alias would hide the function of its name: it is removed, and restored by deactivate. ksh reads this whole file
# before it executes a line, so the name is in quotes: no alias is expanded there.
if \alias 'deactivate' > /dev/null 2>&1; then
	_OLD_VIRTUAL_ALIAS=$(\alias ${ZSH_VERSION+-L} 'deactivate')
	\unalias 'deactivate'
fi
\eval 'deactivate () { _virtual_leave "$@"; }'

# Sets _virtual_file to the next of etc/$1/*$2, sorted by bytes; false after the last one.
_virtual_next () {
	if [ -z "${VIRTUAL_ENV-}" ] || [ ! -d "$VIRTUAL_ENV/etc/$1" ]; then
		return 1
	fi
	if [ -n "${ZSH_VERSION-}" ]; then
		emulate -L sh
	fi
	_virtual_flags=$- _virtual_locale=${LC_ALL+x}${LC_ALL-}
	LC_ALL=C
	\set +f
	\set -- "$2" "$VIRTUAL_ENV/etc/$1"/*"$2"
	case $_virtual_flags${ZSH_VERSION-} in *f*) \set -f ;; esac
	if [ -n "$_virtual_locale" ]; then
		LC_ALL=${_virtual_locale#x}
	else
		\unset LC_ALL
	fi 2> /dev/null
	_virtual_last=${_virtual_file-}
	# In yash the variable of a loop is local to the function.
	for _virtual_this do
		_virtual_file=$_virtual_this
		if [ -n "$_virtual_last" ]; then
			if [ "$_virtual_file" = "$_virtual_last" ]; then
				_virtual_last=
			fi
		elif [ "$_virtual_file" != "$1" ] && { [ -e "$_virtual_file" ] || [ -h "$_virtual_file" ]; }; then
			return 0
		fi
	done
	\unset _virtual_this _virtual_file _virtual_last _virtual_flags _virtual_locale
	return 1
}

# Sets _virtual_rest to the next line of the file, and _virtual_cut if it has no newline.
_virtual_line () {
	if [ -n "$_virtual_cut" ]; then
		return 1
	fi
	IFS= read -r _virtual_rest || _virtual_cut=1
	_virtual_number=$((_virtual_number + 1))
	[ -z "$_virtual_cut" ] || [ -n "$_virtual_rest" ]
}

# Moves a variable's name from the start of _virtual_rest to _virtual_word; false where there is none.
_virtual_name () {
	_virtual_word=${_virtual_rest%%[!$_virtual_letters]*}
	case $_virtual_word in '' | [0123456789]*) return 1 ;; esac
	_virtual_rest=${_virtual_rest#"$_virtual_word"}
}

# Moves the first character of _virtual_rest to the end of _virtual_value.
_virtual_take () {
	_virtual_value=$_virtual_value${_virtual_rest%"${_virtual_rest#?}"}
	_virtual_rest=${_virtual_rest#?}
}

# Evaluates the backslash or '$' at the start of _virtual_rest.
_virtual_special () {
	_virtual_word=${_virtual_rest%"${_virtual_rest#?}"}
	_virtual_rest=${_virtual_rest#?}
	case $_virtual_word$_virtual_rest in
	\\)
		if [ -n "$_virtual_cut" ]; then
			_virtual_value=$_virtual_value\\
		else
			_virtual_line || :
		fi
		;;
	\\[\"\\\`\$]* | \$\$*) _virtual_take ;;
	\\[\'$_virtual_blank]*)
		if [ -n "$_virtual_quote" ]; then
			_virtual_value=$_virtual_value\\
		fi
		_virtual_take
		;;
	\\*)
		if [ -n "$_virtual_quote" ]; then
			_virtual_value=$_virtual_value\\
		fi
		;;
	\$\{*)
		_virtual_why='"${" must be followed by a name and "}"'
		_virtual_rest=${_virtual_rest#?}
		_virtual_name || return 1
		case $_virtual_rest in \}*) ;; *) return 1 ;; esac
		_virtual_rest=${_virtual_rest#?}
		\eval "_virtual_value=\$_virtual_value\${$_virtual_word-}"
		;;
	*)
		if _virtual_name; then
			\eval "_virtual_value=\$_virtual_value\${$_virtual_word-}"
		else
			_virtual_value=$_virtual_value\$
		fi
		;;
	esac
}

# Sets _virtual_value to the value that begins in _virtual_rest, up to the end of its line, without the blanks there.
_virtual_read () {
	_virtual_value= _virtual_kept= _virtual_quote=
	while :; do
		case $_virtual_quote in
		\') _virtual_word=${_virtual_rest%%\'*} ;;
		\") _virtual_word=${_virtual_rest%%[\"\\\$]*} ;;
		*) _virtual_word=${_virtual_rest%%[\'\"\\\$]*} ;;
		esac
		_virtual_rest=${_virtual_rest#"$_virtual_word"}
		_virtual_value=$_virtual_value$_virtual_word
		case $_virtual_quote$_virtual_word in
		[\'\"]*) ;;
		*[!$_virtual_blank]*) _virtual_kept=${_virtual_value%"${_virtual_value##*[!$_virtual_blank]}"} ;;
		esac
		case $_virtual_rest in
		'')
			if [ -z "$_virtual_quote" ]; then
				_virtual_value=$_virtual_kept
				return 0
			fi
			_virtual_value=$_virtual_value$_virtual_newline
			_virtual_why='a quote is not closed'
			_virtual_line || return 1
			;;
		[\'\"]*)
			_virtual_word=${_virtual_rest%"${_virtual_rest#?}"}
			_virtual_quote=${_virtual_quote:+x}$_virtual_word
			_virtual_quote=${_virtual_quote#x?}
			_virtual_rest=${_virtual_rest#?}
			;;
		*) _virtual_special || return 1 ;;
		esac
		_virtual_kept=$_virtual_value
	done
}

# Sets the variables of a file, lines NAME=VALUE in the syntax of environment.d(5), and saves their former values.
_virtual_variables () {
	if [ -n "${ZSH_VERSION-}" ]; then
		emulate -L sh
	fi
	_virtual_number=0 _virtual_cut= _virtual_why=
	while _virtual_line; do
		_virtual_rest=${_virtual_rest#"${_virtual_rest%%[!$_virtual_blank]*}"}
		case $_virtual_rest in '' | \#* | \;*) continue ;; esac
		_virtual_at=$_virtual_number _virtual_why='expected NAME=VALUE'
		_virtual_name || break
		_virtual_key=$_virtual_word
		_virtual_rest=${_virtual_rest#"${_virtual_rest%%[! 	]*}"}
		case $_virtual_rest in =*) ;; *) break ;; esac
		_virtual_rest=${_virtual_rest#?}
		_virtual_rest=${_virtual_rest#"${_virtual_rest%%[! 	]*}"}
		_virtual_read || break
		if \eval "[ -n \"\${$_virtual_key+x}\" ]"; then
			case " $_OLD_VIRTUAL_NAMES" in
			*" $_virtual_key "*) ;;
			*) \eval "_OLD_VIRTUAL_VAR_$_virtual_key=\$$_virtual_key" ;;
			esac
		fi
		_virtual_why="this shell does not let $_virtual_key be set"
		\command export "$_virtual_key=$_virtual_value" 2> /dev/null || break
		_virtual_why=
		case " $_OLD_VIRTUAL_NAMES" in
		*" $_virtual_key "*) ;;
		*) _OLD_VIRTUAL_NAMES="$_OLD_VIRTUAL_NAMES$_virtual_key " ;;
		esac
	done < "$_virtual_file"
	if [ -n "$_virtual_why" ]; then
		\printf '%s\n' "activate: $_virtual_file:$_virtual_at: $_virtual_why; no variable from this line on is set" >&2
		return 1
	fi
}

# Sets the variables of etc/environment.d.
_virtual_load () {
	if [ -n "${ZSH_VERSION-}" ]; then
		emulate -L sh
	fi
	\unset _virtual_file
	_OLD_VIRTUAL_NAMES=
	_virtual_letters=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789
	_virtual_blank=' 	@CR@'
	_virtual_newline='
'
	while _virtual_next environment.d .conf; do
		_virtual_variables || break
	done
	\unset _virtual_this _virtual_file _virtual_last _virtual_flags _virtual_locale _virtual_rest _virtual_cut _virtual_number _virtual_word \
		_virtual_value _virtual_kept _virtual_quote _virtual_why _virtual_at _virtual_key _virtual_letters _virtual_blank _virtual_newline
}

_virtual_leave () {
	# First the environment's scripts, then its variables.
	\unset _virtual_file
	while _virtual_next deactivate.d .sh; do
		if [ -f "$_virtual_file" ]; then
			. "$_virtual_file"
		fi
	done
	while [ -n "${_OLD_VIRTUAL_NAMES-}" ]; do
		_OLD_VIRTUAL_NAME=${_OLD_VIRTUAL_NAMES%% *}
		_OLD_VIRTUAL_NAMES=${_OLD_VIRTUAL_NAMES#* }
		if \eval "[ -n \"\${_OLD_VIRTUAL_VAR_$_OLD_VIRTUAL_NAME+x}\" ]"; then
			\eval "\\export $_OLD_VIRTUAL_NAME=\"\$_OLD_VIRTUAL_VAR_$_OLD_VIRTUAL_NAME\""
			\unset "_OLD_VIRTUAL_VAR_$_OLD_VIRTUAL_NAME"
		else
			\unset "$_OLD_VIRTUAL_NAME"
		fi
	done
	if [ -n "${_OLD_VIRTUAL_PATH+x}" ]; then
		PATH=$_OLD_VIRTUAL_PATH
		\export PATH
	elif [ -n "${_OLD_VIRTUAL_NO_PATH+x}" ]; then
		\unset PATH
	fi
	if [ -n "${_OLD_VIRTUAL_PYTHONHOME+x}" ]; then
		PYTHONHOME=$_OLD_VIRTUAL_PYTHONHOME
		\export PYTHONHOME
	fi
	if [ -n "${_OLD_VIRTUAL_PS1+x}" ]; then
		PS1=$_OLD_VIRTUAL_PS1
	elif [ -n "${_OLD_VIRTUAL_NO_PS1+x}" ]; then
		\unset PS1
	fi
	\unset VIRTUAL_ENV VIRTUAL_ENV_PROMPT
	if [ -n "${_OLD_VIRTUAL_ENV+x}" ]; then
		VIRTUAL_ENV=$_OLD_VIRTUAL_ENV
		\export VIRTUAL_ENV
	fi
	if [ -n "${_OLD_VIRTUAL_ENV_PROMPT+x}" ]; then
		VIRTUAL_ENV_PROMPT=$_OLD_VIRTUAL_ENV_PROMPT
		\export VIRTUAL_ENV_PROMPT
	fi
	\unset _OLD_VIRTUAL_PATH _OLD_VIRTUAL_NO_PATH _OLD_VIRTUAL_PYTHONHOME _OLD_VIRTUAL_PS1 _OLD_VIRTUAL_NO_PS1
	\unset _OLD_VIRTUAL_ENV _OLD_VIRTUAL_ENV_PROMPT _OLD_VIRTUAL_NAMES _OLD_VIRTUAL_NAME
	\hash -r 2> /dev/null || :
	if [ "${1-}" != nondestructive ]; then
		\unset -f 'deactivate' _virtual_leave _virtual_next
		if [ -n "${_OLD_VIRTUAL_ALIAS-}" ]; then
			\eval "\\alias ${_OLD_VIRTUAL_ALIAS#alias }"
		fi
		\unset _OLD_VIRTUAL_ALIAS
	fi
}

# Another environment that this shell has activated is left first. (Other programs read this file up to this line.)
if [ -n "${_OLD_VIRTUAL_PATH+x}${_OLD_VIRTUAL_NO_PATH+x}" ]; then
	_virtual_leave nondestructive
fi

# In a shell that was started from an activated one, deactivate returns to that environment.
if [ -n "${VIRTUAL_ENV+x}" ]; then
	_OLD_VIRTUAL_ENV=$VIRTUAL_ENV
fi
if [ -n "${VIRTUAL_ENV_PROMPT+x}" ]; then
	_OLD_VIRTUAL_ENV_PROMPT=$VIRTUAL_ENV_PROMPT
fi
VIRTUAL_ENV=@ENV@
if [ ! -e "$VIRTUAL_ENV/pyvenv.cfg" ]; then
	\printf '%s\n' "activate: no environment at $VIRTUAL_ENV; if it was moved, run venvbuild --repair on it" >&2
	_virtual_leave
	return 1
fi
\export VIRTUAL_ENV
VIRTUAL_ENV_PROMPT=@PROMPT@
\export VIRTUAL_ENV_PROMPT

if [ -n "${PATH+x}" ]; then
	_OLD_VIRTUAL_PATH=$PATH
else
	_OLD_VIRTUAL_NO_PATH=1
fi
PATH=$VIRTUAL_ENV/bin${PATH:+:$PATH}
\export PATH

if [ -n "${PYTHONHOME+x}" ]; then
	_OLD_VIRTUAL_PYTHONHOME=$PYTHONHOME
	\unset PYTHONHOME
fi

if [ -z "${VIRTUAL_ENV_DISABLE_PROMPT-}" ]; then
	if [ -n "${PS1+x}" ]; then
		_OLD_VIRTUAL_PS1=$PS1
	else
		_OLD_VIRTUAL_NO_PS1=1
	fi
	if [ -n "${ZSH_VERSION-}" ]; then
		PS1=@PS1_ZSH@${PS1-}
	else
		PS1=@PS1@${PS1-}
	fi
fi

\hash -r 2> /dev/null || :

_OLD_VIRTUAL_NAMES= _OLD_VIRTUAL_NAME=
_virtual_load
\unset -f _virtual_line _virtual_name _virtual_take _virtual_special _virtual_read _virtual_variables _virtual_load
\unset _virtual_file
while _virtual_next activate.d .sh; do
	if [ -f "$_virtual_file" ]; then
		. "$_virtual_file"
	fi
done
