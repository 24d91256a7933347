# A base interpreter whose pip is small, so that it is unpacked and compiled in no time: smallbase.sh DIR NAME.
set -e
cd "$1"
mkdir -p "$2/bin"
eval "$(/usr/bin/python3 -c 'import os, sys; print("v=%d.%d lib=%s" % (sys.version_info[:2] + (os.path.dirname(os.__file__),)))')"
to=$2/lib/python$v
mkdir -p "$to/ensurepip/_bundled"
cp -L /usr/bin/python3 "$2/bin/python$v"
ln -s "python$v" "$2/bin/python3"
for f in "$lib"/*; do
	case ${f##*/} in
	ensurepip | site-packages) ;;
	*) ln -s "$f" "$to/" ;;
	esac
done
/usr/bin/python3 "$(dirname "$0")/smallpip.py" "$to/ensurepip/_bundled"
