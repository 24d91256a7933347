def _variables(lines, get):
    """Yields (name, value) for each line NAME=VALUE as in environment.d(5); raises ValueError on an error."""
    import re
    word = "[A-Za-z_][A-Za-z0-9_]*"
    lines = [(number, line) for number, line in enumerate(lines, 1)]
    while lines:
        number, rest = lines.pop(0)
        if re.match("[ \t\r]*([#;]|\n?$)", rest):
            continue
        start = re.match("[ \t\r]*(%s)[ \t]*=[ \t]*" % word, rest)
        if not start:
            raise ValueError("%d: expected NAME=VALUE" % number)
        rest = rest[start.end():]
        value, kept, quote = "", 0, ""  # the blanks after kept end the line
        while rest or quote:
            if not rest:
                if not lines:
                    raise ValueError("%d: a quote is not closed" % number)
                rest = lines.pop(0)[1]
            first, rest = rest[:1], rest[1:]
            if first == "\n" and not quote:
                break
            if first == quote:
                quote = ""
            elif first in "'\"" and not quote:
                quote = first
            elif first == "\\" and quote != "'":
                if rest == "\n":
                    rest = lines.pop(0)[1] if lines else ""
                else:
                    if not rest or (quote and rest[0] not in '\\"`$'):
                        value += first
                    value += rest[:1]
                    rest = rest[1:]
            elif first == "$" and quote != "'":
                name = re.match(r"(%s)|{(%s)}|\$" % (word, word), rest)
                if name:
                    rest = rest[name.end():]
                    value += get(name.group(1) or name.group(2)) or "" if name.group() != "$" else "$"
                elif rest[:1] == "{":
                    raise ValueError('%d: "${" must be followed by a name and "}"' % number)
                else:
                    value += first
            else:
                value += first
            if quote or first not in " \t\r":
                kept = len(value)
        yield start.group(1), value[:kept]


def _set_variables(env, get, put):
    """Calls put(name, value) for each variable in ENV/etc/environment.d. Returns an error or None.

    The files are sorted by bytes.
    """
    import os, re
    directory = os.path.join(env, "etc", "environment.d")
    names = os.listdir(directory) if os.path.isdir(directory) else []
    for name in sorted(names, key=lambda name: name if str is bytes else os.fsencode(name)):
        if name[:1] == "." or name[-5:] != ".conf":
            continue
        path = os.path.join(directory, name)
        try:
            with open(path, "rb") as f:
                text = f.read()
            lines = re.findall("[^\n]*\n|[^\n]+$", text if str is bytes else os.fsdecode(text))
            for name, value in _variables(lines, get):
                put(name, value)
        except (EnvironmentError, ValueError) as error:
            return "%s:%s; no variable from this line on is set" % (path, error)
    return None
