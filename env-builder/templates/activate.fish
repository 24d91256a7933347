# For fish. To be sourced, not run:  source bin/activate.fish

function deactivate --description 'Leave the virtual environment'
    # The environment's own scripts, in the order of their names.
    if test -n "$VIRTUAL_ENV"
        for hook in $VIRTUAL_ENV/etc/deactivate.d/*.fish
            source $hook
        end
    end
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
        functions -e deactivate
    end
    return 0
end

# Another environment that this shell has activated is left first.
if set -q _OLD_VIRTUAL_PATH; or set -q _OLD_VIRTUAL_NO_PATH
    deactivate nondestructive
end

# A shell that was started from an activated one goes back to that environment.
if set -q VIRTUAL_ENV
    set -g _OLD_VIRTUAL_ENV $VIRTUAL_ENV
end
if set -q VIRTUAL_ENV_PROMPT
    set -g _OLD_VIRTUAL_ENV_PROMPT $VIRTUAL_ENV_PROMPT
end
set -gx VIRTUAL_ENV @ENV@
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
    # The old prompt sees the status of the last command, not that of our printing.
    function fish_prompt
        set -l last_status $status
        printf '(%s) ' $VIRTUAL_ENV_PROMPT
        __virtual_env_status $last_status
        set -l lines (_old_fish_prompt)
        string join \n -- $lines
    end
    set -g _OLD_FISH_PROMPT_OVERRIDE $VIRTUAL_ENV
end

for _virtual_hook in $VIRTUAL_ENV/etc/activate.d/*.fish
    source $_virtual_hook
end
set -e _virtual_hook
