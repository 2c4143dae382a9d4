"""Which group, kind of evidence and time a suggestion and a request belong to."""

from dataclasses import replace

import pytest

from centaur.evidence.events import (
    DeliveredEvent,
    GenerationEvent,
    Recorded,
)
from tests.metrics.conftest import Measure
from tests.support.event_tables import (
    ACCEPTED,
    LEFT,
    NOON,
    OPEN,
    ORPHANED,
    UNSEEN,
    EventLog,
    Told,
)

GO = replace(LEFT, language="go", engine="model", model="small", prompt=("inline/fim", 2), latency=80.0)


@pytest.mark.parametrize(
    ("by", "told", "values"),
    [
        ("language", GO, ["go", "python"]),
        ("trigger", replace(LEFT, trigger="invoked"), ["automatic", "invoked"]),
        ("kind", replace(LEFT, kind="explanation"), ["explanation", "suggestion"]),
        ("engine", GO, ["local", "model"]),
        ("source", replace(LEFT, source="memory"), ["fresh", "memory"]),
        ("model", GO, ["", "small"]),
        ("prompt", GO, ["", "inline/fim.v2"]),
        ("arm", replace(LEFT, arm="b"), ["", "b"]),
    ],
)
def test_groups_split_suggestions_and_requests_alike(
    measure: Measure, by: str, told: Told, values: list[str]
) -> None:
    log = EventLog().session("one", ACCEPTED, ACCEPTED, told)

    whole, *groups = measure(log, by=(by,))["groups"]

    found = {group["by"][by]: (group["opportunities"], group["shown"], group["accepted"]) for group in groups}
    assert whole["by"] == {}
    assert whole["shown"] == 3
    assert list(found) == values
    assert sorted(found.values()) == [(1, 1, 0), (2, 2, 2)]


def test_the_editor_is_that_of_the_session(measure: Measure) -> None:
    log = EventLog().session("one", ACCEPTED).session("two", LEFT, UNSEEN, editor="neovim")

    groups = measure(log, by=("editor",))["groups"][1:]

    assert [(group["by"]["editor"], group["opportunities"]) for group in groups] == [
        ("neovim", 2),
        ("vscode", 1),
    ]


def test_a_day_begins_at_midnight_in_utc(measure: Measure) -> None:
    midnight = NOON + 12 * 3_600_000
    log = EventLog(midnight - 1001).session("one", ACCEPTED)
    log.time_ms = midnight - 1000
    log.requests(LEFT, LEFT)

    groups = measure(log, by=("day",), until="2026-11-04")["groups"][1:]

    assert [(group["by"]["day"], group["shown"]) for group in groups] == [
        ("2026-11-02", 1),
        ("2026-11-03", 2),
    ]


def test_groups_of_several_columns_stand_beside_one_another(measure: Measure) -> None:
    log = EventLog().session("one", ACCEPTED, GO, replace(GO, language="python"))

    groups = measure(log, by=("language", "model"))["groups"]

    assert [group["by"] for group in groups] == [
        {},
        {"language": "go", "model": "small"},
        {"language": "python", "model": ""},
        {"language": "python", "model": "small"},
    ]
    assert [group["latency_ms"]["p50"] for group in groups] == [80.0, 80.0, 50.0, 80.0]


def test_a_request_without_a_suggestion_belongs_to_the_model_that_was_asked(measure: Measure) -> None:
    silent = Told(result="filtered", reason="syntax", engine="model", model="small")

    whole, local, small = measure(EventLog().session("one", ACCEPTED, silent), by=("model",))["groups"]

    assert (small["opportunities"], small["show_rate"]["value"], small["filtered"]) == (1, 0, {"syntax": 1})
    assert (local["opportunities"], local["filtered"]) == (1, {})
    assert whole["filtered"] == {"syntax": 1}


def asked(model: str, generation: str) -> GenerationEvent:
    return GenerationEvent(generation, "o1", "model", "fresh", "complete", model=model)


