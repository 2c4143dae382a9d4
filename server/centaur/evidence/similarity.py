"""How alike two texts are: by characters as Levenshtein counts, and by the tokens that both have in order."""

import re
from collections import defaultdict
from collections.abc import Hashable, Sequence

_TOKEN = re.compile(r"\w+|[^\w\s]")
_QUOTES = str.maketrans("'`", '""')


def edit_ratio(old: str, new: str) -> float:
    """The Levenshtein distance over the longer length: 0 is equal, 1 has nothing in common."""
    return edit_distance(old, new) / max(len(old), len(new), 1)


def kept_ratio(old: str, new: str) -> float | None:
    """The share of the old text's tokens that are in the new one, in order; None where it has none.

    Spaces, line breaks and the kind of quotes do not count, so a formatter keeps everything.
    """
    tokens = _tokens(old)
    return common(tokens, _tokens(new)) / len(tokens) if tokens else None


def edit_distance(old: str, new: str) -> int:
    """The least number of characters to insert, delete or replace.

    Bit-parallel after Myers (JACM 46(3), 1999) in the form of Hyyrö (2003); an int is a word of any length.
    """
    if not old or not new:
        return max(len(old), len(new))
    matches, everything, last = _positions(old), (1 << len(old)) - 1, 1 << (len(old) - 1)
    plus, minus, distance = everything, 0, len(old)
    for character in new:
        match = matches[character]
        diagonal = (((match & plus) + plus) ^ plus) | match | minus
        plus_right = minus | ~(diagonal | plus) & everything
        minus_right = plus & diagonal
        distance += bool(plus_right & last) - bool(minus_right & last)
        plus_right = (plus_right << 1 | 1) & everything
        plus = (minus_right << 1 | ~(diagonal | plus_right)) & everything
        minus = plus_right & diagonal
    return distance


def common(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    """The length of the longest common subsequence; bit-parallel after Hyyrö (2004)."""
    matches, everything = _positions(old), (1 << len(old)) - 1
    row = everything
    for item in new:
        both = row & matches[item]
        row = ((row + both) | (row - both)) & everything
    return len(old) - row.bit_count()


def _positions(items: Sequence[Hashable]) -> defaultdict[Hashable, int]:
    positions: defaultdict[Hashable, int] = defaultdict(int)
    for index, item in enumerate(items):
        positions[item] |= 1 << index
    return positions


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.translate(_QUOTES))
