"""The report over hand-made logs: every figure here was worked out by hand."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from centaur.evidence.events import (
    DeliveredEvent,
    GenerationEvent,
    Moment,
    Recorded,
    SurvivalEvent,
    TypingEvent,
    UndoneEvent,
)
from centaur.metrics.options import Options
from centaur.metrics.report import report
from tests.support.event_tables import (
    ACCEPTED,
    ESCAPED,
    LEFT,
    LEFT_READ,
    NOON,
    OPEN,
    ORPHANED,
    SIBLING,
    TYPED,
    TYPED_OVER,
    UNSEEN,
    EventLog,
    Told,
    stored,
)

NOW = datetime.fromtimestamp(NOON / 1000, UTC)
NOT_DELIVERED = [
    Told(result="suppressed", reason="trigger"),
    Told(result="suppressed", reason="budget"),
    Told(result="failed", reason="deadline"),
    Told(result="empty", reason="not_sure"),
    Told(result="filtered", reason="syntax"),
]
NO_OPPORTUNITIES = [
    *(Told(result="suppressed", reason=reason) for reason in ("paused", "language", "excluded", "untrusted")),
    Told(result="cancelled", reason="superseded"),
    replace(UNSEEN, source="reuse"),
]

Measure = Callable[..., dict[str, Any]]


@pytest.fixture
def measure(tmp_path: Path) -> Measure:
    def measured(log: EventLog, **asked: Any) -> dict[str, Any]:
        with stored(log.recorded, tmp_path) as ask:
            return report(ask, Options.of(now=NOW, **asked))

    return measured


@pytest.fixture
def check(measure: Measure) -> Callable[..., None]:
    """Check figures of the whole; a rate is checked by its value."""

    def checked(log: EventLog, **expected: Any) -> None:
        whole = measure(log)["groups"][0]
        found = {name: whole[name] for name in expected}
        assert {name: f["value"] if isinstance(f, dict) else f for name, f in found.items()} == expected

    return checked


def test_a_log_without_events_has_every_figure_of_the_contract_and_invents_none(measure: Measure) -> None:
    found = measure(EventLog())

    rate = {"value": None, "ci95": None, "clusters": 0, "n": 0}
    survival = {mark: {**rate, "censored": 0} for mark in ("15", "30", "120", "300", "600")}
    times = {"p50": None, "p95": None, "p99": None}
    assert found == {
        "definitions": 1,
        "since": "2026-10-05T00:00:00Z",
        "until": "2026-11-03T00:00:00Z",
        "origin": "own",
        "evidence": "all",
        "groups": [
            {
                "by": {},
                **dict.fromkeys(
                    (
                        *("opportunities", "displays", "shown", "viewed", "accepted", "partially_accepted"),
                        *("rejected", "rejected_explicit", "rejected_implicit", "ignored", "typed_through"),
                        *("unseen", "orphaned", "open", "undone"),
                    ),
                    0,
                ),
                **dict.fromkeys(
                    (
                        *("acceptance_rate", "viewed_acceptance_rate", "char_weighted_acceptance"),
                        *("chars_per_opportunity", "explicit_rejection_rate", "ignored_rate"),
                        *("typed_through_rate", "show_rate", "undo_rate", "ai_share"),
                        *("cost_per_accepted_usd", "cost_per_1000_retained_usd"),
                    ),
                    rate,
                ),
                "retained_chars_per_opportunity": survival,
                "unchanged": survival,
                "mostly_unchanged": survival,
                "kept_ratio": survival,
                "latency_ms": times,
                "first_token_ms": times,
                "filtered": {},
                "changed": {},
                "cost_usd": None,
                "cost_saved_usd": None,
            }
        ],
    }
    assert json.loads(json.dumps(found)) == found


def test_every_end_of_a_suggestion_is_counted_once(check: Callable[..., None]) -> None:
    every = (ACCEPTED, ACCEPTED, ESCAPED, TYPED_OVER, LEFT, TYPED, ORPHANED, OPEN, UNSEEN)

    check(
        EventLog().session("one", *every),
        opportunities=9,
        displays=8,
        shown=8,
        viewed=5,
        accepted=2,
        partially_accepted=0,
        rejected=2,
        rejected_explicit=1,
        rejected_implicit=1,
        ignored=1,
        typed_through=1,
        unseen=1,
        orphaned=1,
        open=1,
        acceptance_rate=2 / 8,
        viewed_acceptance_rate=2 / 5,
        explicit_rejection_rate=1 / 5,
        typed_through_rate=1 / 5,
        show_rate=8 / 9,
    )


def test_rates_over_viewed_count_only_what_was_viewed(check: Callable[..., None]) -> None:
    escaped_at_once = replace(ESCAPED, read=False)

    check(
        EventLog().session("one", ACCEPTED, escaped_at_once, LEFT, LEFT_READ),
        viewed=2,
        rejected_explicit=1,
        ignored=2,
        explicit_rejection_rate=0,
        ignored_rate=1 / 2,
    )


def test_an_accept_is_viewed_although_nothing_says_that_it_was_read(check: Callable[..., None]) -> None:
    check(EventLog().session("one", replace(ACCEPTED, read=False)), viewed=1, viewed_acceptance_rate=1)


def test_a_candidate_that_lost_to_another_is_in_no_figure(check: Callable[..., None]) -> None:
    lost = replace(SIBLING, read=True, part=3)

    check(
        EventLog().session("one", ACCEPTED, lost),
        displays=1,
        shown=1,
        viewed=1,
        ignored=0,
        partially_accepted=0,
        unseen=0,
        acceptance_rate=1,
    )


def test_a_suggestion_delivered_again_is_one_suggestion(check: Callable[..., None]) -> None:
    again = replace(ACCEPTED, deliveries=3)

    check(EventLog().session("one", again, UNSEEN), displays=3, shown=1, accepted=1, unseen=1)


def test_cancelled_reused_and_unwanted_requests_are_no_opportunities(check: Callable[..., None]) -> None:
    log = EventLog().session("one", ACCEPTED, *NO_OPPORTUNITIES)

    check(log, opportunities=1, show_rate=1, chars_per_opportunity=10)


def test_requests_that_the_copilot_itself_left_unanswered_are_opportunities(
    check: Callable[..., None],
) -> None:
    log = EventLog().session("one", ACCEPTED, *NOT_DELIVERED)

    check(log, opportunities=6, show_rate=1 / 6, chars_per_opportunity=10 / 6)


def test_what_a_guard_dropped_is_counted_by_its_name(measure: Measure) -> None:
    dropped = [Told(result="filtered", reason=reason) for reason in ("syntax", "echo", "syntax")]

    whole = measure(EventLog().session("one", ACCEPTED, *dropped, Told(result="empty", reason="not_sure")))

    assert whole["groups"][0]["filtered"] == {"echo": 1, "syntax": 2}


def test_characters_are_weighed_over_what_was_viewed(check: Callable[..., None]) -> None:
    log = EventLog().session(
        "one",
        replace(ACCEPTED, offered=40, accepted=30),
        replace(LEFT_READ, offered=20, accepted=6, part=6),
        replace(LEFT, offered=500),
    )

    check(log, char_weighted_acceptance=36 / 60, chars_per_opportunity=36 / 3, partially_accepted=1)


def test_a_part_accepted_counts_while_nothing_is_decided_yet(check: Callable[..., None]) -> None:
    half = replace(OPEN, read=True, part=4)

    check(
        EventLog().session("one", half),
        open=1,
        accepted=0,
        partially_accepted=1,
        chars_per_opportunity=4,
        char_weighted_acceptance=4 / 10,
    )


def test_the_interval_stands_on_sessions_and_not_on_suggestions(measure: Measure) -> None:
    # As in the statistics' own example: 1, 3, 2, 2, 2 accepted of 4, which makes 0.5 +- 0.21949.
    log = EventLog()
    for session, accepted in enumerate((1, 3, 2, 2, 2)):
        log.session(f"session {session}", *[ACCEPTED] * accepted, *[LEFT] * (4 - accepted))

    rate = measure(log)["groups"][0]["acceptance_rate"]

    assert rate == {
        "value": 0.5,
        "ci95": pytest.approx([0.28051, 0.71949], abs=1e-5),
        "clusters": 5,
        "n": 20,
    }


@pytest.mark.parametrize(("minutes", "clusters"), [(29, 1), (31, 2)])
def test_half_an_hour_without_a_request_begins_another_session(
    measure: Measure, minutes: float, clusters: int
) -> None:
    log = EventLog().session("one", ACCEPTED).requests(ACCEPTED, after=minutes)

    assert measure(log)["groups"][0]["acceptance_rate"]["clusters"] == clusters


def test_requests_that_count_for_nothing_else_still_keep_a_session_alive(measure: Measure) -> None:
    log = EventLog().session("one", ACCEPTED)
    log.requests(Told(result="cancelled"), after=20).requests(ACCEPTED, after=20)

    assert measure(log)["groups"][0]["acceptance_rate"]["clusters"] == 1


def test_windows_open_at_once_are_sessions_of_their_own(measure: Measure) -> None:
    log = EventLog().session("one", ACCEPTED).session("two", ACCEPTED)

    assert measure(log)["groups"][0]["acceptance_rate"]["clusters"] == 2


def test_percentiles_are_times_that_occurred(measure: Measure) -> None:
    # By nearest rank, of 1 to 10 ms: the 5th, and twice the 10th.
    answered = [replace(UNSEEN, latency=float(ms)) for ms in range(10, 0, -1)]
    unanswered = Told(result="empty", latency=900.0)

    whole = measure(EventLog().session("one", *answered, unanswered))["groups"][0]

    assert whole["latency_ms"] == {"p50": 5.0, "p95": 10.0, "p99": 10.0}
    assert whole["first_token_ms"] == {"p50": None, "p95": None, "p99": None}


def test_the_first_token_is_that_of_the_generation_delivered(measure: Measure) -> None:
    log = EventLog().session("one", *(replace(UNSEEN, first_token=float(ms)) for ms in (300, 100, 200)))

    assert measure(log)["groups"][0]["first_token_ms"] == {"p50": 200.0, "p95": 300.0, "p99": 300.0}


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
    log = EventLog().session("one", replace(NOT_DELIVERED[-1], engine="model", model="first"))
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


def seen(number: int, moment: Moment, edit_ratio: float, kept: float | None, retained: int) -> SurvivalEvent:
    return SurvivalEvent(f"s{number}", moment, 0.0, 10, edit_ratio == 0, edit_ratio, kept, retained)


def unseen(number: int, moment: Moment, reason: str) -> SurvivalEvent:
    return SurvivalEvent(f"s{number}", moment, 0.0, 10, censored_reason=reason)


def test_what_survives_is_a_share_of_what_was_looked_at_with_the_censored_beside_it(measure: Measure) -> None:
    log = EventLog().session("one", ACCEPTED, ACCEPTED, ACCEPTED, ACCEPTED, replace(ESCAPED, part=4))
    log.write(seen(1, "15", 0.0, 1.0, 10))
    log.write(seen(2, "15", 0.33, 0.5, 6))
    log.write(seen(3, "15", 0.34, None, 0))
    log.write(unseen(4, "15", "undo"))
    log.write(seen(5, "15", 0.0, 1.0, 4))
    log.write(seen(1, "save", 1.0, 0.0, 0))
    log.write(seen(1, "300", 1.0, 0.0, 0))
    whole = measure(log)["groups"][0]

    one = {"ci95": None, "clusters": 1}
    assert whole["unchanged"]["15"] == {"value": 1 / 3, "n": 3, "censored": 1, **one}
    assert whole["mostly_unchanged"]["15"] == {"value": 2 / 3, "n": 3, "censored": 1, **one}
    assert whole["kept_ratio"]["15"] == {"value": 0.75, "n": 2, "censored": 1, **one}
    assert whole["unchanged"]["300"] == {"value": 0.0, "n": 1, "censored": 0, **one}
    assert whole["unchanged"]["600"] == {"value": None, "n": 0, "censored": 0, **one, "clusters": 0}
    retained = whole["retained_chars_per_opportunity"]
    assert [retained[seconds]["value"] for seconds in ("15", "300", "600")] == [20 / 5, 0, None]
    assert (retained["15"]["n"], retained["15"]["clusters"]) == (5, 1)


def test_survival_is_grouped_as_its_suggestions_are(measure: Measure) -> None:
    log = EventLog().session("one", ACCEPTED, replace(ACCEPTED, language="go"))
    log.write(seen(1, "30", 0.0, 1.0, 10))
    log.write(seen(2, "30", 1.0, 0.0, 0))
    groups = measure(log, by=("language",))["groups"]

    found = {group["by"].get("language", ""): group["unchanged"]["30"]["value"] for group in groups}
    assert found == {"": 0.5, "go": 0.0, "python": 1.0}


def test_an_accept_that_was_undone_is_still_an_accept(check: Callable[..., None]) -> None:
    log = EventLog().session("one", ACCEPTED, ACCEPTED, LEFT_READ, LEFT)
    log.write(UndoneEvent("s1", 2_000.0, 10))

    check(log, accepted=2, undone=1, undo_rate=1 / 3)


def test_the_share_of_accepted_characters_leaves_out_what_nobody_typed(check: Callable[..., None]) -> None:
    log = EventLog().session("one", ACCEPTED)
    log.write(TypingEvent(30, 500, 10, 900))
    log.write(TypingEvent(60, 0, 0, 0))

    check(log, ai_share=10 / 100)


def test_typing_before_any_request_counts_too(check: Callable[..., None]) -> None:
    log = EventLog().session("one")
    log.write(TypingEvent(30, 0, 10, 0))

    check(log, ai_share=0.25)


def test_typing_has_a_day_and_an_editor_but_no_language(measure: Measure) -> None:
    log = EventLog().session("one", ACCEPTED)
    log.write(TypingEvent(30, 0, 10, 0))
    by_language = measure(log, by=("language",))["groups"]
    by_editor = measure(log, by=("day", "editor"))["groups"]

    assert [group["ai_share"]["value"] for group in by_language] == [0.25, None]
    assert [group["ai_share"]["value"] for group in by_editor] == [0.25, 0.25]
