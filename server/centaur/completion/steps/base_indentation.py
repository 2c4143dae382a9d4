"""Indents the lines of a text that begins anew at the margin, as chat models write a block."""

import re

from centaur.completion.types import Near

_SCRIPTS = frozenset({"javascript", "javascriptreact", "typescript", "typescriptreact"})
_BRACED = _SCRIPTS | {"c", "cpp", "csharp", "css", "dart", "go", "groovy", "java", "json", "jsonc", "kotlin"}
_BRACED |= {"less", "objective-c", "php", "rust", "scala", "scss", "swift", "terraform", "zig"}
_OUTDENTED = re.compile(r"#|case\b|default\b|(?:public|private|protected)\s*:|\w+:(?!:)")
_ONLY_INSIDE = re.compile(r"(?:return|yield|break|continue)\b")
_UNEVEN = ("`", '"""', "'''", "/*")  # with one of them open, the margin may be part of a text


def base_indentation(text: str, around: Near, language: str) -> str:
    """The text with the indentation of the cursor's line before each other line, where they need it."""
    before = around.line_before
    base = before[: len(before) - len(before.lstrip())]
    first, *rest = text.split("\n")
    if not base or any(first.count(mark) % 2 for mark in _UNEVEN):
        return text
    if not (_goes_on(first, rest) if language in _BRACED else _is_inside(rest, language)):
        return text
    return "\n".join((first, *(base + line if line.strip() else line for line in rest)))


def _goes_on(first: str, rest: list[str]) -> bool:
    """Whether the first line at the margin is in the block of the cursor, or closes what the text opened."""
    opened = _opened(first)
    for line in rest:
        if line[:1].strip():
            closes = len(line) - len(line.lstrip(")]}"))
            return opened >= closes and not _OUTDENTED.match(line)
        opened += _opened(line)
    return False


def _opened(line: str) -> int:
    return sum(map(line.count, "([{")) - sum(map(line.count, ")]}"))


def _is_inside(lines: list[str], language: str) -> bool:
    """Whether one of the lines at the margin can only stand in a function or a loop."""
    return language == "python" and any(_ONLY_INSIDE.match(line) for line in lines)
