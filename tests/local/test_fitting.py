"""What may stand before the rest of the line."""

import pytest

from centaur.local.fitting import fit


@pytest.mark.parametrize(
    ("text", "rest", "expected"),
    [
        ("x)", "", "x)"),
        ("x)", ")", "x"),
        ("x):", "):", "x"),
        ("f(x), y)", ")", "f(x), y"),
        ("x", ")", "x"),
        ("[x])", ")", "[x]"),
        ("[x", ")", ""),
        ('in__":', '":', "in__"),
        ("key: value", ": value", ""),
        ("x)", " + 1", ""),
        ("x)", "  ", "x)"),
        ("x)", "  )  ", "x"),
    ],
)
def test_the_part_that_fits_is_kept(text: str, rest: str, expected: str) -> None:
    assert fit(text, rest) == expected
