"""Gives a text the indentation of its document: its tabs or blanks, and no indentation twice."""

import re

from centaur.completion.types import Near

_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_OPENS = (":", "{", "(", "[", "=>", "->")


def indentation(text: str, around: Near, _language: str) -> str:
    """The text with the document's indentation; what stands before the cursor is not indented again."""
    return _once(_alike(text, around), around)


def _alike(text: str, around: Near) -> str:
    """Where the document is indented by tabs alone, or by blanks alone, so is the text."""
    indents = _INDENT.findall(f"{around.prefix}\n{around.suffix}")
    tabbed, spaced = (any(indent[0] == blank for indent in indents) for blank in "\t ")
    if tabbed == spaced:
        return text
    first, newline, rest = text.partition("\n")
    own = [indent for indent in _INDENT.findall(rest) if indent[0] == (" " if tabbed else "\t")]
    if tabbed:
        unit = 2 if any(len(indent) % 4 for indent in own) else 4
        fitted = _INDENT.sub(lambda found: found[0].replace(" " * unit, "\t"), rest)
    else:
        unit = min((len(indent) for indent in indents), default=4)
        fitted = _INDENT.sub(lambda found: found[0].replace("\t", " " * unit), rest)
    return first + newline + fitted


def _once(text: str, around: Near) -> str:
    """Without an indentation that repeats that of the cursor, unless the line above opens a block there."""
    before = around.line_before
    if not before or before.strip() or not text.startswith(before) or not text.strip():
        return text
    above = next((line for line in reversed(around.prefix.splitlines()[:-1]) if line.strip()), "")
    is_opened_here = above.rstrip().endswith(_OPENS) and len(above) - len(above.lstrip()) >= len(before)
    return text if is_opened_here else text[len(before) :]
