# A program for sh: prints a line NAME=VALUE for each variable of etc/environment.d, with %25, %0A and %0D for '%' and
# the ends of a line. The functions of bin/activate read the files: there is one parser for sh.
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
