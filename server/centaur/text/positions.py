"""Positions in text: lines and columns in code points here, UTF-16 only where the protocol speaks."""

import re
from typing import NamedTuple

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Position(NamedTuple):
    """A place in a text: both counted from 0, the column in code points."""

    line: int
    column: int


def utf16_to_column(line: str, units: int) -> int:
    """The column after `units` UTF-16 units of the line; inside a surrogate pair it is the pair's start."""
    pairs = 0
    for astral in () if line.isascii() else _ASTRAL.finditer(line, 0, max(units, 0)):
        if astral.start() + pairs >= units:
            break
        pairs += 1
    return min(max(units, 0) - pairs, len(line))


def column_to_utf16(line: str, column: int) -> int:
    """The number of UTF-16 units before the column of the line."""
    column = min(max(column, 0), len(line))
    return column if line.isascii() else column + len(_ASTRAL.findall(line, 0, column))
