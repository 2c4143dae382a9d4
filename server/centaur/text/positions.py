"""Positions in text: lines and columns in code points here, UTF-16 only where the protocol speaks."""

from typing import NamedTuple


class Position(NamedTuple):
    """A place in a text: both counted from 0, the column in code points."""

    line: int
    column: int
