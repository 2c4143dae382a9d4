"""Where the sentences of an explanation begin and end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centaur.explanation.sentences import sentences


def texts(markdown: str) -> list[str]:
    return [one.text for one in sentences(markdown)]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("It calls `a.b. C` here. Then ends", ["It calls `a.b. C` here.", "Then ends"]),
        ("See e.g. this, i.e. that. Done.", ["See e.g. this, i.e. that.", "Done."]),
        ("- First (L1-2). More (L3).\n- Second", ["First (L1-2).", "More (L3).", "Second"]),
        ("1. First\n2. Second", ["First", "Second"]),
        ("A line\nthat goes on. Next", ["A line\nthat goes on.", "Next"]),
        ("- An item\n  that goes on.", ["An item\n  that goes on."]),
        ("# Heading\nText.", ["Text."]),
        ("Before.\n```py\ncode. Code.\n```\nAfter.", ["Before.", "After."]),
        ("> A note. Two.", ["A note.", "Two."]),
        ("It is **bold.** Then (so.) And", ["It is **bold.**", "Then (so.)", "And"]),
        ("Version 1.2 is out.", ["Version 1.2 is out."]),
        ("", []),
        ("# Only a heading", []),
    ],
)
def test_a_text_has_these_sentences(markdown: str, expected: list[str]) -> None:
    assert texts(markdown) == expected


def test_each_knows_the_heading_above_it() -> None:
    found = sentences("Before.\n## What it does\nOne.\n\n## How\n- Two.")

    assert [one.section for one in found] == ["", "What it does", "How"]


@given(st.text(alphabet="aB. !?`\n-#>1", max_size=60))
def test_each_stands_where_it_says_in_order_and_without_overlap(markdown: str) -> None:
    found = sentences(markdown)

    assert all(markdown[one.start : one.end] == one.text and one.text for one in found)
    assert [one.index for one in found] == list(range(len(found)))
    assert all(before.end <= after.start for before, after in pairwise(found))
