"""Groups by latency: whether a faster answer is taken more often."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from centaur.metrics.options import Options
from centaur.metrics.report import report
from tests.support.event_tables import ACCEPTED, ESCAPED, NOON, EventLog, stored


def test_suggestions_and_requests_are_grouped_by_the_bound_that_their_answer_reached(tmp_path: Path) -> None:
    log = EventLog().session(
        "a",
        *(replace(ACCEPTED, latency=latency) for latency in (0.0, 49.9, 50.0, 5000.0)),
        replace(ESCAPED, latency=399.0),
    )
    now = datetime.fromtimestamp(NOON / 1000, UTC)

    with stored(log.recorded, tmp_path) as ask:
        _, *groups = report(ask, Options.of(now=now, by=("latency",)))["groups"]

    assert [(group["by"]["latency"], group["opportunities"], group["accepted"]) for group in groups] == [
        ("0000 ms", 2, 2),
        ("0050 ms", 1, 1),
        ("0200 ms", 1, 0),
        ("1600 ms", 1, 1),
    ]
