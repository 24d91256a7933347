${BASH_SOURCE-}
# The environment may have been moved: the present path of this file, from the shell or from the file that it has open.
if [ -n "${ZSH_VERSION-}" ]; then
	\eval 'VIRTUAL_ENV=${(%):-%x}'
elif [ -z "${BASH_VERSION-}" ]; then
	VIRTUAL_ENV=
	case ${KSH_VERSION-} in Version*) \eval 'VIRTUAL_ENV=${.sh.file-}' ;; esac
	if [ -z "$VIRTUAL_ENV" ]; then
		VIRTUAL_ENV=$(exec sh -c 'for f in /proc/$PPID/fd/*; do readlink "$f"; done | grep "/bin/activate$" | tail -n 1' 2> /dev/null || :)
	fi
fi
case $VIRTUAL_ENV in
	'') VIRTUAL_ENV=@ENV@/bin/activate ;;
	/*) ;;
	*) VIRTUAL_ENV=$PWD/$VIRTUAL_ENV ;;
esac
if [ -L "$VIRTUAL_ENV" ]; then
	VIRTUAL_ENV=$(\realpath -- "$VIRTUAL_ENV" 2> /dev/null || \readlink -f -- "$VIRTUAL_ENV")
fi
VIRTUAL_ENV=${VIRTUAL_ENV%/*}
case $VIRTUAL_ENV/ in
	*/./* | */../* | *//*) VIRTUAL_ENV=$(CDPATH= \cd -- "$VIRTUAL_ENV" > /dev/null && \pwd) ;;
esac
VIRTUAL_ENV=${VIRTUAL_ENV%/*}
