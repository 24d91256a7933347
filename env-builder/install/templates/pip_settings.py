# SPDX-License-Identifier: MIT
# The configuration of pip, without what would send packages elsewhere. Before programs that run pip.
import os
import sys

# Options of "pip install" and "pip download", in pip's versions from 9 on, that change where packages go, for which
# interpreter they are, or whether they are installed at all.
ELSEWHERE = set("target prefix prefix-path root root-path home user dry-run python src source dest download platform "
                "python-version implementation abi egg install-option no-install multi-version".split())


def read_settings(command):
    """Each setting in pip's configuration files and variables: (section.option, value). The last one counts."""
    try:
        from pip._internal.configuration import Configuration
    except ImportError:
        from pip.baseparser import ConfigOptionParser  # before pip 10
        parser = ConfigOptionParser(name=command)
        return [(s + "." + k, v) for s in ("global", command) for k, v in parser.get_config_section(s)]
    configuration = Configuration(isolated=False)
    configuration.load()
    found = []
    for key, value in configuration.items():
        found += value.items() if isinstance(value, dict) else [(key, value)]  # a table of each file since pip 25
    return found


def settle(pip, command):
    """Makes the pip in a directory importable, and passes it its settings by variables only: a pip that it starts for a
    build reads them as well. If the configuration cannot be read, pip reports it."""
    if pip not in sys.path:
        sys.path.insert(0, pip)
    variables = dict((name[4:].lower().replace("_", "-"), name) for name in os.environ if name.startswith("PIP_"))
    for option in ELSEWHERE.intersection(variables):
        del os.environ[variables[option]]
    try:
        settings = read_settings(command)
    except Exception:
        return
    chosen = {}
    for section in ("global", command):
        for key, value in settings:
            if key.startswith(section + "."):
                chosen[key[len(section) + 1:].lower().replace("_", "-").lstrip("-")] = value
    for option in set(chosen).difference(ELSEWHERE):
        name = "PIP_" + option.upper().replace("-", "_")
        value = chosen[option]
        os.environ[name] = os.environ.get(name) or (value if isinstance(value, str) else value.encode("utf-8"))
    os.environ["PIP_CONFIG_FILE"] = os.devnull