def test_a_call_that_ends_after_the_deadline_takes_no_suggestion_from_the_engine_that_answered(
    measure: Measure,
) -> None:
    log = EventLog().session("one", ACCEPTED)
    log.write(asked("slow", "late"))

    groups = measure(log, by=("model",))["groups"][1:]

    assert [(group["by"]["model"], group["opportunities"], group["shown"]) for group in groups] == [
        ("", 1, 1)
    ]


def test_of_several_that_were_asked_in_vain_the_last_counts(measure: Measure) -> None:
    log = EventLog().session("one", Told(result="filtered", reason="syntax", engine="model", model="first"))
    log.write(asked("second", "again"))

    groups = measure(log, by=("model",))["groups"][1:]

    assert [(group["by"]["model"], group["opportunities"]) for group in groups] == [("second", 1)]


def test_a_suggestion_belongs_to_the_request_that_first_delivered_it(measure: Measure) -> None:
    log = EventLog().session("one", ACCEPTED)
    log.requests(replace(UNSEEN, source="reuse"), after=60)
    log.write(DeliveredEvent("s1", "o2", "g2", "reuse", 0, 7, 3))

    whole, *groups = measure(log, by=("source",), until="2026-11-02T13:00")["groups"]

    assert [(group["by"]["source"], group["shown"]) for group in groups] == [("fresh", 1)]
    assert (whole["displays"], whole["opportunities"]) == (2, 1)


def test_a_request_has_no_evidence_so_its_groups_know_none(measure: Measure) -> None:
    whole, *groups = measure(EventLog().session("one", ACCEPTED, LEFT, OPEN), by=("evidence",))["groups"]

    assert [(group["by"]["evidence"], group["shown"]) for group in groups] == [
        ("", 1),
        ("explicit", 1),
        ("observed", 1),
    ]
    assert {group["opportunities"] for group in groups} == {None}
    assert {group["show_rate"]["value"] for group in groups} == {None}
    assert (whole["opportunities"], whole["show_rate"]["value"]) == (3, 1)


@pytest.mark.parametrize(
    ("evidence", "shown"), [("explicit", {"accepted"}), ("observed", {"accepted", "ignored"}), ("all", None)]
)
def test_weaker_evidence_than_asked_for_takes_its_suggestion_out(
    measure: Measure, evidence: str, shown: set[str] | None
) -> None:
    log = EventLog().session("one", ACCEPTED, LEFT, ORPHANED, OPEN)

    found = measure(log, evidence=evidence)

    whole = found["groups"][0]
    assert found["evidence"] == evidence
    assert {name for name in ("accepted", "ignored", "orphaned") if whole[name]} == (
        shown or {"accepted", "ignored", "orphaned"}
    )
    assert whole["open"] == 1


def test_only_what_was_offered_in_the_time_asked_for_counts(measure: Measure) -> None:
    log = EventLog().session("one", ACCEPTED).requests(LEFT, after=59)
    log.time_ms = NOON + 2 * 3_600_000 - 1000
    log.requests(OPEN)

    found = measure(log, since="2026-11-02T12:59Z", until="2026-11-02T14:00:00Z")

    whole = found["groups"][0]
    assert (found["since"], found["until"]) == ("2026-11-02T12:59:00Z", "2026-11-02T14:00:00Z")
    assert (whole["opportunities"], whole["shown"], whole["ignored"]) == (1, 1, 1)


def test_the_end_of_a_suggestion_counts_whenever_it_comes(measure: Measure) -> None:
    log = EventLog().session("one", ACCEPTED)
    *before, end = log.recorded
    late = Recorded(replace(end.stamp, time_ms=end.stamp.time_ms + 86_400_000), end.event)
    log.recorded = [*before, late]

    assert measure(log, until="2026-11-03")["groups"][0]["accepted"] == 1
