"""The report as people read it in the terminal."""

from datetime import UTC, datetime
from pathlib import Path

from centaur.metrics.definitions import COUNTS, RATES, REQUESTS
from centaur.metrics.options import Options
from centaur.metrics.report import report
from centaur.metrics.table import Row, rows_for_terminal
from tests.support.event_tables import ACCEPTED, LEFT, NOON, EventLog, stored


def rows(log: EventLog, folder: Path) -> dict[str, Row]:
    options = Options.of(now=datetime.fromtimestamp(NOON / 1000, UTC))
    with stored(log.recorded, folder / "events.db") as query:
        return {row.name: row for row in rows_for_terminal(report(query, options))}


def test_every_figure_stands_beside_what_it_means(tmp_path: Path) -> None:
    found = rows(EventLog(), tmp_path)

    for figure in (*RATES, *REQUESTS, *COUNTS):
        assert found[figure.name].definition == figure.sentence
    assert all(row.definition.endswith(".") for row in found.values())


def test_a_rate_shows_its_interval_and_over_how_many(tmp_path: Path) -> None:
    log = EventLog()
    for session, accepted in enumerate((1, 3, 2, 2, 2)):
        log.session(f"session {session}", *[ACCEPTED] * accepted, *[LEFT] * (4 - accepted))

    found = rows(log, tmp_path)

    assert found["acceptance_rate"] == Row(
        "acceptance_rate", "50.0 %", "95 % 28.1 % to 71.9 %", "20", "Accepted / shown."
    )
    assert found["chars_per_opportunity"].value == "5.00"
    assert found["shown"].value == "20"
    assert found["latency_ms p95"].value == "50 ms"


def test_too_few_sessions_are_said_in_the_place_of_an_interval(tmp_path: Path) -> None:
    found = rows(EventLog().session("one", ACCEPTED), tmp_path)

    assert found["acceptance_rate"].interval == "too few sessions for an interval"


def test_what_is_not_measured_is_empty_and_not_zero(tmp_path: Path) -> None:
    found = rows(EventLog(), tmp_path)

    assert (found["acceptance_rate"].value, found["acceptance_rate"].interval) == ("", "")
    assert found["latency_ms p50"].value == ""
