"""Edits as they are meant: without what they leave as it was, and in pieces where they change a little."""

import re
from collections.abc import Callable
from difflib import SequenceMatcher
from itertools import accumulate

from centaur.text.buffer import Edit

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
MAX_COMPARED = 20_000  # characters: tens of milliseconds, and more than a formatter changes at once
KEPT_BY_FORMATTERS = 0.5


def trimmed(edit: Edit) -> Edit:
    """The edit without what it leaves as it was: editors may replace a line to insert a word."""
    if not edit.removed or not edit.inserted:
        return edit
    same = common_prefix(edit.removed, edit.inserted)
    removed, inserted = edit.removed[same:], edit.inserted[same:]
    end = common_suffix(removed, inserted)
    return Edit(edit.start + same, removed[: len(removed) - end], inserted[: len(inserted) - end])


def pieces(edit: Edit) -> list[Edit]:
    """The edit in the pieces that a comparison by tokens leaves, the last in the document first.

    A formatter moves text without writing it anew, so where half of it or more is there before and after, the
    rest was edited; where less is, all of it was replaced.
    """
    if not edit.removed or not edit.inserted or len(edit.removed) + len(edit.inserted) > MAX_COMPARED:
        return [edit]
    old, new = _TOKEN.findall(edit.removed), _TOKEN.findall(edit.inserted)
    matcher = SequenceMatcher(None, old, new)
    if matcher.ratio() < KEPT_BY_FORMATTERS:
        return [edit]
    starts = list(accumulate(map(len, old), initial=edit.start))
    return [
        Edit(starts[first], "".join(old[first:last]), "".join(new[begin:end]))
        for tag, first, last, begin, end in reversed(matcher.get_opcodes())
        if tag != "equal"
    ]


def common_prefix(left: str, right: str) -> int:
    """How many characters both begin with."""
    return _longest(min(len(left), len(right)), lambda low, high: left[low:high] == right[low:high])


def common_suffix(left: str, right: str) -> int:
    """How many characters both end with."""
    return _longest(
        min(len(left), len(right)),
        lambda low, high: (
            left[len(left) - high : len(left) - low] == right[len(right) - high : len(right) - low]
        ),
    )


def _longest(limit: int, equal: Callable[[int, int], bool]) -> int:
    """How far two texts are equal, up to a limit. Halving lets slices do what a loop does far too slowly."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if equal(low, middle):
            low = middle
        else:
            high = middle - 1
    return low
