"""Markdown made harmless: whatever a model wrote, nothing in it is loaded, followed or run when it is shown.

Nothing is recognised as dangerous and cut out: every character that could begin a link, an image or HTML is
escaped, code is written anew in the one form that every renderer reads alike, and bare addresses go.
"""

import re
from html import unescape

from centaur.privacy import hidden

REMOVED = "(link removed)"
_FENCE = re.compile(r"^ {0,3}(?:`{3,}|~{3,})\s*([\w+#-]*)\s*$")
_FENCE_END = re.compile(r"^\s*(?:`{3,}|~{3,})\s*$")
_DEFINITION = re.compile(r"^\s{0,3}\[[^\]]*\]:\s*\S")
_CODE = re.compile(r"(`+)(.+?)(?<!`)\1(?!`)")
_LINKED = re.compile(r"!?\[([^\[\]]*)\](?:\([^()\s]*(?:\s[^()]*)?\)|\[[^\[\]]*\])")
# A tag by its form or its name; `<T>` is somebody's type, and is only escaped.
_HTML = re.compile(
    r"<!--.*?-->|</[a-z][^<>]*>|<[a-z][^<>]*=[^<>]*>"
    r"|<(?:br|hr|p|b|i|u|div|span|img|script|style|iframe|svg|details|summary)\b[^<>]*>",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>~|:/@&\"'])")
_ADDRESS = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]*://|\bwww\.|\b(?:command|javascript|vbscript|mailto|file|vscode[\w-]*):(?=\S)"
    r"|\bdata:(?=[\w./+-]*[;,]\S))[^\s`<>]*"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    re.IGNORECASE,
)
_SPECIAL = re.compile(r"[\\`\[\]<]")


def harmless(text: str) -> str:
    """The Markdown without images, HTML, links and addresses; its words, headings, lists and code stay."""
    lines = hidden.strip(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    shown: list[str] = []
    fenced = False
    for line in lines:
        if fenced:
            fenced = not _FENCE_END.match(line)
            shown.append(line if fenced else "```")
        elif fence := _FENCE.match(line):
            fenced = True
            shown.append(f"```{fence[1]}")
        elif not _DEFINITION.match(line):
            shown.append(_line(line))
    return "\n".join([*shown, "```"] if fenced else shown)


def plain(text: str) -> str:
    """The words of harmless Markdown, as they read in a comment: without escapes and emphasis."""
    pieces = _CODE.split(text)
    words = [_words(piece) for piece in pieces[::3]]
    codes = [f"`{code}`" for code in pieces[2::3]]
    return "".join(word + code for word, code in zip(words, [*codes, ""], strict=True))


def _line(line: str) -> str:
    """One line: what stands between code is escaped, code is written anew."""
    shown, at = "", 0
    for code in _CODE.finditer(line):
        shown += _text(line[at : code.start()]) + _code(code[2])
        at = code.end()
    return shown + _text(line[at:])


def _code(content: str) -> str:
    content = content.replace("`", "'").strip()
    return f"`{content}`" if content else ""


def _text(text: str) -> str:
    """Words: what they say stays, what they could do goes."""
    text = hidden.strip(unescape(_ESCAPED.sub(r"\1", text))).replace("\n", " ").replace("\r", " ")
    text = _HTML.sub("", _LINKED.sub(r"\1", text))
    return _SPECIAL.sub(r"\\\g<0>", _ADDRESS.sub(REMOVED, text))


def _words(text: str) -> str:
    return _ESCAPED.sub(r"\1", re.sub(r"(?<!\\)(\*\*|\*(?=\S)|(?<=\S)\*)", "", text))
