"""An accept that is taken back at once is still an accept, and undone."""

import pytest

from centaur.evidence.events import CorrectionEvent, DeliveredEvent, SurvivalEvent, UndoneEvent
from tests.evidence.life import TEXT, Life, check, only


def undo(life: Life, text: str = TEXT) -> None:
    """The inverse edit of an accept that ends at the cursor."""
    life.replace(life.cursor - len(text), life.cursor, "")


def test_the_inverse_edit_within_ten_seconds_undoes_an_accept() -> None:
    life = Life()
    suggestion = life.take()
    life.wait(9)
    undo(life)

    assert only(life.of(UndoneEvent)) == UndoneEvent(suggestion, 9000.0, 12)
    check(life, "accepted", accepted=12)
    assert {row.censored_reason for row in life.of(SurvivalEvent)} == {"undo"}
    assert life.of(CorrectionEvent) == []


def test_later_than_that_it_is_a_deletion() -> None:
    life = Life()
    life.take()
    life.wait(10.1)
    undo(life)

    assert life.of(UndoneEvent) == []


def test_what_was_typed_since_is_undone_first() -> None:
    life = Life()
    life.take()
    life.write(".x")
    life.backspace(2)
    undo(life)

    assert len(life.of(UndoneEvent)) == 1


def test_an_undo_of_the_whole_line_is_recognised_by_what_it_changes() -> None:
    life = Life("items.$0)\n")
    life.take()
    life.replace(0, len(life.text), "items.)\n")

    assert len(life.of(UndoneEvent)) == 1


@pytest.mark.parametrize("text", ["two ", "one two "])
def test_partial_accepts_are_undone_one_by_one_or_at_once(text: str) -> None:
    life = Life()
    suggestion = life.offer_and_show("one two three")
    for word in ("one ", "two "):
        life.insert(word)
        life.partial(suggestion, 4)
        life.ask_again()
    undo(life, text)

    assert only(life.of(UndoneEvent)).removed_chars == len(text)


@pytest.mark.parametrize("erased", [1, 5, 11])
def test_erasing_a_part_of_it_is_a_correction(erased: int) -> None:
    life = Life()
    life.take()
    undo(life, TEXT[-erased:])

    assert life.of(UndoneEvent) == []


def test_with_the_editor_s_word_for_it_any_accepted_character_taken_is_an_undo() -> None:
    life = Life()
    suggestion = life.take()
    life.insert("x")
    life.replace(life.cursor - 5, life.cursor, "")
    life.explain("undo")

    assert only(life.of(UndoneEvent)).suggestion_id == suggestion


def test_an_undo_of_what_was_typed_inside_takes_nothing_back() -> None:
    life = Life()
    life.take()
    life.cursor -= 1
    life.insert("x")
    life.backspace()
    life.explain("undo")

    assert life.of(UndoneEvent) == []


def test_an_undo_is_counted_once() -> None:
    life = Life()
    life.take()
    undo(life)
    life.explain("undo")
    life.insert(TEXT)
    undo(life)

    assert len(life.of(UndoneEvent)) == 1


def test_a_display_after_the_undo_of_an_accept_is_a_new_suggestion_that_names_the_old() -> None:
    life = Life()
    old = life.take()
    undo(life)
    new = life.offer(TEXT)

    assert new != old
    assert life.of(DeliveredEvent)[-1].previous_suggestion_id == old


def test_a_display_after_the_undo_of_a_word_is_a_new_suggestion_that_names_the_old() -> None:
    life = Life()
    old = life.offer_and_show("one two")
    life.insert("one ")
    life.partial(old, 4)
    undo(life, "one ")
    assert life.lifecycle.remainder("file:///main.py", life.cursor) is None
    new = life.offer("one two")

    assert new != old
    assert life.of(DeliveredEvent)[-1].previous_suggestion_id == old


def test_replacing_it_with_another_text_is_no_undo() -> None:
    life = Life()
    life.take()
    life.replace(life.cursor - len(TEXT), life.cursor, "zzz")

    assert life.of(UndoneEvent) == []


def test_an_undo_of_a_later_edit_does_not_answer_for_an_earlier_correction() -> None:
    life = Life()
    life.take()
    life.backspace(3)
    life.wait(1)
    life.cursor -= 1
    life.insert("x")
    life.wait(1)
    life.backspace()
    life.explain("undo")

    assert life.of(UndoneEvent) == []
    assert [row.censored_reason for row in life.of(SurvivalEvent)] == ["undo"] * 5


def test_the_last_word_alone_is_undone_when_it_completed_the_text() -> None:
    life = Life()
    suggestion = life.offer_and_show("one two")
    life.insert("one ")
    life.partial(suggestion, 4)
    life.insert("two")
    life.partial(suggestion, 7)
    life.accept(suggestion)
    undo(life, "two")

    assert only(life.of(UndoneEvent)).removed_chars == 3
