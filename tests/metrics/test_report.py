"""The report over hand-made logs: every figure here was worked out by hand."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.metrics.conftest import Measure
from tests.support.event_tables import (
    ACCEPTED,
    ESCAPED,
    LEFT,
    LEFT_READ,
    OPEN,
    ORPHANED,
    SIBLING,
    TYPED,
    TYPED_OVER,
    UNSEEN,
    EventLog,
    Told,
)

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
                "cost_estimated_usd": None,
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
