"""What a report can be asked, and how it refuses the rest."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from centaur.metrics.options import GROUPINGS, MetricsError, Options

NOW = datetime(2026, 11, 3, 15, 30, tzinfo=UTC)


def check(options: Options, since: datetime, until: datetime) -> None:
    assert (options.since, options.until) == (since, until)


def test_without_a_word_it_is_the_last_28_days_and_today() -> None:
    check(Options.of(now=NOW), datetime(2026, 10, 6, tzinfo=UTC), datetime(2026, 11, 4, tzinfo=UTC))


def test_two_reports_of_one_day_ask_the_same() -> None:
    assert Options.of(now=NOW) == Options.of(now=NOW + timedelta(hours=8))


def test_today_is_the_day_in_utc() -> None:
    in_tokyo = datetime(2026, 11, 4, 3, 0, tzinfo=timezone(timedelta(hours=9)))

    assert Options.of(now=in_tokyo).until == datetime(2026, 11, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-01", datetime(2026, 11, 1, tzinfo=UTC)),
        ("2026-11-01T12:30:00", datetime(2026, 11, 1, 12, 30, tzinfo=UTC)),
        ("2026-11-01T12:30:00Z", datetime(2026, 11, 1, 12, 30, tzinfo=UTC)),
        ("2026-11-01T12:30:00+02:00", datetime(2026, 11, 1, 10, 30, tzinfo=UTC)),
        ("3d", datetime(2026, 10, 31, tzinfo=UTC)),
        ("0d", datetime(2026, 11, 3, tzinfo=UTC)),
    ],
)
def test_a_moment_is_a_date_a_time_or_days_ago(text: str, moment: datetime) -> None:
    assert Options.of(now=NOW, since=text).since == moment


def test_days_ago_also_end_a_report() -> None:
    check(
        Options.of(now=NOW, since="7d", until="1d"),
        datetime(2026, 10, 27, tzinfo=UTC),
        datetime(2026, 11, 2, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"since": "yesterday"}, "'yesterday' is no moment: give a date such as 2026-11-01, or 28d"),
        ({"since": "-3d"}, "'-3d' is no moment: give a date such as 2026-11-01, or 28d"),
        ({"until": "99999999999d"}, "'99999999999d' is no moment: give a date such as 2026-11-01, or 28d"),
        (
            {"since": "0001-01-01T00:00+09:00"},
            "'0001-01-01T00:00+09:00' is no moment: give a date such as 2026-11-01, or 28d",
        ),
        (
            {"since": "2026-11-02", "until": "2026-11-02"},
            "since (2026-11-02T00:00:00Z) must come before until (2026-11-02T00:00:00Z)",
        ),
        ({"by": ("language", "colour")}, f"cannot group by colour; known are {', '.join(GROUPINGS)}"),
        ({"by": ("day", "day")}, "a grouping is named twice in day, day"),
        ({"evidence": "some"}, "evidence is one of explicit, observed, all, not 'some'"),
        ({"origin": "study"}, "origin is own, all or imported:NAME, not 'study'"),
    ],
    ids=str,
)
def test_what_cannot_be_measured_is_refused_in_a_sentence(asked: dict[str, Any], sentence: str) -> None:
    with pytest.raises(MetricsError) as refused:
        Options.of(now=NOW, **asked)

    assert str(refused.value) == sentence
