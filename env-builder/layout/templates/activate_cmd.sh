#!/bin/sh
# The part of activate.bat for etc/environment.d and etc/activate.d, and the part of deactivate.bat that undoes it: cmd
# cannot read these files, but in wine it can start sh.  activate_cmd.sh NAME [_undo]  writes a script for cmd to the
# file NAME in the working directory, by one rename. The functions of bin/activate read the files: there is one parser
# for sh.

script=$PWD/$1
cd -P "${0%/*}/.." && VIRTUAL_ENV=$PWD || exit
eval "$(command -p sed '/^# Another environment/q' bin/activate)"
LC_ALL=C

line () {
	printf '%s\r\n' "$1"
}

# Prints a message about a value that cmd cannot have; it is skipped.
report () {
	line "@echo activate.bat: $1>&2"
}

# Sets quoted to $1 as cmd needs it in the quotes of a line; false where cmd cannot have it.
quote () {
	quoted= open=1 rest=$1
	case $1 in *[!\ -~]*) return 1 ;; esac
	while :; do
		before=${rest%%[\"%\&|<>^]*}
		quoted=$quoted$before
		rest=${rest#"$before"}
		case $rest$open in
		[01]) break ;;
		%*) quoted=$quoted% ;;
		\"*) open=$((1 - open)) ;;
		*0) quoted=$quoted^ ;;
		esac
		quoted=$quoted${rest%"${rest#?}"}
		rest=${rest#?}
	done
	# A line of cmd has 8191 characters.
	[ ${#quoted} -lt 8000 ]
}

# Prints the command that sets the variable $1 to $2; an empty value unsets it.
set_variable () {
	quote "$2" && line "@set \"$1=$quoted\""
}

scripts () {
	unset _virtual_file
	while _virtual_next "$1" .bat; do
		# call expands '%' and '^' again.
		if quote "${_virtual_file##*/}" && case $quoted in *[%^]*) false ;; esac; then
			line "@call \"%VIRTUAL_ENV%\\etc\\$1\\$quoted\""
		else
			report "a script in etc/$1 has a name that cmd cannot call"
		fi
	done
}

enter () {
	_virtual_load
	names=
	for name in $_OLD_VIRTUAL_NAMES; do
		eval "new=\$$name old=\${_OLD_VIRTUAL_VAR_$name-}"
		# wine does not pass these variables of cmd to sh.
		case $name in
		HOME | PATH | PWD | TEMP | TMP) report "$name is not set: cmd needs its own" && continue ;;
		esac
		if quote "$new" && quote "$old"; then
			set_variable "_OLD_VIRTUAL_VAR_$name" "$old"
			set_variable "$name" "$new"
			names="$names$name "
		else
			report "$name is not set: cmd cannot hold its new or its present value"
		fi
	done
	set_variable _OLD_VIRTUAL_NAMES "$names"
	scripts activate.d
}

leave () {
	scripts deactivate.d
	for name in ${_OLD_VIRTUAL_NAMES-}; do
		case $name in [0123456789]* | *[!ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789]*) continue ;; esac
		eval "old=\${_OLD_VIRTUAL_VAR_$name-}"
		set_variable "$name" "$old"
		set_variable "_OLD_VIRTUAL_VAR_$name" ''
	done
	set_variable _OLD_VIRTUAL_NAMES ''
}

case ${2-} in
_undo) leave ;;
*) enter ;;
esac > "$script.new" && command -p mv -f "$script.new" "$script"
