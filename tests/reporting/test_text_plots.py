"""Plots made of characters, as they stand in a terminal."""

import pytest

from centaur.reporting.text_plots import ASCII, BLOCKS, bar, sparkline, whisker


@pytest.mark.parametrize(
    ("value", "drawn"),
    [(0, ""), (0.1, "▏"), (4, "████"), (4.5, "████▌"), (8, "████████"), (9, "████████")],
)
def test_a_bar_is_as_long_as_its_share_and_what_is_more_than_nothing_is_seen(
    value: float, drawn: str
) -> None:
    assert bar(value, 8, 8) == drawn


def test_a_bar_of_nothing_is_empty() -> None:
    assert bar(0, 0, 8) == ""


def test_a_line_of_days_starts_at_zero_and_keeps_the_missing_ones_apart() -> None:
    assert sparkline([0, 1, 2, None, 7]) == "▁▂▃·█"
    assert sparkline([None, None]) == "··"
    assert sparkline([0, 0]) == "▁▁"


@pytest.mark.parametrize(
    ("value", "interval", "drawn"),
    [
        (0.5, (0.25, 0.75), "  ──●──"),
        (0.5, None, "    ●"),
        (1.0, (0.75, 1.25), "      ──●"),
        (0.0, (-0.2, 0.2), "●──"),
    ],
)
def test_a_value_stands_within_its_interval_and_both_on_the_scale(
    value: float, interval: tuple[float, float] | None, drawn: str
) -> None:
    assert whisker(value, interval, 1.0, 9, BLOCKS) == drawn


def test_an_output_that_cannot_say_more_gets_plain_characters() -> None:
    plots = bar(1, 2, 8, ASCII), sparkline([0, 8, None], ASCII), whisker(0.5, (0.2, 0.8), 1, 9, ASCII)

    assert plots == ("####", ".# ", "  --o--")
