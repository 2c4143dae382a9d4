"""What is left of accepted text: looked at in time, and never called deleted when nobody could see."""

from collections.abc import Callable

import pytest

from centaur.evidence.events import CorrectionEvent, SurvivalEvent, UndoneEvent
from tests.evidence.life import TEXT, URI, Life, only

ALL = ["15", "30", "120", "300", "600"]


def looks(life: Life) -> list[tuple[str, bool | None, int | None, str]]:
    return [(r.moment, r.unchanged, r.retained_chars, r.censored_reason) for r in life.of(SurvivalEvent)]


def check(life: Life, *, unchanged: bool, edit_ratio: float, kept_ratio: float, retained: int) -> None:
    """What the first look sees."""
    life.wait(15)
    row = life.of(SurvivalEvent)[0]
    assert row.unchanged is unchanged
    assert row.edit_ratio == pytest.approx(edit_ratio, abs=0.001)
    assert row.kept_ratio == pytest.approx(kept_ratio, abs=0.001)
    assert row.retained_chars == retained


def test_accepted_text_is_looked_at_five_times_and_then_no_more() -> None:
    life = Life()
    suggestion = life.take()
    life.wait(3600)

    rows = life.of(SurvivalEvent)
    assert looks(life) == [(moment, True, 12, "") for moment in ALL]
    assert [row.after_ms for row in rows] == [15_000, 30_000, 120_000, 300_000, 600_000]
    assert {row.suggestion_id for row in rows} == {suggestion}
    assert life.lifecycle.next_deadline() is None


def test_a_late_timer_sees_what_stood_there_in_time() -> None:
    life = Life()
    life.take()
    life.wait(20, timers=False)
    life.backspace()

    assert looks(life) == [("15", True, 12, "")]


@pytest.mark.parametrize("command_first", [True, False])
def test_it_does_not_matter_whether_the_command_or_the_change_comes_first(command_first: bool) -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT)
    if command_first:
        life.accept(suggestion)
    life.insert(TEXT)
    if not command_first:
        life.accept(suggestion)

    check(life, unchanged=True, edit_ratio=0, kept_ratio=1, retained=12)


def test_edits_above_and_below_and_at_its_ends_change_nothing() -> None:
    life = Life("value = $0\nend\n")
    life.take()
    life.replace(0, 0, "import os\n")
    life.write(".sort()")
    life.replace(len(life.text), len(life.text), "more\n")

    check(life, unchanged=True, edit_ratio=0, kept_ratio=1, retained=12)


def test_an_edit_inside_counts_by_characters_and_by_tokens() -> None:
    life = Life()
    life.take()
    start = life.text.index("name")
    life.replace(start, start + 4, "other")

    check(life, unchanged=False, edit_ratio=4 / 13, kept_ratio=3 / 4, retained=8)


def test_a_formatter_s_run_is_no_edit_for_the_tokens() -> None:
    life = Life("$0\n")
    life.take("f(a,b)")
    life.replace(0, len(life.text), "f(\n    a,\n    b,\n)\n")

    check(life, unchanged=False, edit_ratio=12 / 18, kept_ratio=1, retained=6)


def test_text_deleted_by_hand_is_gone_and_not_censored() -> None:
    life = Life()
    life.take()
    life.wait(12)
    life.replace(life.cursor - 12, life.cursor, "")

    check(life, unchanged=False, edit_ratio=1, kept_ratio=0, retained=0)
    assert life.of(UndoneEvent) == []


def test_only_what_accepts_brought_is_retained_and_what_was_typed_along_is_not() -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT)
    life.write("app")
    life.insert("end(name)")
    life.accept(suggestion)

    check(life, unchanged=True, edit_ratio=0, kept_ratio=1, retained=9)


def test_words_are_followed_from_the_last_one_on() -> None:
    life = Life()
    suggestion = life.offer_and_show("one two three")
    for word in ("one ", "two "):
        life.insert(word)
        life.partial(suggestion, 4)
        life.ask_again()
        life.wait(5)
    life.wait(9.9)
    assert looks(life) == []

    life.wait(0.2)
    assert looks(life) == [("15", True, 8, "")]


def test_a_save_is_a_look_and_another_one_only_if_something_changed() -> None:
    life = Life()
    life.take()
    for _ in range(3):
        life.save()
    life.backspace()
    life.save()

    assert looks(life) == [("save", True, 12, ""), ("save", False, 11, "")]


