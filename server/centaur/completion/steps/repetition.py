"""Cuts a text where a model has begun to go round in circles."""

from operator import eq

from centaur.completion.types import Near

_TIMES = 3
_LONGEST_PERIOD = 8


def repetition(text: str, _around: Near, _language: str) -> str:
    """The text up to the end of the first group of lines that comes three times in a row."""
    lines = text.split("\n")
    words = bytes(map(bool, map(str.strip, lines)))
    found = (
        (start, period)
        for period in range(1, _LONGEST_PERIOD + 1)
        if (start := _first(lines, words, period)) >= 0
    )
    first = min(found, default=None)
    return text if first is None else "\n".join(lines[: sum(first)])


def _first(lines: list[str], words: bytes, period: int) -> int:
    """Where the first group of so many lines begins that repeats and has a word in it, or -1.

    A line that equals the one a period later is a byte of 1, and a group that repeats is a row of them.
    """
    alike = bytes(map(eq, lines, lines[period:]))
    row = b"\1" * (period * (_TIMES - 1))
    start = alike.find(row)
    while start >= 0:
        word = words.find(1, start)
        if 0 <= word < start + period:
            return start
        start = alike.find(row, max(start + 1, word - period + 1)) if word >= 0 else -1
    return -1
