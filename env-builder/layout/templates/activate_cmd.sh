#!/bin/sh
# What activate.bat does for etc/environment.d and etc/activate.d, and deactivate.bat to undo it: cmd cannot read them, but in
# wine it can start sh. Called as  activate_cmd.sh NAME [_undo]  it makes NAME in the working directory, at once, a script for
# cmd. It has the functions of bin/activate read the files, so that there is one parser of sh.

script=$PWD/$1
cd -P "${0%/*}/.." && VIRTUAL_ENV=$PWD || exit
eval "$(command -p sed '/^# Another environment/q' bin/activate)"
LC_ALL=C

line () {
	printf '%s\r\n' "$1"
}

# What cmd cannot hold is told, and left out.
told () {
	line "@echo activate.bat: $1>&2"
}

# The text as cmd reads it within the quotes of its line, into quoted; false if it cannot.
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

# Has cmd set a variable, which is unset if the value is empty.
set_variable () {
	quote "$2" && line "@set \"$1=$quoted\""
}

scripts () {
	unset _virtual_file
	while _virtual_next "$1" .bat; do
		# call reads '%' and '^' once more.
		if quote "${_virtual_file##*/}" && case $quoted in *[%^]*) false ;; esac; then
			line "@call \"%VIRTUAL_ENV%\\etc\\$1\\$quoted\""
		else
			told "a script in etc/$1 has a name that cmd cannot call"
		fi
	done
}

enter () {
	_virtual_load
	names=
	for name in $_OLD_VIRTUAL_NAMES; do
		eval "new=\$$name old=\${_OLD_VIRTUAL_VAR_$name-}"
		# wine does not show these of cmd to sh.
		case $name in
		HOME | PATH | PWD | TEMP | TMP) told "$name is not set: cmd has one of its own" && continue ;;
		esac
		if quote "$new" && quote "$old"; then
			set_variable "_OLD_VIRTUAL_VAR_$name" "$old"
			set_variable "$name" "$new"
			names="$names$name "
		else
			told "$name is not set: cmd cannot hold its value, or the one that is there"
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