def test_edits_of_accepted_text_are_one_correction_until_the_next_look() -> None:
    life = Life()
    suggestion = life.take()
    life.wait(4)
    life.backspace(2)
    life.cursor -= 1
    life.write("xy")
    life.wait(40)
    life.backspace()
    life.close()

    assert life.of(CorrectionEvent) == [
        CorrectionEvent(suggestion, 4000.0, 4, 2, 2),
        CorrectionEvent(suggestion, 44_000.0, 1, 1, 0),
    ]


ENDS: dict[str, Callable[[Life], None]] = {
    "document_closed": Life.close,
    "reload": lambda life: life.explain("reload"),
    "git": lambda life: life.explain("git"),
    "session_end": lambda life: life.lifecycle.end(life.now),
}


@pytest.mark.parametrize("reason", ENDS)
def test_rule_5_what_ends_the_tracking_is_a_reason_at_every_look_that_is_left(reason: str) -> None:
    life = Life()
    life.take()
    life.wait(20)
    if reason in ("reload", "git"):
        life.replace(0, len(life.text), "from elsewhere")
    ENDS[reason](life)
    life.wait(3600)

    assert looks(life) == [("15", True, 12, ""), *((moment, None, None, reason) for moment in ALL[1:])]


def test_rule_5_an_undo_that_reaches_into_it_later_is_a_reason_and_one_elsewhere_is_not() -> None:
    life = Life("value = $0\nend\n")
    life.take()
    life.wait(20)
    life.replace(0, 1, "")
    life.explain("undo")
    assert [row[3] for row in looks(life)] == [""]

    life.backspace(1)
    life.explain("undo")
    assert [row[3] for row in looks(life)] == ["", *["undo"] * 4]
    assert life.of(UndoneEvent) == []


def test_a_reason_for_another_document_ends_nothing() -> None:
    life = Life()
    life.take()
    life.lifecycle.explain("file:///other.py", "reload", life.now)
    life.lifecycle.close("file:///other.py", life.now)

    check(life, unchanged=True, edit_ratio=0, kept_ratio=1, retained=12)


def test_an_accept_whose_text_never_came_is_not_located() -> None:
    life = Life()
    life.accept(life.offer_and_show(TEXT))
    life.insert("something else")
    life.wait(3)

    assert [row[3] for row in looks(life)] == ["not_located"] * 5


def test_an_accept_whose_text_had_not_come_when_the_session_ended_is_not_located() -> None:
    life = Life()
    life.accept(life.offer_and_show(TEXT))
    life.lifecycle.end(life.now)

    assert [row[3] for row in looks(life)] == ["not_located"] * 5


def test_rejected_and_typed_text_is_not_followed() -> None:
    life = Life()
    life.dismiss(life.offer_and_show(TEXT), "escape")
    life.offer_and_show("ok")
    life.write("ok")
    life.wait(3600)

    assert looks(life) == []


def test_what_stands_there_in_the_end_is_kept_as_text() -> None:
    life = Life()
    suggestion = life.take()
    life.backspace()
    life.wait(600)

    assert life.kept == [("final", suggestion, TEXT[:-1])]


def test_two_accepted_texts_of_one_document_are_followed_apart() -> None:
    life = Life()
    first = life.take()
    life.insert("\n")
    second = life.take("other()")
    life.backspace()
    life.wait(15)

    assert {row.suggestion_id: row.unchanged for row in life.of(SurvivalEvent)} == {
        first: True,
        second: False,
    }
    assert only({row.suggestion_id for row in life.of(CorrectionEvent)}) == second
    assert URI not in repr(life.events)


def test_a_correction_is_timed_by_its_first_edit() -> None:
    life = Life()
    life.take()
    life.wait(2)
    life.backspace()
    life.wait(2)
    life.backspace()
    life.wait(30)

    assert only(life.of(CorrectionEvent)).after_ms == 2000


def test_a_late_look_is_dated_by_when_it_was_due() -> None:
    life = Life()
    life.take()
    life.wait(100, timers=False)
    life.lifecycle.tick(life.now)

    assert [row.after_ms for row in life.of(SurvivalEvent)] == [15_000, 30_000]


def test_what_was_looked_at_for_the_last_time_is_not_begun_again() -> None:
    life = Life()
    suggestion = life.offer_and_show("one two three")
    for word in ("one ", "two "):
        life.insert(word)
        life.partial(suggestion, 4)
        life.ask_again()
        life.wait(700)

    assert [row.moment for row in life.of(SurvivalEvent)] == ALL
