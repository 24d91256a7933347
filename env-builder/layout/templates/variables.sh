# A program for sh: what etc/environment.d says, a line NAME=VALUE for each variable, with %25, %0A and %0D for what would
# not outlive a pipe. It has the functions of bin/activate read the files, so that there is one parser of sh.
eval "$(command -p sed '/^# Another environment/q' "$VIRTUAL_ENV/bin/activate")"
_virtual_load
newline='
'
return=$(printf '\r')
for name in $_OLD_VIRTUAL_NAMES; do
	eval "rest=\$$name"
	printf %s "$name="
	while :; do
		before=${rest%%[%$newline$return]*}
		printf %s "$before"
		rest=${rest#"$before"}
		case $rest in
		'') break ;;
		%*) printf %%25 ;;
		$newline*) printf %%0A ;;
		*) printf %%0D ;;
		esac
		rest=${rest#?}
	done
	echo
done
