# Sourced by tests that are scripts and are called as "tests/SUITE --tap=FILE" from the top of the sources.
#
#   plan COUNT           the number of results
#   expect NAME FILE     one result: passes if FILE, which has the faults found, is empty; else FILE is printed
#   skip NAME REASON     one result that this machine cannot give
#
# Sets tap to FILE, tmp to a directory that is removed at the end, and LC_ALL. The script ends with "exit $failed".
export LC_ALL=C
# A make that a test starts has its own options.
unset MAKEFLAGS MFLAGS MAKELEVEL
suite=${0##*/}
tap=/dev/null
for arg; do
	case $arg in
	--tap=*) tap=${arg#--tap=} ;;
	esac
done
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
failed=0

plan() { printf 'TAP version 13\n1..%d\n' "$1" >"$tap"; }
skip() { echo "ok - $suite::$1 # SKIP $2" >>"$tap"; }
expect() {
	if [ -s "$2" ]; then
		echo "not ok - $suite::$1" >>"$tap"
		echo "$1:"
		head -n 40 "$2"
		failed=1
	else
		echo "ok - $suite::$1" >>"$tap"
	fi
}
