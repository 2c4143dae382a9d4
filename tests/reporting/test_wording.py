"""Figures in words: units, what stands beside them, and nothing that could do harm."""

from typing import Any

import pytest

from centaur.reporting.wording import UNKNOWN, label, reading, span, title, value


@pytest.mark.parametrize(
    ("number", "unit", "words"),
    [
        (None, "share", UNKNOWN),
        (0.3276, "share", "32.8%"),
        (1234, "count", "1,234"),
        (8.456, "characters", "8.46"),
        (1234.5, "ms", "1,234 ms"),
        (0.0, "USD", "$0.00"),
        (0.000312, "USD", "$0.00031"),
        (0.1, "USD", "$0.10"),
        (1234.5, "USD", "$1,234.50"),
    ],
)
def test_a_number_is_told_with_its_unit(number: float | None, unit: str, words: str) -> None:
    assert value(number, unit) == words


@pytest.mark.parametrize(
    ("name", "part", "words"),
    [
        ("viewed_acceptance_rate", "", "viewed acceptance rate"),
        ("retained_chars_per_opportunity", "300", "retained characters per opportunity after 300 s"),
        ("latency_ms", "p95", "latency, p95"),
        ("cost_per_1000_retained_usd", "", "cost per 1,000 retained characters"),
        ("cost_estimated_usd", "", "cost, of it estimated"),
        ("ai_share", "", "AI share"),
    ],
)
def test_a_name_is_told_in_words(name: str, part: str, words: str) -> None:
    assert title(name, part) == words


@pytest.mark.parametrize(
    ("found", "beside"),
    [
        ({"value": 0.5, "ci95": [0.4, 0.6], "clusters": 9, "n": 20}, "40.0% to 60.0%"),
        ({"value": 0.5, "ci95": None, "clusters": 2, "n": 4}, "too few sessions for an interval"),
        ({"value": None, "ci95": None, "clusters": 0, "n": 0}, ""),
        ({"value": None, "ci95": None, "clusters": 2, "n": 4}, ""),
    ],
)
def test_a_rate_stands_beside_its_interval_or_why_there_is_none(found: dict[str, Any], beside: str) -> None:
    assert reading({"acceptance_rate": found}, "acceptance_rate").beside == beside


def test_the_interval_of_a_share_is_drawn_within_what_a_share_can_be() -> None:
    wide = {"value": 0.5, "ci95": [-0.2, 1.2], "clusters": 5, "n": 6}
    share = reading({"undo_rate": wide}, "undo_rate")
    characters = reading({"chars_per_opportunity": wide}, "chars_per_opportunity")

    assert (share.low, share.high, share.beside) == (0.0, 1.0, "-20.0% to 120.0%")
    assert (characters.low, characters.high) == (-0.2, 1.2)


def test_what_was_looked_at_stands_beside_what_was_not() -> None:
    found = {"unchanged": {"300": {"value": 0.5, "ci95": None, "clusters": 2, "n": 4, "censored": 1}}}

    assert reading(found, "unchanged", "300").beside == "4 looked at, 1 not"


def test_a_group_is_harmless_to_print() -> None:
    assert label({"by": {"language": "\x1b[31mred\x00", "model": ""}}) == "\ufffd[31mred\ufffd, none"


def test_the_last_day_of_a_report_is_the_last_that_it_covers() -> None:
    report = {"since": "2026-11-01T00:00:00Z", "until": "2026-11-08T00:00:00Z"}

    assert span(report) == "2026-11-01 to 2026-11-07"
    assert span(report | {"since": None}) == "the beginning to 2026-11-07"
