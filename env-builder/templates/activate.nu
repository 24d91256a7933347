# For nushell:  overlay use bin/activate.nu
# An overlay is left as a whole: "deactivate" is "overlay hide activate".

export-env {
    let virtual_env = @ENV@
    let prompt = @PROMPT@
    load-env {
        VIRTUAL_ENV: $virtual_env
        VIRTUAL_ENV_PROMPT: $prompt
        PATH: ($env.PATH? | default [] | split row (char esep) | prepend $"($virtual_env)/bin")
    }
    hide-env --ignore-errors PYTHONHOME
    if ($env.VIRTUAL_ENV_DISABLE_PROMPT? | default "" | is-empty) {
        let old = ($env.PROMPT_COMMAND? | default "")
        $env.PROMPT_COMMAND = if ($old | describe) == "closure" {
            {|| "(" + $prompt + ") " + (do $old) }
        } else {
            {|| "(" + $prompt + ") " + $old }
        }
    }
}

export alias deactivate = overlay hide activate
