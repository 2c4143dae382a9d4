"""What ends a suggestion, and as what."""

import pytest

from centaur.evidence.events import OutcomeEvent
from centaur.evidence.lifecycle import Offered
from centaur.text.buffer import Edit
from tests.evidence.life import TEXT, URI, Life, check, only


def test_the_last_character_typed_by_hand_is_agreement_but_no_accept() -> None:
    life = Life()
    life.offer_and_show("ok")
    life.write("ok")

    assert check(life, "typed_through", typed=2).evidence == "observed"


@pytest.mark.parametrize("reason", ["escape", "command", "thumbs_down"])
def test_a_dismissal_by_key_or_command_is_explicit_and_written_at_once(reason: str) -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT)
    life.dismiss(suggestion, reason)

    assert life.outcomes == [(suggestion, "rejected_explicit", reason)]
    assert only(life.of(OutcomeEvent)).evidence == "explicit"


def test_other_text_after_reading_is_an_implicit_rejection() -> None:
    life = Life()
    life.offer_and_show(TEXT)
    life.insert("q")

    assert check(life, "rejected_implicit", reason="typed_else").evidence == "observed"


def test_other_text_before_reading_is_ignored() -> None:
    life = Life()
    life.offer_and_show(TEXT, visible=0.5)
    life.insert("q")

    check(life, "ignored", reason="typed_else")


def test_backspace_past_the_anchor_after_reading_is_an_implicit_rejection() -> None:
    life = Life()
    life.offer_and_show(TEXT)
    life.write("ap")
    life.backspace(3)

    check(life, "rejected_implicit", reason="backspace")


def test_backspace_within_what_was_typed_along_ends_nothing() -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT)
    life.write("app")
    life.backspace(3)
    life.wait(10)

    assert life.outcomes == []
    assert life.lifecycle.remainder(URI, life.cursor) == (suggestion, TEXT)


def test_backspace_past_where_the_text_was_first_shown_goes_past_the_anchor() -> None:
    life = Life()
    life.offer(TEXT)
    life.write("app")
    life.show(life.ask_again())
    life.wait(1)
    life.backspace()

    check(life, "rejected_implicit", reason="backspace")


@pytest.mark.parametrize("reason", ["cursor_left", "editor_switched"])
def test_turning_away_is_ignored_however_long_it_was_read(reason: str) -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT)
    life.dismiss(suggestion, reason)

    check(life, "ignored", reason=reason)


def test_closing_the_document_is_ignored() -> None:
    life = Life()
    life.offer_and_show(TEXT)
    life.lifecycle.close(URI, life.now)

    check(life, "ignored", reason="document_closed")


def test_another_suggestion_supersedes_the_one_on_show() -> None:
    life = Life()
    life.offer_and_show(TEXT)
    life.offer("other")

    check(life, "ignored", reason="superseded")


def test_a_partial_accept_then_escape_is_a_rejection_with_accepted_characters() -> None:
    life = Life()
    suggestion = life.offer_and_show("one two")
    life.insert("one ")
    life.partial(suggestion, 4)
    life.dismiss(suggestion, "escape")

    check(life, "rejected_explicit", accepted=4)


def test_a_partial_accept_then_other_text_is_a_rejection_with_accepted_characters() -> None:
    life = Life()
    suggestion = life.offer_and_show("one two", visible=0.4)
    life.insert("one ")
    life.partial(suggestion, 4)
    life.insert("q")

    check(life, "rejected_implicit", accepted=4)


def test_what_is_decided_is_not_decided_again() -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT)
    life.insert(TEXT)
    life.accept(suggestion)
    life.lifecycle.end(life.now)

    assert life.outcomes == [(suggestion, "accepted", "command")]


def test_provisional_ends_become_final() -> None:
    life = Life()
    life.offer_and_show(TEXT)
    life.insert("q")
    life.lifecycle.end(life.now)

    assert life.outcomes == [("s1", "rejected_implicit", "typed_else")]


def test_what_is_open_is_left_open() -> None:
    life = Life()
    life.offer_and_show(TEXT)
    life.lifecycle.end(life.now)

    assert life.outcomes == []


def test_what_happens_in_one_document_concerns_no_suggestion_of_another() -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT)
    other = "file:///other.py"
    life.lifecycle.offer(Offered(other, life.cursor, "other", "o9", "g9", "fresh"), life.now)
    life.lifecycle.edit(other, Edit(0, "", "import os\n"), life.now)
    life.lifecycle.close(other, life.now)
    life.wait(10)

    assert life.outcomes == []
    assert life.lifecycle.remainder(URI, life.cursor) == (suggestion, TEXT)


@pytest.mark.parametrize("reason", ["reload", "git"])
@pytest.mark.parametrize("visible", [0.5, 1.0])
@pytest.mark.parametrize("told_first", [True, False])
def test_text_that_comes_from_outside_is_a_reload_and_no_rejection(
    reason: str, visible: float, told_first: bool
) -> None:
    life = Life()
    life.offer_and_show(TEXT, visible=visible)
    if told_first:
        life.explain(reason)
    life.insert("another text")
    if not told_first:
        life.wait(0.05)
        life.explain(reason)

    check(life, "ignored", reason="reload")


def test_a_reload_that_brings_the_very_text_is_not_typing_it() -> None:
    life = Life()
    life.offer_and_show(TEXT)
    life.insert(TEXT)
    life.explain("reload")

    check(life, "ignored", reason="reload")


def test_a_reload_does_not_take_back_what_the_human_had_decided_before() -> None:
    life = Life()
    life.offer_and_show(TEXT)
    life.insert("q")
    life.wait(1)
    life.insert("another text")
    life.explain("reload")

    check(life, "rejected_implicit", reason="typed_else")


@pytest.mark.parametrize("reason", ["undo", "redo", "paste", "refactor", "unheard of"])
def test_other_reasons_leave_the_outcome_to_the_text(reason: str) -> None:
    life = Life()
    life.offer_and_show(TEXT)
    life.insert("q")
    life.explain(reason)

    check(life, "rejected_implicit", reason="typed_else")
