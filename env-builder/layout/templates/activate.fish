# For fish. Source it:  source bin/activate.fish

# Does $argv[1] sort before $argv[2] by characters?
function _virtual_before
    set -l i 1
    while true
        set -l a (string sub -s $i -l 1 -- $argv[1])
        set -l b (string sub -s $i -l 1 -- $argv[2])
        if test "$a" != "$b"; or test -z "$a"
            test (printf %d "'$a") -lt (printf %d "'$b")
            return
        end
        set i (math $i + 1)
    end
end

# Sets _virtual_files to etc/$argv[1]/*$argv[2] in that order: fish itself sorts 9 before 10.
function _virtual_find
    set -g _virtual_files
    test -n "$VIRTUAL_ENV"; or return
    for file in $VIRTUAL_ENV/etc/$argv[1]/*$argv[2]
        set -l before
        set -l after
        for other in $_virtual_files
            if _virtual_before $other $file
                set -a before $other
            else
                set -a after $other
            end
        end
        set _virtual_files $before $file $after
    end
end

function deactivate --description 'Leave the virtual environment'
    # The environment's scripts, sorted by name.
    _virtual_find deactivate.d .fish
    for file in $_virtual_files
        source $file
    end
    set -e _virtual_files
    for name in $_OLD_VIRTUAL_NAMES
        set -l old _OLD_VIRTUAL_VAR_$name
        if set -q $old
            set -g $name $$old
            set -q _OLD_VIRTUAL_EXPORTED_$name; and set -gx $name $$name; or set -gu $name $$name
        else
            set -e -g $name
        end
        set -e $old _OLD_VIRTUAL_EXPORTED_$name
    end
    set -e _OLD_VIRTUAL_NAMES
    if set -q _OLD_VIRTUAL_PATH
        set -gx PATH $_OLD_VIRTUAL_PATH
    else if set -q _OLD_VIRTUAL_NO_PATH
        set -e PATH
    end
    if set -q _OLD_VIRTUAL_PYTHONHOME
        set -gx PYTHONHOME $_OLD_VIRTUAL_PYTHONHOME
    end
    if set -q _OLD_FISH_PROMPT_OVERRIDE
        if functions -q _old_fish_prompt
            functions -e fish_prompt
            functions -c _old_fish_prompt fish_prompt
            functions -e _old_fish_prompt __virtual_env_status
        end
    end
    set -e VIRTUAL_ENV
    set -e VIRTUAL_ENV_PROMPT
    if set -q _OLD_VIRTUAL_ENV
        set -gx VIRTUAL_ENV $_OLD_VIRTUAL_ENV
    end
    if set -q _OLD_VIRTUAL_ENV_PROMPT
        set -gx VIRTUAL_ENV_PROMPT $_OLD_VIRTUAL_ENV_PROMPT
    end
    set -e _OLD_VIRTUAL_PATH
    set -e _OLD_VIRTUAL_NO_PATH
    set -e _OLD_VIRTUAL_PYTHONHOME
    set -e _OLD_VIRTUAL_ENV
    set -e _OLD_VIRTUAL_ENV_PROMPT
    set -e _OLD_FISH_PROMPT_OVERRIDE
    if test "$argv[1]" != nondestructive
        functions -e deactivate _virtual_find _virtual_before
    end
    return 0
end

# Sets the variables of a file, lines NAME=VALUE in the syntax of environment.d(5), and saves their former values.
function _virtual_variables
    set -l word '[A-Za-z_][A-Za-z0-9_]*'
    set -l cut # set where the last line has no newline
    read -z -l text <$argv[1]
    set -l lines (string split \n -- $text)
    if test -z "$lines[-1]"
        set -e lines[-1]
    else
        set cut 1
    end
    set -l i 0
    while test $i -lt (count $lines)
        set i (math $i + 1)
        if string match -qr '^[ \t\r]*([#;]|$)' -- $lines[$i]
            continue
        end
        set -l at $i
        set -l why 'expected NAME=VALUE'
        set -l part (string match -r "(?s)^[ \t\r]*($word)[ \t]*=[ \t]*(.*)\$" -- $lines[$i])
        set -l name $part[2]
        set -l rest $part[3]
        set -l value ''
        set -l kept ''
        set -l quote ''
        while set -q name[1]
            switch $quote
                case \'
                    set part (string match -r "(?s)^([^']*)(.*)" -- $rest)
                case \"
                    set part (string match -r '(?s)^([^"\\\\$]*)(.*)' -- $rest)
                case '*'
                    set part (string match -r '(?s)^([^\'"\\\\$]*)(.*)' -- $rest)
                    # The value ends before the blanks at the end of the line.
                    if string match -qr '[^ \t\r]' -- $part[2]
                        set kept $value(string replace -r '[ \t\r]+$' '' -- $part[2])
                    end
            end
            set value $value$part[2]
            set rest $part[3]
            set -l next ''
            set -l tail ''
            if test -n "$rest"
                set next (string sub -l 1 -- $rest)
                set tail (string sub -s 2 -- $rest)
            else if test -z "$quote"
                set value $kept
                set why ''
                break
            end
            switch $next
                case ''
                    set why 'a quote is not closed'
                    set value $value\n
                    if test $i -ge (count $lines)
                        break
                    end
                    set i (math $i + 1)
                    set rest $lines[$i]
                case \' \"
                    test -n "$quote"; and set quote ''; or set quote $next
                    set rest $tail
                case \\
                    set rest ''
                    if test -z "$tail"
                        if test $i -lt (count $lines)
                            set i (math $i + 1)
                            set rest $lines[$i]
                        else if test -n "$cut"
                            set value $value\\
                        end
                    else
                        if test -n "$quote"; and not string match -qr '^[\\\\"`$]' -- $tail
                            set value $value\\
                        end
                        set value $value(string sub -l 1 -- $tail)
                        set rest (string sub -s 2 -- $tail)
                    end
                case \$
                    if string match -q '$*' -- $tail
                        set value $value\$
                        set rest (string sub -s 2 -- $tail)
                    else if set part (string match -r "(?s)^(?:($word)|\\{($word)\\})(.*)" -- $tail)
                        set rest $part[-1]
                        set part $part[2]
                        set value $value"$$part"
                    else if string match -q '{*' -- $tail
                        set why '"${" must be followed by a name and "}"'
                        break
                    else
                        set value $value\$
                        set rest $tail
                    end
            end
            set kept $value
        end
        if test -z "$why"
            set -l old _OLD_VIRTUAL_VAR_$name
            if not contains -- $name $_OLD_VIRTUAL_NAMES; and set -qg $name
                set -g $old $$name
                set -qgx $name; and set -g _OLD_VIRTUAL_EXPORTED_$name 1
            end
            if set -gx $name $value 2>/dev/null
                contains -- $name $_OLD_VIRTUAL_NAMES; or set -ga _OLD_VIRTUAL_NAMES $name
                continue
            end
            set why "this shell does not let $name be set"
        end
        echo "activate: $argv[1]:$at: $why; no variable from this line on is set" >&2
        return 1
    end
end

# Another environment that this shell has activated is left first.
if set -q _OLD_VIRTUAL_PATH; or set -q _OLD_VIRTUAL_NO_PATH
    deactivate nondestructive
end

# In a shell that was started from an activated one, deactivate returns to that environment.
if set -q VIRTUAL_ENV
    set -g _OLD_VIRTUAL_ENV $VIRTUAL_ENV
end
if set -q VIRTUAL_ENV_PROMPT
    set -g _OLD_VIRTUAL_ENV_PROMPT $VIRTUAL_ENV_PROMPT
end
set -gx VIRTUAL_ENV @ENV@
if not test -e "$VIRTUAL_ENV/pyvenv.cfg"
    echo "activate: no environment at $VIRTUAL_ENV; if it was moved, run venvbuild --repair on it" >&2
    deactivate
    functions -e _virtual_variables
    return 1
end
set -gx VIRTUAL_ENV_PROMPT @PROMPT@

if set -q PATH
    set -g _OLD_VIRTUAL_PATH $PATH
else
    set -g _OLD_VIRTUAL_NO_PATH 1
end
set -gx PATH $VIRTUAL_ENV/bin $PATH

if set -q PYTHONHOME
    set -g _OLD_VIRTUAL_PYTHONHOME $PYTHONHOME
    set -e PYTHONHOME
end

if test -z "$VIRTUAL_ENV_DISABLE_PROMPT"; and functions -q fish_prompt
    functions -c fish_prompt _old_fish_prompt
    function __virtual_env_status
        return $argv[1]
    end
    # The former prompt sees the status of the last command, not that of printf.
    function fish_prompt
        set -l last_status $status
        printf '(%s) ' $VIRTUAL_ENV_PROMPT
        __virtual_env_status $last_status
        set -l lines (_old_fish_prompt)
        string join \n -- $lines
    end
    set -g _OLD_FISH_PROMPT_OVERRIDE $VIRTUAL_ENV
end

_virtual_find environment.d .conf
for _virtual_file in $_virtual_files
    _virtual_variables $_virtual_file; or break
end
functions -e _virtual_variables
_virtual_find activate.d .fish
for _virtual_file in $_virtual_files
    source $_virtual_file
end
set -e _virtual_files _virtual_file
