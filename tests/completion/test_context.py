"""How much of a document a request is answered from, and where it begins."""

from hypothesis import given
from hypothesis import strategies as st

from centaur.completion import context
from tests.support.fixture import request

LINES = st.lists(st.integers(0, 1_200).map(lambda chars: "x" * chars), max_size=12)


def prefix(before: str) -> str:
    return context.near(request(f"{before}$0")).prefix


def test_what_stands_before_the_cursor_begins_with_a_whole_line() -> None:
    assert prefix("x = 1\n" * 1_000) == "x = 1\n" * (context.PREFIX_CHARS // 6)
    assert prefix("x = 12345\n" * 1_000) == "x = 12345\n" * (context.PREFIX_CHARS // 10)


def test_of_a_very_long_line_the_end_is_kept() -> None:
    assert prefix("x" * 9_000 + "\ny") == "x" * (context.PREFIX_CHARS - 2) + "\ny"
    assert prefix("x" * 9_000) == "x" * context.PREFIX_CHARS


@given(LINES, LINES)
def test_what_is_accepted_is_seen_as_the_document_will_be_seen(before: list[str], text: list[str]) -> None:
    there, accepted = "\n".join(["first", *before]), "\n".join(text)

    assert context.accepted(context.near(request(f"{there}$0")), accepted).prefix == prefix(there + accepted)
