"""Markdown made harmless: whatever a model wrote, nothing in it is loaded, followed or run when it is shown.

Nothing is recognised as dangerous and cut out: every character that could begin a link, an image or HTML is
escaped, code is written anew in the one form that every renderer reads alike, and bare addresses go.
"""

import re
from collections.abc import Iterator
from html import unescape

from centaur.privacy import hidden

REMOVED = "(link removed)"
_FENCE = re.compile(r"^ {0,3}(?:`{3,}|~{3,})\s*([\w+#-]*)\s*$")
_FENCE_END = re.compile(r"^\s*(?:`{3,}|~{3,})\s*$")
_DEFINITION = re.compile(r"^\s{0,3}\[[^\]]*\]:\s*\S")
_TICKS = re.compile(r"(`+)")
_LINKED = re.compile(r"!?\[([^\[\]]*)\](?:\([^()\s]*(?:\s[^()]*)?\)|\[[^\[\]]*\])")
# A tag by its form or its name; `<T>` is somebody's type, and is only escaped.
_HTML = re.compile(
    r"<!--[^<>]*-->|</[a-z][^<>]*>|<[a-z][^<>=]*=[^<>]*>"
    r"|<(?:br|hr|p|b|i|u|div|span|img|script|style|iframe|svg|details|summary)\b[^<>]*>",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>~|:/@&\"'])")
_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]{0,30}://|\bwww\.|\b(?:command|javascript|vbscript|mailto|file|vscode[\w-]*):(?=\S)"
    r"|\bdata:(?=[\w./+-]*[;,]\S))[^\s`<>]*"
    r"|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+",
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
    return "".join(f"`{piece}`" if code else _words(piece) for piece, code in _pieces(text))


def _line(line: str) -> str:
    """One line: what stands between code is escaped, code is written anew."""
    return "".join(_code(piece) if code else _text(piece) for piece, code in _pieces(line))


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is code: what stands between equal runs of backticks."""
    parts = _TICKS.split(text)
    closing: dict[int, int] = {}
    closes: dict[int, int] = {}
    for at in range(len(parts) - 2, 0, -2):
        length = len(parts[at])
        closes[at] = closing.get(length, 0)
        closing[length] = at
    at = words = 0
    while at < len(parts):
        if at % 2 and (end := closes[at]):
            yield "".join(parts[words:at]), False
            yield "".join(parts[at + 1 : end]), True
            at = words = end
            parts[end] = ""
        at += 1
    yield "".join(parts[words:]), False


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
