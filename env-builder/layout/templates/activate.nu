# For nushell:  overlay use bin/activate.nu
# Leaving hides the overlay: "deactivate" is "overlay hide activate".

export-env {
    let virtual_env = @ENV@
    if not ($"($virtual_env)/pyvenv.cfg" | path exists) {
        error make {msg: $"no environment at ($virtual_env); if it was moved, run venvbuild --repair on it"}
    }
    let prompt = @PROMPT@
    load-env {
        VIRTUAL_ENV: $virtual_env
        VIRTUAL_ENV_PROMPT: $prompt
        PATH: ($env.PATH? | default [] | split row (char esep) | prepend $"($virtual_env)/bin")
    }
    hide-env --ignore-errors PYTHONHOME
    # The environment's variables, read by sh.
    if ($"($virtual_env)/etc/environment.d" | path exists) {
        load-env (@PROGRAM@ | ^/bin/sh -s | lines | parse "{name}={value}" | reduce --fold {} {|it, all|
            let value = ($it.value | str replace --all "%0A" "\n" | str replace --all "%0D" "\r" | str replace --all "%25" "%")
            $all | upsert $it.name $value
        })
    }
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
