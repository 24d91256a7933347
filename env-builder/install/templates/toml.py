# SPDX-License-Identifier: MIT
# Rewrites TOML 1.1 as TOML 1.0, for older readers: without a byte order mark; in inline tables without newlines,
# comments and a last comma; without \e and \xHH in strings; with seconds in times. It also runs with Python 2.7.
import re

_TOKEN = re.compile(u'"""(?:\\\\[\\s\\S]|(?!""")[^\\\\])*"{3,5}|\'\'\'[\\s\\S]*?\'{3,5}|"(?:\\\\.|[^"\\\\\n])*"|\'[^\'\n]*\'|#[^\n]*|'
                    u'[{}\\[\\],\n]|[^"\'#{}\\[\\],\n]+|["\']')


def _escape(found):
    what = found.group(1)
    return found.group() if what[0] not in u"ex" else u"\\u001b" if what == u"e" else u"\\u00" + what[1:]


def as_toml_1_0(text):
    out, open_at = [], []  # open_at: the open brackets, { or [
    for token in _TOKEN.findall(text.lstrip(u"\ufeff")):
        inline = open_at[-1:] == [u"{"]
        if token[0] == u'"':
            token = re.sub(u"\\\\(x[0-9A-Fa-f]{2}|[\\s\\S])", _escape, token)
        elif token in u"{[":
            open_at.append(token)
        elif token in u"}]":
            last = [i for i, word in enumerate(out) if not word.isspace()][-2:] if inline and token == u"}" else []
            if len(last) == 2 and out[last[1]] == u"," and out[last[0]] != u"{":
                del out[last[1]]
            del open_at[-1:]
        elif token[0] == u"#" or token == u"\n":
            token = u" " if inline else token
        elif token[0] != u"'":
            token = re.sub(u"(?<![\\d:])(\\d\\d:\\d\\d)(?![\\d:])", u"\\1:00", token)
            token = token.replace(u"\r", u" ") if inline else token
        out.append(token)
    return u"".join(out)
