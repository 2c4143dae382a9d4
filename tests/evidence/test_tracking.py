"""A tracked range knows its text and its first characters after any edits, as if each bore its name."""

import random

import pytest

from centaur.evidence.tracking import TrackedRange
from centaur.text.buffer import Edit


class Tagged:
    """A document whose characters each know where they came from: slow, and plainly right."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.characters = [(c, start <= at < end) for at, c in enumerate(text)]

    @property
    def text(self) -> str:
        return "".join(c for c, _ in self.characters)

    @property
    def retained(self) -> int:
        return sum(mine for _, mine in self.characters)

    def replace(self, start: int, end: int, text: str) -> Edit:
        removed = "".join(c for c, _ in self.characters[start:end])
        self.characters[start:end] = [(c, False) for c in text]
        return Edit(start, removed, text)

    def spans(self, tracked: TrackedRange) -> bool:
        """Whether all that is left of the first characters lies within the range."""
        mine = [at for at, (_, mine) in enumerate(self.characters) if mine]
        return not mine or tracked.start <= mine[0] <= mine[-1] < tracked.end


@pytest.mark.parametrize("seed", range(20))
def test_a_thousand_random_edits_leave_what_a_reference_with_tagged_characters_says(seed: int) -> None:
    chance = random.Random(seed)
    text = "".join(chance.choices("abc\n", k=400))
    document = Tagged(text, 100, 300)
    tracked = TrackedRange(100, text[100:300], bytes([1]) * 200)
    for _ in range(1_000):
        size = len(document.characters)
        start = chance.randrange(size + 1)
        end = min(size, start + chance.choice((0, 0, 0, 1, 1, 2, 5)))
        tracked.apply(document.replace(start, end, "".join(chance.choices("xyz\n", k=chance.randrange(4)))))

        assert tracked.retained == document.retained
        assert tracked.text == document.text[tracked.start : tracked.end]
        assert document.spans(tracked)


BEFORE = "ab[cdef]gh"


def check(start: int, end: int, text: str, after: str, *, grows: bool = False) -> None:
    """The part in brackets is tracked, through an edit at offsets that do not count the brackets."""
    document = BEFORE.replace("[", "").replace("]", "")
    tracked = TrackedRange(2, "cdef", b"\1" * 4, grows=grows)
    tracked.follow(Edit(start, document[start:end], text))
    document = document[:start] + text + document[end:]

    marked = document[: tracked.start] + "[" + tracked.text + "]" + document[tracked.end :]
    assert marked == after


@pytest.mark.parametrize(
    ("start", "end", "text", "after"),
    [
        (0, 0, "xx", "xxab[cdef]gh"),
        (2, 2, "x", "abx[cdef]gh"),
        (6, 6, "x", "ab[cdef]xgh"),
        (8, 8, "x", "ab[cdef]ghx"),
        (4, 4, "x", "ab[cdxef]gh"),
        (3, 5, "", "ab[cf]gh"),
        (2, 6, "xy", "ab[xy]gh"),
        (1, 4, "x", "ax[ef]gh"),
        (4, 7, "x", "ab[cd]xh"),
        (0, 8, "x", "x[]"),
        (0, 2, "", "[cdef]gh"),
    ],
)
def test_what_is_written_inside_belongs_to_it_and_what_is_written_at_its_ends_does_not(
    start: int, end: int, text: str, after: str
) -> None:
    check(start, end, text, after)


@pytest.mark.parametrize(
    ("start", "end", "text", "after"),
    [
        (6, 6, "x", "ab[cdefx]gh"),
        (6, 7, "x", "ab[cdefx]h"),
        (4, 7, "x", "ab[cdx]h"),
        (2, 2, "x", "abx[cdef]gh"),
    ],
)
def test_a_range_that_grows_takes_in_what_is_written_at_its_end(
    start: int, end: int, text: str, after: str
) -> None:
    check(start, end, text, after, grows=True)


def test_an_empty_range_that_grows_begins_with_what_is_written_there() -> None:
    tracked = TrackedRange(3, "", grows=True)
    tracked.apply(Edit(0, "", "ab"))
    tracked.apply(Edit(5, "", "xy"))

    assert (tracked.start, tracked.text) == (5, "xy")


def test_a_formatter_that_replaces_the_whole_document_takes_nothing_away() -> None:
    old, new = "def f(a,b):\n  return a+b\n", "def f(a, b):\n    return a + b\n"
    tracked = TrackedRange(old.index("return"), "return a+b", b"\1" * 10)
    tracked.follow(Edit(0, old, new))

    assert (tracked.text, tracked.retained) == ("return a + b", 10)
