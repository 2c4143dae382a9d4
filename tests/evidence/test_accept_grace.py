"""Between the last character and the accept command nothing is lost."""

import pytest

from tests.evidence.life import TEXT, URI, Life, check


def test_a_command_within_it_is_an_accept() -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT)
    life.insert(TEXT)
    life.wait(0.24)
    life.accept(suggestion)

    check(life, "accepted", accepted=12)


def test_without_a_command_it_is_typed_through_after_a_quarter_of_a_second() -> None:
    life = Life()
    life.offer_and_show("ok")
    life.write("ok")
    life.wait(0.24)
    assert life.outcomes == []

    life.wait(0.02)
    assert life.outcomes == [("s1", "typed_through", "complete")]


def test_an_escape_within_it_is_impossible_because_nothing_is_on_show() -> None:
    life = Life()
    suggestion = life.offer_and_show("ok")
    life.write("ok")
    life.dismiss(suggestion, "escape")

    check(life, "typed_through", typed=2)
    assert life.lifecycle.impossible == 1


def test_a_late_signal_of_a_word_within_it_is_counted_and_adds_no_visible_time() -> None:
    life = Life()
    suggestion = life.offer_and_show("one two")
    life.insert("one ")
    life.write("two")
    life.partial(suggestion, 4)

    row = check(life, "typed_through", accepted=4, typed=3)
    assert row.visible_ms == pytest.approx(1000)


def test_a_late_signal_that_it_was_visible_stops_no_other_s_time() -> None:
    life = Life()
    old = life.offer_and_show("ok", visible=0.4)
    life.write("ok")
    new = life.offer("\nreturn")
    life.show(new)
    life.show(old)
    life.wait(0.8)

    assert life.read_ids == [new]


def test_erasing_within_it_does_not_lose_that_all_was_typed() -> None:
    life = Life()
    life.offer_and_show("ok")
    life.write("ok")
    life.backspace()

    check(life, "typed_through", typed=2)


def test_what_the_editor_closed_offered_again_within_it_is_another_suggestion() -> None:
    life = Life()
    suggestion = life.offer_and_show("(x)")
    life.insert("(", ")")
    life.write("x")

    assert life.offer(")") != suggestion


def test_another_suggestion_within_it_does_not_lose_the_accept() -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT)
    life.insert(TEXT)
    life.offer("\nreturn items")
    life.accept(suggestion)

    check(life, "accepted", accepted=12)


def test_the_editor_s_own_edits_within_it_do_not_lose_the_accept() -> None:
    life = Life("x = $0\n")
    suggestion = life.offer_and_show(TEXT)
    life.insert(TEXT)
    life.replace(0, 1, "items")
    life.replace(len(life.text), len(life.text), "\n")
    life.accept(suggestion)

    check(life, "accepted", accepted=12)


def test_closing_within_it_does_not_lose_that_all_was_typed() -> None:
    life = Life()
    life.offer_and_show("ok")
    life.write("ok")
    life.lifecycle.close(URI, life.now)

    check(life, "typed_through", typed=2)


def test_the_end_of_the_session_within_it_does_not_lose_that_all_was_typed() -> None:
    life = Life()
    life.offer_and_show("ok")
    life.write("ok")
    life.lifecycle.end(life.now)

    assert life.outcomes == [("s1", "typed_through", "complete")]


def test_a_cursor_that_moves_with_the_accepted_text_ends_nothing() -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT)
    life.insert(TEXT)
    life.dismiss(suggestion, "cursor_left")
    life.accept(suggestion)

    check(life, "accepted", accepted=12)
