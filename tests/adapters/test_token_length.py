"""How many tokens a text probably is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centaur.adapters.token_length import BYTES_PER_TOKEN, TokenLength


@pytest.mark.parametrize(
    ("text", "tokens"), [("", 0), ("x", 1), ("x" * 30, 12), ("é" * 30, 24), ("\ud800", 2)]
)
def test_what_was_never_told_is_assumed_from_the_bytes(text: str, tokens: int) -> None:
    assert TokenLength().tokens(text) == tokens


def test_what_was_told_is_the_measure_from_then_on() -> None:
    length = TokenLength()
    length.learn("x" * 100, 20)
    length.learn("x" * 300, 60)

    assert length.tokens("x" * 50) == 10


@pytest.mark.parametrize(("text", "tokens"), [("", 20), ("x" * 100, 0)])
def test_nothing_teaches_nothing(text: str, tokens: int) -> None:
    length = TokenLength()
    length.learn(text, tokens)

    assert length.tokens("x" * 30) == 30 / BYTES_PER_TOKEN


@given(st.lists(st.tuples(st.text(min_size=1), st.integers(1, 10_000))), st.text(min_size=1))
def test_no_text_is_free(told: list[tuple[str, int]], text: str) -> None:
    length = TokenLength()
    for known, tokens in told:
        length.learn(known, tokens)

    assert length.tokens(text) >= 1
