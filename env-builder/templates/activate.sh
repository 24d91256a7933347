# For bash, zsh, dash, ksh and busybox. To be sourced, not run:  . bin/activate
# It starts no process, prints nothing, and works under "set -eu".

if [ "${BASH_SOURCE-}" = "$0" ] || [ "${ZSH_EVAL_CONTEXT-}" = toplevel ]; then
	printf '%s\n' "You must source this script: \$ source $0" >&2
	exit 1
fi

# The environment's own scripts of etc/activate.d or etc/deactivate.d, in the order of their names.
_virtual_hooks () {
	if [ -n "${ZSH_VERSION-}" ]; then
		setopt local_options no_nomatch
	fi
	for _virtual_hook in "$VIRTUAL_ENV/etc/$1"/*.sh; do
		if [ -f "$_virtual_hook" ]; then
			. "$_virtual_hook"
		fi
	done
	unset _virtual_hook
}

deactivate () {
	if [ -n "${VIRTUAL_ENV-}" ]; then
		_virtual_hooks deactivate.d
	fi
	if [ -n "${_OLD_VIRTUAL_PATH+x}" ]; then
		PATH=$_OLD_VIRTUAL_PATH
		export PATH
	elif [ -n "${_OLD_VIRTUAL_NO_PATH+x}" ]; then
		unset PATH
	fi
	if [ -n "${_OLD_VIRTUAL_PYTHONHOME+x}" ]; then
		PYTHONHOME=$_OLD_VIRTUAL_PYTHONHOME
		export PYTHONHOME
	fi
	if [ -n "${_OLD_VIRTUAL_PS1+x}" ]; then
		PS1=$_OLD_VIRTUAL_PS1
	elif [ -n "${_OLD_VIRTUAL_NO_PS1+x}" ]; then
		unset PS1
	fi
	unset VIRTUAL_ENV VIRTUAL_ENV_PROMPT
	if [ -n "${_OLD_VIRTUAL_ENV+x}" ]; then
		VIRTUAL_ENV=$_OLD_VIRTUAL_ENV
		export VIRTUAL_ENV
	fi
	if [ -n "${_OLD_VIRTUAL_ENV_PROMPT+x}" ]; then
		VIRTUAL_ENV_PROMPT=$_OLD_VIRTUAL_ENV_PROMPT
		export VIRTUAL_ENV_PROMPT
	fi
	unset _OLD_VIRTUAL_PATH _OLD_VIRTUAL_NO_PATH _OLD_VIRTUAL_PYTHONHOME _OLD_VIRTUAL_PS1 _OLD_VIRTUAL_NO_PS1
	unset _OLD_VIRTUAL_ENV _OLD_VIRTUAL_ENV_PROMPT
	hash -r 2> /dev/null || :
	if [ "${1-}" != nondestructive ]; then
		unset -f deactivate _virtual_hooks
	fi
}

# Another environment that this shell has activated is left first.
if [ -n "${_OLD_VIRTUAL_PATH+x}${_OLD_VIRTUAL_NO_PATH+x}" ]; then
	deactivate nondestructive
fi

# A shell that was started from an activated one goes back to that environment.
if [ -n "${VIRTUAL_ENV+x}" ]; then
	_OLD_VIRTUAL_ENV=$VIRTUAL_ENV
fi
if [ -n "${VIRTUAL_ENV_PROMPT+x}" ]; then
	_OLD_VIRTUAL_ENV_PROMPT=$VIRTUAL_ENV_PROMPT
fi
VIRTUAL_ENV=@ENV@
export VIRTUAL_ENV
VIRTUAL_ENV_PROMPT=@PROMPT@
export VIRTUAL_ENV_PROMPT

if [ -n "${PATH+x}" ]; then
	_OLD_VIRTUAL_PATH=$PATH
else
	_OLD_VIRTUAL_NO_PATH=1
fi
PATH=$VIRTUAL_ENV/bin${PATH:+:$PATH}
export PATH

if [ -n "${PYTHONHOME+x}" ]; then
	_OLD_VIRTUAL_PYTHONHOME=$PYTHONHOME
	unset PYTHONHOME
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

hash -r 2> /dev/null || :
_virtual_hooks activate.d
