# For PowerShell. To be sourced, not run:  . bin/Activate.ps1

function global:deactivate([switch] $NonDestructive) {
    if (Test-Path -Path Variable:global:_OLD_VIRTUAL_PATH) {
        $env:PATH = $global:_OLD_VIRTUAL_PATH
        Remove-Variable -Name _OLD_VIRTUAL_PATH -Scope Global
    }
    if (Test-Path -Path Variable:global:_OLD_VIRTUAL_PYTHONHOME) {
        $env:PYTHONHOME = $global:_OLD_VIRTUAL_PYTHONHOME
        Remove-Variable -Name _OLD_VIRTUAL_PYTHONHOME -Scope Global
    }
    if (Test-Path -Path Function:global:_OLD_VIRTUAL_PROMPT) {
        Copy-Item -Path Function:global:_OLD_VIRTUAL_PROMPT -Destination Function:global:prompt
        Remove-Item -Path Function:global:_OLD_VIRTUAL_PROMPT
    }
    foreach ($name in 'VIRTUAL_ENV', 'VIRTUAL_ENV_PROMPT') {
        if (Test-Path -Path "Variable:global:_OLD_$name") {
            Set-Item -Path "Env:$name" -Value (Get-Variable -Name "_OLD_$name" -Scope Global -ValueOnly)
            Remove-Variable -Name "_OLD_$name" -Scope Global
        } elseif (Test-Path -Path "Env:$name") {
            Remove-Item -Path "Env:$name"
        }
    }
    if (-not $NonDestructive) {
        Remove-Item -Path Function:global:deactivate
    }
}

# Another environment that this shell has activated is left first.
if (Test-Path -Path Variable:global:_OLD_VIRTUAL_PATH) {
    deactivate -NonDestructive
}

# A shell that was started from an activated one goes back to that environment.
foreach ($name in 'VIRTUAL_ENV', 'VIRTUAL_ENV_PROMPT') {
    if (Test-Path -Path "Env:$name") {
        Set-Variable -Name "_OLD_$name" -Value (Get-Item -Path "Env:$name").Value -Scope Global
    }
}

$env:VIRTUAL_ENV = @ENV@
$env:VIRTUAL_ENV_PROMPT = @PROMPT@

$global:_OLD_VIRTUAL_PATH = $env:PATH
$env:PATH = $env:VIRTUAL_ENV + '/bin' + [System.IO.Path]::PathSeparator + $env:PATH

if (Test-Path -Path Env:PYTHONHOME) {
    $global:_OLD_VIRTUAL_PYTHONHOME = $env:PYTHONHOME
    Remove-Item -Path Env:PYTHONHOME
}

if (-not $env:VIRTUAL_ENV_DISABLE_PROMPT) {
    Copy-Item -Path Function:prompt -Destination Function:global:_OLD_VIRTUAL_PROMPT
    function global:prompt {
        Write-Host -Object ('(' + $env:VIRTUAL_ENV_PROMPT + ') ') -NoNewline
        _OLD_VIRTUAL_PROMPT
    }
}
