"""Likeness: of characters against the textbook's table, of tokens whatever a formatter did."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centaur.evidence.similarity import common, edit_distance, edit_ratio, kept_ratio

TEXTS = st.text("ab(\n", max_size=12)


def table_of_distances(old: str, new: str) -> int:
    row = list(range(len(new) + 1))
    for i, left in enumerate(old, 1):
        diagonal, row[0] = row[0], i
        for j, right in enumerate(new, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (left != right))
    return row[-1]


def table_of_common(old: str, new: str) -> int:
    row = [0] * (len(new) + 1)
    for left in old:
        before = row[:]
        for j, right in enumerate(new, 1):
            row[j] = before[j - 1] + 1 if left == right else max(before[j], row[j - 1])
    return row[-1]


@settings(max_examples=400, deadline=None)
@given(TEXTS, TEXTS)
def test_the_distance_is_that_of_the_textbook(old: str, new: str) -> None:
    assert edit_distance(old, new) == table_of_distances(old, new)


@settings(max_examples=400, deadline=None)
@given(TEXTS, TEXTS)
def test_the_longest_common_subsequence_is_that_of_the_textbook(old: str, new: str) -> None:
    assert common(old, new) == table_of_common(old, new)


@pytest.mark.parametrize(
    ("old", "new", "ratio"), [("", "", 0), ("abcd", "abcd", 0), ("abcd", "", 1), ("abcd", "abxd", 0.25)]
)
def test_the_edit_ratio_is_over_the_longer_text(old: str, new: str, ratio: float) -> None:
    assert edit_ratio(old, new) == edit_ratio(new, old) == ratio


@pytest.mark.parametrize(
    ("now", "kept"),
    [
        ("f(a,b)", 1),
        ("f(\n    a,\n    b,\n)", 1),
        ("f(a, c)", 5 / 6),
        ("", 0),
    ],
    ids=["as it was", "formatted", "one name changed", "gone"],
)
def test_the_tokens_that_are_still_there_are_kept(now: str, kept: float) -> None:
    assert kept_ratio("f(a,b)", now) == pytest.approx(kept)


def test_the_kind_of_quotes_is_the_formatter_s_choice() -> None:
    assert kept_ratio("print('a')", 'print("a")') == 1


def test_a_text_without_tokens_keeps_no_share_of_them() -> None:
    assert kept_ratio("\n    ", "x") is None
