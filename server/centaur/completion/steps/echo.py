"""Drops a repetition of what stands before the cursor, with which chat models like to begin."""

from centaur.completion.types import Near

_LINES = 20
_SHORTEST = 4  # shorter beginnings, such as `if` or `f(`, may well be meant twice


def echo(text: str, around: Near, _language: str) -> str:
    """The text without the longest run of lines before the cursor that it begins with."""
    lines = around.prefix.split("\n")[-_LINES:]
    for first in range(len(lines)):
        before = "\n".join(lines[first:])
        for start in (before, before.lstrip()):
            if len(start.strip()) >= _SHORTEST and text.startswith(start):
                return text[len(start) :]
    return text
