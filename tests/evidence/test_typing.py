"""Whose characters they are: the share of accepts among what hands and accepts brought is honest."""

import pytest

from centaur.evidence.events import TypingEvent
from centaur.text.buffer import Edit
from tests.evidence.life import TEXT, URI, Life, only


def check(life: Life, *, typed: int = 0, pasted: int = 0, accepted: int = 0, other: int = 0) -> None:
    """All that was counted until the session ends."""
    life.lifecycle.end(life.now)
    rows = life.of(TypingEvent)
    assert sum(row.typed_chars for row in rows) == typed
    assert sum(row.pasted_chars for row in rows) == pasted
    assert sum(row.accepted_chars for row in rows) == accepted
    assert sum(row.other_chars for row in rows) == other


@pytest.mark.parametrize(
    "key", ["a", "\n    ", "()", "\n        \n    ", "append", "append()", "漢字", "\n# "]
)
def test_a_key_is_typed_with_what_the_editor_adds(key: str) -> None:
    life = Life()
    life.insert(key)

    check(life, typed=len(key))


@pytest.mark.parametrize("text", ["x = 1", "def f():\n    pass\n", "a.b.c"])
def test_more_than_a_key_at_one_place_is_pasted(text: str) -> None:
    life = Life()
    life.insert(text)

    check(life, pasted=len(text))


@pytest.mark.parametrize(
    ("reason", "counted"),
    [
        ("paste", "pasted"),
        ("undo", "other"),
        ("redo", "other"),
        ("reload", "other"),
        ("refactor", "other"),
        ("git", "other"),
        ("unheard of", "typed"),
    ],
)
def test_a_reason_overrules_the_form_of_a_change(reason: str, counted: str) -> None:
    life = Life()
    life.insert("x")
    life.explain(reason)
    life.wait(0.1)
    life.insert("yz")

    check(life, **{"typed": 2, counted: 1 if counted != "typed" else 3})


def several(life: Life, *inserted: str) -> None:
    for text in inserted:
        life.lifecycle.edit(URI, Edit(0, "", text), life.now)


def test_one_key_at_several_cursors_is_typed() -> None:
    life = Life()
    several(life, "x", "x", "x")

    check(life, typed=3)


def test_several_places_changed_at_once_are_the_editor_s_work() -> None:
    life = Life()
    several(life, "renamed", "renamed")

    check(life, other=14)


@pytest.mark.parametrize("command_first", [True, False])
@pytest.mark.parametrize("whole_line", [True, False])
def test_accepted_characters_are_not_typed_ones_in_whatever_order_they_come(
    command_first: bool, whole_line: bool
) -> None:
    life = Life("items.$0\n")
    suggestion = life.offer_and_show(TEXT)
    life.write("app")
    if command_first:
        life.accept(suggestion)
    start = 0 if whole_line else life.cursor
    life.replace(start, life.cursor, life.text[start : life.cursor] + "end(name)")
    if not command_first:
        life.accept(suggestion)
    life.wait(5)
    life.write(".x")

    check(life, typed=5, accepted=9)


@pytest.mark.parametrize("signal_first", [True, False])
def test_an_accepted_word_is_accepted_and_the_rest_by_hand_is_typed(signal_first: bool) -> None:
    life = Life()
    suggestion = life.offer_and_show("one two")
    if signal_first:
        life.partial(suggestion, 4)
    life.insert("one ")
    if not signal_first:
        life.partial(suggestion, 4)
    life.wait(1)
    life.write("two")

    check(life, typed=3, accepted=4)


def test_a_minute_with_something_in_it_is_one_row() -> None:
    life = Life()
    life.write("ab")
    life.wait(30)
    life.write("c")
    life.wait(3600)
    assert only(life.of(TypingEvent)) == TypingEvent(3, 0, 0, 0)

    life.write("d")
    life.wait(61)
    assert len(life.of(TypingEvent)) == 2


def test_nothing_typed_is_no_row() -> None:
    life = Life()
    life.backspace(3)
    life.wait(3600)

    assert life.of(TypingEvent) == []


def test_an_accept_whose_command_comes_in_the_next_minute_makes_no_row_negative_and_is_settled_later() -> (
    None
):
    life = Life()
    suggestion = life.offer_and_show(TEXT)
    life.write("ap")
    life.backspace(2)
    life.wait(59.9)
    life.insert(TEXT)
    life.wait(0.2)
    life.accept(suggestion)
    life.wait(61)
    life.write("0123456789abcdef")
    life.wait(61)

    assert life.of(TypingEvent) == [
        TypingEvent(14, 0, 0, 0),
        TypingEvent(0, 0, 12, 0),
        TypingEvent(4, 0, 0, 0),
    ]


def test_a_paste_that_goes_along_with_a_suggestion_is_a_paste() -> None:
    life = Life()
    life.offer_and_show(TEXT)
    life.insert(TEXT[:6])
    life.explain("paste")

    check(life, pasted=6)


def test_an_editor_that_replaces_the_whole_line_brought_only_what_is_new() -> None:
    life = Life("value = 1$0\n")
    life.replace(0, 9, "value = 12")

    check(life, typed=1)
