@ENV@/bin/activate.csh
# The environment may have been moved: the present path of this file, from the file that the shell has open.
set _virtual_file = "`readlink /proc/$$/fd/* | grep '/bin/activate.csh'`"
if ("$_virtual_file[1]" != '') setenv VIRTUAL_ENV $_virtual_file[$#_virtual_file]:q
unset _virtual_file
setenv VIRTUAL_ENV $VIRTUAL_ENV:h:q
setenv VIRTUAL_ENV $VIRTUAL_ENV:h:q
