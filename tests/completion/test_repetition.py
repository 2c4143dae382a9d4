"""What goes round in circles, held against the plainest way to find it."""

from hypothesis import given
from hypothesis import strategies as st

from centaur.completion.steps.repetition import repetition
from centaur.completion.types import Near

NEAR = Near("", "")


def plainly(text: str) -> str:
    """The text up to the end of the first group of one to eight lines that comes three times in a row."""
    lines = text.split("\n")
    for start in range(len(lines)):
        for period in range(1, 9):
            group = lines[start : start + period]
            if lines[start : start + 3 * period] == group * 3 and "".join(group).strip():
                return "\n".join(lines[: start + period])
    return text


@given(st.lists(st.sampled_from(("", " ", "a", "b")), max_size=40), st.integers(1, 9))
def test_it_finds_what_a_look_at_every_group_finds(lines: list[str], times: int) -> None:
    text = "\n".join(lines[:9] * times + lines[9:])

    assert repetition(text, NEAR, "python") == plainly(text)
