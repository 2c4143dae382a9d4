"""Indents the lines of a text that begins anew at the margin, as chat models write a block."""

import re

from centaur.completion.types import Near

_SCRIPTS = frozenset({"javascript", "javascriptreact", "typescript", "typescriptreact"})
_BRACED = _SCRIPTS | {"c", "cpp", "csharp", "css", "dart", "go", "groovy", "java", "json", "jsonc", "kotlin"}
_BRACED |= {"less", "objective-c", "php", "rust", "scala", "scss", "swift", "terraform", "zig"}
_OUTDENTED = re.compile(r"#|case\b|default\b|(?:public|private|protected)\s*:|\w+:(?!:)")
_ONLY_INSIDE = re.compile(r"(?:return|yield|break|continue)\b")
_UNEVEN = ("`", '"""', "'''")  # with one of them open, the margin may be part of a text


def base_indentation(text: str, around: Near, language: str) -> str:
    """The text with the indentation of the cursor's line before each other line, where they need it."""
    before = around.line_before
    base = before[: len(before) - len(before.lstrip())]
    lines = text.split("\n")
    line = before + lines[0]
    if not base or _is_open(line) or line.lstrip().startswith("*"):
        return text
    if not (_goes_on(lines) if language in _BRACED else _is_inside(lines, language)):
        return text
    return "\n".join((lines[0], *(base + line if line.strip() else line for line in lines[1:])))


def _goes_on(lines: list[str]) -> bool:
    """Whether the first line at the margin is in the block of the cursor, or closes what the text opened."""
    for number, line in enumerate(lines[1:], 1):
        if line[:1].strip():
            above, closes = "\n".join(lines[:number]), len(line) - len(line.lstrip(")]}"))
            return _opened(above) >= closes and not _OUTDENTED.match(line) and not _is_open(above)
    return False


def _opened(text: str) -> int:
    return sum(map(text.count, "([{")) - sum(map(text.count, ")]}"))


def _is_open(text: str) -> bool:
    """Whether what follows the text may be part of a string or a comment."""
    is_comment = text.count("/*") != text.count("*/")
    return is_comment or text.endswith("\\") or any(text.count(mark) % 2 for mark in _UNEVEN)


def _is_inside(lines: list[str], language: str) -> bool:
    """Whether one of the lines at the margin can only stand in a function or a loop."""
    return language == "python" and any(
        _ONLY_INSIDE.match(line) and not _is_open("\n".join(lines[:number]))
        for number, line in enumerate(lines)
        if number
    )
