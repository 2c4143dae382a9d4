"""When a stream is ended: as soon as what would be cut away has begun."""

from dataclasses import replace

import pytest

from centaur.completion.stopping import stop_early
from tests.support.fixture import near


def stopped_after(
    before: str, text: str, language: str = "python", *, multiline: str = "always"
) -> tuple[str, str]:
    """What had come when the stream, one character at a time, was ended, and why."""
    reason = stop_early(replace(near(before), multiline=multiline), language)
    for length in range(1, len(text) + 1):
        if why := reason(text[:length]):
            return text[:length], why
    return text, ""


@pytest.mark.parametrize(
    ("before", "text", "language", "heard"),
    [
        ("def f():\n    $0", "return 1\n\ndef g():\n    return 2\n", "python", "return 1\n\ndef g():\n"),
        ("function f() {\n  $0", "return 1;\n}\ng();\nh();\n", "javascript", "return 1;\n}\ng();\n"),
        ("if a:\n    $0", "b\nc\nd", "ruby", "b\nc\n"),
    ],
)
def test_a_stream_ends_with_its_block(before: str, text: str, language: str, heard: str) -> None:
    assert stopped_after(before, text, language) == (heard, "block_complete")


def test_where_one_line_may_be_put_the_stream_ends_with_it() -> None:
    assert stopped_after("x = $0", "[\n  1,\n]", multiline="never") == ("[\n", "line_limit")


def test_what_is_not_complete_goes_on() -> None:
    assert stopped_after("x = $0", "f(\n    1,\n") == ("f(\n    1,\n", "")
