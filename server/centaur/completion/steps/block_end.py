"""Cuts a text where the block that the cursor stands in is left: the grammar tells, else the indentation."""

from centaur.completion.types import Near
from centaur.text import syntax
from centaur.text.languages import PROSE

_DOCSTRING = '"""'
_CLOSERS = (")", "]", "}", "end")


def block_end(text: str, around: Near, language: str) -> str:
    """The text up to the end of its block; of prose, up to the end of its paragraph."""
    if language in PROSE:
        return _paragraph(text)
    if language == "python" and around.prefix.count(_DOCSTRING) % 2:
        return _docstring(text)
    if "\n" not in text.rstrip():
        return text  # a parse costs a third of a millisecond, and would cut only where a line ends
    end = syntax.block_end(around.prefix, text, language)
    return _indented(text, around) if end is None else text[:end]


def _docstring(text: str) -> str:
    end = text.find(_DOCSTRING)
    return text if end < 0 else text[: end + len(_DOCSTRING)]


def _paragraph(text: str) -> str:
    start = len(text) - len(text.lstrip())
    end = text.find("\n\n", start)
    return text if end < 0 else text[:end]


def _indented(text: str, around: Near) -> str:
    """The first line, and those that follow it inside the block.

    After a begun line, a line at its own indentation ends the block, unless it closes what was opened; on an
    empty line the lines beside it belong to the block.
    """
    before = around.line_before
    begun = before.strip() != ""
    edge = _width(before)
    first, *rest = text.split("\n")
    kept = [first]
    for line in rest:
        if line.strip():
            width = _width(line)
            closes = begun and width == edge and line.strip().startswith(_CLOSERS)
            if width < edge or (begun and width == edge and not closes):
                break
            kept.append(line)
            if closes:
                break
        else:
            kept.append(line)
    return "\n".join(kept)


def _width(line: str) -> int:
    return len(line) - len(line.lstrip())
