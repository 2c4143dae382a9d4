"""What the page says of hand-made logs: every row here was worked out by hand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from centaur.evidence.events import GenerationEvent, SurvivalEvent
from centaur.metrics.options import Options
from centaur.reporting.material import Material, gather
from centaur.reporting.sections import sections
from tests.support.event_tables import ACCEPTED, ESCAPED, LEFT_READ, NOON, EventLog, Told, stored

NOW = datetime.fromtimestamp(NOON / 1000, UTC)
DAY_MINUTES = 24 * 60

Look = Callable[[EventLog], Material]


@pytest.fixture
def look(tmp_path: Path) -> Look:
    def looked(log: EventLog) -> Material:
        with stored(log.recorded, tmp_path) as ask:
            return gather(ask, Options.of(now=NOW, until="2027-01-01"), ["language"])

    return looked


def tables(material: Material) -> dict[str, list[Any]]:
    """The rows of the first chart of each section."""
    return {section.heading: list(section.charts[0].rows) for section in sections(material) if section.charts}


def test_the_funnel_goes_from_requests_to_what_is_left(look: Look) -> None:
    log = EventLog().session("a", ACCEPTED, ESCAPED, LEFT_READ, Told(result="filtered", reason="echo"))
    log.write(SurvivalEvent("s1", "300", 300_000.0, 10, False, 0.9, 0.1, 1))

    assert tables(look(log))["From opportunity to retained"] == [
        ["opportunities", "known", "4", "100%"],
        ["shown", "known", "3", "75%"],
        ["viewed", "known", "3", "75%"],
        ["accepted", "known", "1", "25%"],
        ["mostly unchanged after 300 s", "known", "0", "0%"],
    ]


@pytest.mark.parametrize(
    ("told", "last"),
    [
        (ACCEPTED, ["accepted", "known", "1", "100%"]),
        (ESCAPED, ["mostly unchanged after 300 s", "known", "0", "0%"]),
    ],
)
def test_what_is_left_is_no_step_before_anybody_could_look(look: Look, told: Told, last: list[str]) -> None:
    assert tables(look(EventLog().session("a", told)))["From opportunity to retained"][-1] == last


def test_what_nobody_could_look_at_is_told_beside_what_is_left(look: Look) -> None:
    log = EventLog().session("a", *[ACCEPTED] * 4)
    for suggestion, ratio in (("s1", 0.0), ("s2", 0.3), ("s3", 0.9)):
        log.write(SurvivalEvent(suggestion, "300", 300_000.0, 10, ratio == 0, ratio, 1 - ratio, 10))
    log.write(SurvivalEvent("s4", "300", 300_000.0, 10, censored_reason="closed"))

    *_, left, unknown = tables(look(log))["From opportunity to retained"]

    assert left == ["mostly unchanged after 300 s", "known", "2", "50%"]
    assert unknown == ["mostly unchanged after 300 s", "not looked at", "1", "25%"]


def test_groups_are_told_beside_one_another(look: Look) -> None:
    log = EventLog().session("a", ACCEPTED, replace(ESCAPED, language="rust"))

    rows = tables(look(log))["By language"]

    assert [row[:5] for row in rows] == [["python", "1", "1", "1", "100.0%"], ["rust", "1", "1", "0", "0.0%"]]


def test_groups_without_a_name_are_not_compared(look: Look) -> None:
    assert "By language" not in tables(look(EventLog().session("a", replace(ACCEPTED, language=""))))


def test_acceptance_is_told_by_latency_and_source(look: Look) -> None:
    slow, cached = replace(ESCAPED, latency=900.0), replace(ACCEPTED, source="memory", latency=1.0)
    log = EventLog().session("a", ACCEPTED, slow, cached)

    rows = tables(look(log))["Latency and acceptance"]

    assert [row[:3] for row in rows] == [
        ["memory", "0 ms or more", "100.0%"],
        ["fresh", "50 ms or more", "100.0%"],
        ["fresh", "800 ms or more", "0.0%"],
    ]


def test_what_a_guard_held_back_is_counted(look: Look) -> None:
    filtered = [Told(result="filtered", reason=reason) for reason in ("echo", "secrets", "secrets")]

    rows = tables(look(EventLog().session("a", ACCEPTED, *filtered)))["Guards and filters"]

    assert rows == [["secrets", "2"], ["echo", "1"]]


def test_experiments_are_shown_where_there_are_any(look: Look) -> None:
    arms = [replace(ACCEPTED, arm="control"), replace(ESCAPED, arm="shorter"), ACCEPTED]

    rows = tables(look(EventLog().session("a", *arms)))["Experiments"]

    assert [row[:4] for row in rows] == [["control", "1", "1", "1"], ["shorter", "1", "1", "0"]]


def test_the_periods_hold_every_day_once(look: Look) -> None:
    log = EventLog().session("a", ACCEPTED)
    for _ in range(23):
        log.requests(ESCAPED, after=DAY_MINUTES)

    material = look(log)

    assert len(material.periods) == 3
    assert sum(group["shown"] for _, group in material.periods) == material.total["shown"] == 24


def test_where_nothing_was_shown_there_is_the_whole_alone(look: Look) -> None:
    nothing = look(EventLog().session("a", Told(result="empty", reason="not_sure")))

    assert nothing.total["opportunities"] == 1
    assert (nothing.days, nothing.periods, nothing.compared) == ([], [], {})


def test_beside_a_cost_stands_what_of_it_is_an_estimate(look: Look) -> None:
    log = EventLog().session("a", ACCEPTED)
    for name, is_estimate in (("told", False), ("ended early", True)):
        told = GenerationEvent(name, "o1", "model", "fresh", "complete", cost_usd=0.25, estimated=is_estimate)
        log.write(told)
    material = look(log)

    [cost] = [section for section in sections(material) if section.heading == "Cost"]

    assert [name for name, _ in cost.figures][:3] == ["cost_usd", "cost_estimated_usd", "cost_saved_usd"]
    assert cost.charts[0].rows == [["2026-11-02", "$0.50", "$0.25", "$0.00"]]
