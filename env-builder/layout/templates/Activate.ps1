# For PowerShell. Source it:  . bin/Activate.ps1

# The environment's scripts in etc/$way, sorted by name.
function global:_virtual_scripts([string] $way) {
    if (Test-Path -LiteralPath "$env:VIRTUAL_ENV/etc/$way" -PathType Container) {
        $files = [System.IO.Directory]::GetFiles("$env:VIRTUAL_ENV/etc/$way", '*.ps1')
        [System.Array]::Sort($files, [System.StringComparer]::Ordinal)
        $files | Where-Object { -not [System.IO.Path]::GetFileName($_).StartsWith('.') }
    }
}

function global:deactivate([switch] $NonDestructive) {
    foreach ($file in _virtual_scripts deactivate.d) {
        . $file
    }
    if (Test-Path -Path Variable:global:_OLD_VIRTUAL_VARIABLES) {
        foreach ($pair in $global:_OLD_VIRTUAL_VARIABLES) {
            if ($null -ne $pair[1]) {
                Set-Item -LiteralPath "Env:$($pair[0])" -Value $pair[1]
            } elseif (Test-Path -LiteralPath "Env:$($pair[0])") {
                Remove-Item -LiteralPath "Env:$($pair[0])"
            }
        }
        Remove-Variable -Name _OLD_VIRTUAL_VARIABLES -Scope Global
    }
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
        Remove-Item -Path Function:global:_virtual_scripts
    }
}

# Another environment that this shell has activated is left first.
if (Test-Path -Path Variable:global:_OLD_VIRTUAL_PATH) {
    deactivate -NonDestructive
}

# In a shell that was started from an activated one, deactivate returns to that environment.
& {
    foreach ($name in 'VIRTUAL_ENV', 'VIRTUAL_ENV_PROMPT') {
        if (Test-Path -Path "Env:$name") {
            Set-Variable -Name "_OLD_$name" -Value (Get-Item -Path "Env:$name").Value -Scope Global
        }
    }
}

$env:VIRTUAL_ENV = @ENV@
if (-not (Test-Path -LiteralPath "$env:VIRTUAL_ENV/pyvenv.cfg")) {
    Write-Error -Message ('activate: no environment at ' + $env:VIRTUAL_ENV +
        '; if it was moved, run venvbuild --repair on it') -ErrorAction Continue
    deactivate
    return
}
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

# The environment's variables, read by sh. _OLD_VIRTUAL_VARIABLES has each name with its former value.
if (Test-Path -LiteralPath "$env:VIRTUAL_ENV/etc/environment.d" -PathType Container) {
    $global:_OLD_VIRTUAL_VARIABLES = @()
    & {
        $lines = @PROGRAM@ | & '/bin/sh' -s
        foreach ($line in $lines) {
            $name, $value = $line -split '=', 2
            $global:_OLD_VIRTUAL_VARIABLES += , @($name, [System.Environment]::GetEnvironmentVariable($name))
            Set-Item -LiteralPath "Env:$name" -Value ([System.Uri]::UnescapeDataString($value))
        }
    }
}
foreach ($_virtual_file in _virtual_scripts activate.d) {
    . $_virtual_file
}
Remove-Variable -Name _virtual_file -ErrorAction Ignore
