"""What document changes and requests alone tell of whether a suggestion was seen, and of its passive ends."""

from collections.abc import Callable

import pytest

from centaur.evidence.events import PartialEvent, ReadEvent, ShownEvent
from centaur.text.buffer import Edit
from tests.evidence.life import TEXT, URI, only
from tests.evidence.silent import OTHER, Silent, check_nothing_told, check_silent


def test_other_text_at_the_cursor_750_ms_after_delivery_is_an_implicit_rejection() -> None:
    life = Silent()
    life.offer_and_wait(seconds=0.75)
    life.insert("q")

    check_silent(life, "rejected_implicit", reason="typed_else")
    assert only(life.of(ReadEvent)).visible_ms == pytest.approx(750)


def test_other_text_at_the_cursor_before_that_is_ignored() -> None:
    life = Silent()
    life.offer_and_wait(seconds=0.74)
    life.insert("q")

    check_silent(life, "ignored", reason="typed_else")
    assert life.read_ids == []


def test_other_text_within_300_ms_tells_nothing_about_a_text_that_nobody_saw() -> None:
    life = Silent()
    life.offer_and_wait(seconds=0.29)
    life.insert("q")

    check_nothing_told(life)


def test_what_was_typed_within_60_ms_was_not_typed_from_the_screen() -> None:
    life = Silent()
    life.offer_and_wait("ok", seconds=0.05)
    life.write("ok")

    check_nothing_told(life)


def test_the_time_from_the_delivery_on_counts_however_often_the_editor_asks_again() -> None:
    life = Silent()
    life.offer_and_wait(seconds=0.4)
    life.insert("a")
    life.offer(TEXT[1:])
    life.wait(0.4)
    life.insert("q")

    check_silent(life, "rejected_implicit", typed=1)
    assert only(life.of(ReadEvent)).visible_ms == pytest.approx(800)


def test_a_word_picked_from_a_list_instead_is_an_implicit_rejection() -> None:
    life = Silent()
    life.offer_and_wait()
    life.insert("extend()")

    check_silent(life, "rejected_implicit")


def test_other_lines_at_once_may_come_from_disk_and_prove_nobody_there() -> None:
    life = Silent()
    life.offer_and_wait()
    life.insert("extend(names)\nvalue = 1")

    check_nothing_told(life)


def test_waiting_alone_shows_nothing() -> None:
    life = Silent()
    life.offer_and_wait(seconds=600)

    check_nothing_told(life)


def test_a_later_request_at_the_cursor_tells_that_it_was_read() -> None:
    life = Silent()
    life.offer_and_wait()
    life.ask()

    assert (life.shown_ids, life.read_ids) == (["s1"], ["s1"])
    life.wait(700)
    assert life.outcomes == []


def test_after_the_last_proof_the_clock_stands() -> None:
    life = Silent()
    life.offer_and_wait(seconds=0.4)
    life.ask()
    life.wait(600)

    assert only(life.of(ShownEvent)).visible_ms == pytest.approx(400)
    assert life.read_ids == []


@pytest.mark.parametrize(
    ("uri", "offset", "reason"), [(URI, 0, "cursor_left"), (OTHER, 8, "editor_switched")]
)
def test_a_request_elsewhere_ends_what_was_seen_as_ignored(uri: str, offset: int, reason: str) -> None:
    life = Silent()
    life.offer_and_wait()
    life.ask()
    life.wait(1)
    life.ask(uri, offset)

    check_silent(life, "ignored", reason=reason)


def test_a_request_elsewhere_does_not_tell_how_long_the_cursor_stayed() -> None:
    life = Silent()
    life.offer_and_wait(seconds=60)
    life.ask(offset=0)

    check_nothing_told(life)


def test_a_change_elsewhere_does_not_tell_either_and_the_suggestion_can_still_be_taken() -> None:
    life = Silent()
    life.offer_and_wait()
    life.replace(0, 0, "# comment\n")
    assert life.shown_ids == []
    life.wait(10)
    life.insert(TEXT)

    check_silent(life, "accepted", accepted=len(TEXT))
    assert only(life.of(ReadEvent)).visible_ms == 0


def test_back_at_the_cursor_the_clock_begins_anew() -> None:
    life = Silent()
    life.offer_and_wait()
    life.replace(0, 0, "# comment\n")
    life.wait(10)
    life.insert("a")
    life.wait(0.8)
    life.insert("q")

    check_silent(life, "rejected_implicit", typed=1)
    assert only(life.of(ReadEvent)).visible_ms == pytest.approx(800)


def test_several_cursors_writing_along_are_typed_along() -> None:
    life = Silent()
    life.offer_and_wait()
    life.inference.edit(URI, [Edit(life.cursor, "", "a"), Edit(0, "", "a")], life.now)

    assert life.shown_ids == ["s1"]
    assert life.of(PartialEvent) == []


def test_a_closed_document_ends_what_was_seen() -> None:
    life = Silent()
    life.offer_and_wait()
    life.ask()
    life.inference.closed(URI, life.now)

    check_silent(life, "ignored", reason="document_closed")


@pytest.mark.parametrize("later", [lambda life: life.ask(OTHER, 0), lambda life: life.insert(TEXT)])
def test_what_a_reload_has_ended_is_not_judged_again(later: Callable[[Silent], object]) -> None:
    life = Silent()
    life.offer_and_wait()
    life.ask()
    life.replace(0, 0, "# from disk\n")
    life.explain("reload")
    life.wait(3)
    later(life)

    check_silent(life, "ignored", reason="reload")
