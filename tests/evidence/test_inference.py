"""What is told of a suggestion by an editor that sends no signal: document changes and requests alone."""

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centaur.evidence.events import ImpossibleEvent, OutcomeEvent, PartialEvent
from tests.evidence.life import TEXT, URI, check, only
from tests.evidence.silent import OTHER, Silent, check_silent


def test_the_rest_in_one_change_is_an_accept() -> None:
    life = Silent()
    life.offer_and_wait()
    life.insert(TEXT)

    check_silent(life, "accepted", accepted=len(TEXT), reason="inserted")
    assert life.read_ids == ["s1"]


def test_an_accept_as_soon_as_the_text_arrives_is_an_accept() -> None:
    life = Silent()
    life.offer(TEXT)
    life.insert(TEXT)

    check_silent(life, "accepted", accepted=len(TEXT))


def test_several_characters_in_one_change_are_a_part_accepted_and_no_end() -> None:
    life = Silent()
    life.offer_and_wait()
    life.insert("append")
    life.wait(10)

    assert only(life.of(PartialEvent)) == PartialEvent("s1", "word", 6)
    assert life.outcomes == []


def test_a_part_up_to_the_end_of_the_line_is_a_line() -> None:
    life = Silent()
    life.offer_and_wait("first\nsecond")
    life.insert("first")

    assert only(life.of(PartialEvent)).unit == "line"


def test_words_until_nothing_is_left_are_one_accept() -> None:
    life = Silent()
    life.offer_and_wait("one two")
    life.insert("one")
    life.offer(" two")
    life.wait(1)
    life.insert(" two")

    check_silent(life, "accepted", accepted=7)
    assert len(life.of(PartialEvent)) == 1


def test_a_part_accepted_and_the_rest_by_hand_is_typed_through() -> None:
    life = Silent()
    life.offer_and_wait()
    life.insert("append")
    life.wait(1)
    life.write("(name)")

    check_silent(life, "typed_through", accepted=6, typed=6)


def test_who_brought_one_last_character_after_accepted_words_is_not_guessed() -> None:
    life = Silent()
    life.offer_and_wait()
    life.insert("append(name")
    life.offer(")")
    life.wait(0.3)
    life.insert(")")
    life.wait(700)

    assert only(life.of(PartialEvent)).accepted_chars == len(TEXT) - 1
    assert life.outcomes == [("s1", "orphaned", "untold")]


def test_who_brought_one_last_character_after_a_pause_is_not_guessed() -> None:
    life = Silent()
    life.offer_and_wait()
    life.write(TEXT[:-1])
    life.wait(0.4)
    life.ask()
    life.wait(0.35)
    life.insert(TEXT[-1])
    life.wait(700)

    assert life.read_ids == ["s1"]
    assert life.outcomes == [("s1", "orphaned", "untold")]


def test_a_part_by_hand_and_the_rest_at_once_is_an_accept_of_the_rest() -> None:
    life = Silent()
    life.offer_and_wait()
    life.write("app")
    life.wait(1)
    life.insert("end(name)")

    check_silent(life, "accepted", accepted=9, typed=3)


def test_character_by_character_to_the_end_is_typed_through() -> None:
    life = Silent()
    life.offer_and_wait()
    life.write(TEXT)

    check_silent(life, "typed_through", typed=len(TEXT))


@pytest.mark.parametrize("key", ["\n    ", "\r\n\t", "    "])
def test_what_one_key_brings_is_typed_along(key: str) -> None:
    life = Silent()
    life.offer_and_wait(key + "return")
    life.insert(key)
    life.wait(10)

    assert life.of(PartialEvent) == []
    assert life.outcomes == []


def test_what_the_editor_closes_by_itself_is_typed_along() -> None:
    life = Silent()
    life.offer_and_wait("(name)")
    life.insert("(", closed=")")

    assert life.of(PartialEvent) == []


