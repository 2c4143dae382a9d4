"""What survives of accepted text, and its share of all that was written."""

from collections.abc import Callable
from dataclasses import replace

from centaur.evidence.events import (
    Moment,
    SurvivalEvent,
    TypingEvent,
    UndoneEvent,
)
from tests.metrics.conftest import Measure
from tests.support.event_tables import (
    ACCEPTED,
    ESCAPED,
    LEFT,
    LEFT_READ,
    EventLog,
)


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
