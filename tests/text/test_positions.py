"""Promises about columns in code points and in UTF-16 units."""

from hypothesis import given
from hypothesis import strategies as st

from centaur.text.positions import column_to_utf16, utf16_to_column

LINES = st.text(alphabet=st.sampled_from("aé€😀🐍\t\x0c\u2028"), max_size=12)


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(LINES, st.integers(0, 40))
def test_a_column_counts_the_units_that_utf16_counts(line: str, column: int) -> None:
    assert column_to_utf16(line, column) == utf16_length(line[:column])


@given(LINES, st.one_of(st.integers(0, 40), st.integers(0, 2**31 - 1)))
def test_units_lead_to_the_last_column_that_is_not_past_them(line: str, units: int) -> None:
    expected = max(column for column in range(len(line) + 1) if utf16_length(line[:column]) <= units)

    assert utf16_to_column(line, units) == expected


def test_half_of_a_surrogate_pair_is_the_place_before_it() -> None:
    assert utf16_to_column("a😀b", 2) == 1


def test_a_lone_surrogate_is_one_unit() -> None:
    assert column_to_utf16("\ud83d\ude00", 2) == 2
    assert utf16_to_column("\ud83d\ude00", 2) == 2


def test_a_place_before_the_line_is_its_start() -> None:
    assert (utf16_to_column("😀", -3), column_to_utf16("😀", -3)) == (0, 0)