def test_what_undo_took_and_redo_brings_back_is_typed_along() -> None:
    life = Silent()
    life.offer_and_wait()
    life.write("append")
    life.replace(life.cursor - 6, life.cursor, "")
    life.replace(life.cursor, life.cursor, "append")

    assert life.of(PartialEvent) == []


def test_of_several_candidates_the_first_was_shown() -> None:
    life = Silent()
    life.offer(TEXT, "extend(names)")
    life.wait(1)
    life.insert("q")

    check_silent(life, "rejected_implicit")
    assert life.shown_ids == ["s1"]


def test_the_first_signal_of_the_client_ends_inference_for_good() -> None:
    life = Silent()
    suggestion = life.offer_and_wait()
    life.inference.heard()
    life.show(suggestion)
    life.wait(1)
    life.insert(TEXT)
    assert check(life, "typed_through", typed=len(TEXT)).evidence == "observed"

    life.offer_and_wait("\nnext")
    life.insert("\nnext")
    assert life.shown_ids == ["s1"]


def test_an_accept_command_after_the_accept_was_inferred_is_the_same_accept() -> None:
    life = Silent()
    suggestion = life.offer(TEXT)
    life.insert(TEXT)
    life.inference.heard()
    life.partial(suggestion, len(TEXT))
    life.accept(suggestion)

    check_silent(life, "accepted", accepted=len(TEXT))


def test_an_editor_that_only_runs_the_accept_command_is_believed_and_all_else_still_inferred() -> None:
    life = Silent()
    for text in (TEXT, "\nnext"):
        suggestion = life.offer_and_wait(text)
        life.insert(text)
        life.inference.heard_accept()
        life.accept(suggestion)
    life.offer_and_wait("\nlast")
    life.insert("q")
    life.wait(3)

    told = [(row.outcome, row.evidence) for row in life.of(OutcomeEvent)]
    assert told == [("accepted", "inferred"), ("accepted", "explicit"), ("rejected_implicit", "inferred")]
    assert life.lifecycle.impossible == 0


def test_once_accepts_are_told_a_completed_text_without_the_command_was_typed() -> None:
    life = Silent()
    life.inference.heard_accept()
    life.offer_and_wait()
    life.insert(TEXT)

    check_silent(life, "typed_through", typed=len(TEXT))


Act = Callable[[Silent], object]
TEXTS = st.sampled_from(["aab", "aa", "ab\nb", "f(a)", "b"])
ACTS = st.one_of(
    st.builds(lambda text: lambda life: life.offer(text), TEXTS),
    st.builds(
        lambda text: lambda life: life.insert(text), st.sampled_from(["a", "b", "ab", "f(a)", "q", "\n"])
    ),
    st.builds(lambda: lambda life: life.insert("(", ")")),
    st.builds(lambda: lambda life: life.backspace() if life.cursor else None),
    st.builds(
        lambda offset: lambda life: life.replace(min(offset, len(life.text)), len(life.text), "a"),
        st.integers(0, 9),
    ),
    st.builds(
        lambda uri, offset: lambda life: life.ask(uri, offset),
        st.sampled_from([URI, OTHER]),
        st.integers(0, 9),
    ),
    st.builds(lambda: lambda life: life.inference.closed(URI, life.now)),
    st.builds(lambda: lambda life: life.explain("reload")),
    st.builds(lambda seconds: lambda life: life.wait(seconds), st.sampled_from([0.05, 0.3, 0.75, 2.0, 30.0])),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(ACTS, max_size=30))
def test_whatever_is_inferred_is_possible_said_once_and_called_inferred(acts: list[Act]) -> None:
    life = Silent("aab$0")
    for act in acts:
        act(life)
    life.lifecycle.end(life.now)

    outcomes = life.of(OutcomeEvent)
    assert life.of(ImpossibleEvent) == []
    assert {row.evidence for row in outcomes} <= {"inferred"}
    assert max(Counter(row.suggestion_id for row in outcomes).values(), default=1) == 1
    assert set(life.read_ids) <= set(life.shown_ids)
