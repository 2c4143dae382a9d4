"""How many characters were accepted and how many typed, whichever signal comes first."""

import pytest

from centaur.evidence.events import DeliveredEvent, PartialEvent, ShownEvent
from tests.evidence.life import TEXT, Life, check, only


def test_accepting_all_of_it_accepts_every_character() -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT)
    life.insert(TEXT)
    life.accept(suggestion)

    assert check(life, "accepted", accepted=12, reason="command").evidence == "explicit"


def test_typing_a_part_then_tab_accepts_the_remainder() -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT)
    life.write("app")
    life.ask_again()
    life.insert("end(name)")
    life.accept(suggestion)

    assert check(life, "accepted", accepted=9, typed=3).offered_chars == 12


def test_the_offered_text_is_the_one_first_shown() -> None:
    life = Life()
    life.offer(TEXT)
    life.write("app")
    suggestion = life.ask_again()
    life.show(suggestion)
    life.wait(1)
    life.insert("end(name)")
    life.accept(suggestion)

    assert only(life.of(ShownEvent)).offered_chars == 9
    assert check(life, "accepted", accepted=9).offered_chars == 9


def test_a_part_by_word_the_rest_by_hand_is_typed_through_with_accepted_characters() -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT)
    life.insert("append")
    life.partial(suggestion, 6)
    life.ask_again()
    life.write("(name)")

    check(life, "typed_through", accepted=6, typed=6)


def test_accepted_length_begins_again_whenever_the_editor_asks_again() -> None:
    life = Life()
    suggestion = life.offer_and_show("one two three")
    for word, length in (("one ", 4), ("two ", 4)):
        life.insert(word)
        life.partial(suggestion, length)
        life.ask_again()

    assert [row.accepted_chars for row in life.of(PartialEvent)] == [4, 8]
    assert [row.base_chars for row in life.of(DeliveredEvent)] == [0, 4, 8]


def test_accepted_length_goes_on_where_the_editor_discarded_the_answer() -> None:
    life = Life()
    suggestion = life.offer_and_show("one two three")
    for word, length in (("one ", 4), ("two ", 8)):
        life.insert(word)
        life.ask_again()
        life.partial(suggestion, length)

    assert [row.accepted_chars for row in life.of(PartialEvent)] == [4, 8]


def test_accepted_length_counts_from_the_item_and_includes_what_was_typed_into_it() -> None:
    life = Life()
    suggestion = life.offer_and_show("one two three")
    life.write("on")
    life.insert("e ")
    life.partial(suggestion, 4)
    life.dismiss(suggestion, "escape")

    check(life, "rejected_explicit", accepted=2, typed=2)


def test_a_word_of_one_character_is_accepted_too() -> None:
    life = Life()
    suggestion = life.offer_and_show("f(x)")
    life.insert("f")
    life.partial(suggestion, 1)
    life.write("(")
    life.insert("x")
    life.partial(suggestion, 3)

    assert [row.accepted_chars for row in life.of(PartialEvent)] == [1, 2]


def test_a_word_is_accepted_where_the_editor_never_says_what_it_shows() -> None:
    life = Life()
    suggestion = life.offer("one two")
    life.insert("one ")
    life.ask_again()
    life.partial(suggestion, 4)
    life.dismiss(suggestion, "escape")

    assert check(life, "rejected_explicit", accepted=4).offered_chars == 7


def test_what_came_before_the_first_sight_was_not_accepted() -> None:
    life = Life()
    life.offer("one two three")
    life.insert("one ")
    suggestion = life.ask_again()
    life.show(suggestion)
    life.partial(suggestion, 4)
    life.insert("two ")
    life.dismiss(suggestion, "escape")

    check(life, "rejected_explicit", accepted=4)


def test_no_more_is_accepted_than_was_offered_at_first_sight() -> None:
    life = Life()
    life.offer(TEXT)
    life.write("app")
    suggestion = life.ask_again()
    life.show(suggestion)
    life.backspace()
    life.accept(suggestion)

    assert check(life, "accepted", accepted=9).offered_chars == 9


def test_what_was_erased_and_accepted_again_counts_once() -> None:
    life = Life()
    suggestion = life.offer_and_show("one two")
    life.insert("one tw")
    life.backspace(2)
    life.partial(suggestion, 6)
    life.insert("tw")
    life.dismiss(suggestion, "escape")

    check(life, "rejected_explicit", accepted=2, typed=4)


def test_a_bracket_closed_by_the_editor_is_neither_typed_nor_accepted() -> None:
    life = Life()
    life.offer_and_show("f(name)")
    life.write("f")
    life.insert("(", ")")
    suggestion = life.ask_again()
    life.insert("name")
    life.partial(suggestion, 4)

    assert life.text == "value = f(name)\n"
    check(life, "accepted", accepted=4, typed=2, reason="partial")


def test_accepting_inside_a_closed_bracket_accepts_what_was_missing() -> None:
    life = Life()
    life.offer_and_show("f(name)")
    life.write("f")
    life.insert("(", ")")
    suggestion = life.ask_again()
    life.accept(suggestion)
    life.insert("name")

    check(life, "accepted", accepted=4, typed=2)


def test_a_partial_accept_reported_twice_counts_once() -> None:
    life = Life()
    suggestion = life.offer_and_show("one two")
    life.insert("one ")
    life.partial(suggestion, 4)
    life.partial(suggestion, 4)

    assert [row.accepted_chars for row in life.of(PartialEvent)] == [4]


def test_words_until_complete_are_an_accept_without_a_command() -> None:
    life = Life()
    suggestion = life.offer_and_show("one two")
    life.insert("one ")
    life.partial(suggestion, 4)
    life.ask_again()
    life.insert("two")
    life.partial(suggestion, 3)

    check(life, "accepted", accepted=7, reason="partial")


@pytest.mark.parametrize("order", ["partial then command", "command then partial"])
def test_the_last_word_is_one_accept_though_it_makes_a_partial_and_a_command(order: str) -> None:
    life = Life()
    suggestion = life.offer_and_show("one two")
    life.insert("one ")
    life.partial(suggestion, 4)
    life.insert("two")
    for signal in order.split(" then "):
        if signal == "partial":
            life.partial(suggestion, 7)
        else:
            life.accept(suggestion)

    check(life, "accepted", accepted=7)
    assert life.lifecycle.impossible == 0


@pytest.mark.parametrize("signal_first", [True, False])
def test_the_partial_signal_and_its_change_come_in_either_order(signal_first: bool) -> None:
    life = Life()
    suggestion = life.offer_and_show("one two three")
    life.write("on")
    for word, length in (("e ", 4), ("two ", 8)):
        if signal_first:
            life.partial(suggestion, length)
        life.insert(word)
        if not signal_first:
            life.partial(suggestion, length)
    life.insert("t")
    life.dismiss(suggestion, "escape")

    check(life, "rejected_explicit", accepted=6, typed=3)


def test_characters_are_code_points() -> None:
    life = Life()
    suggestion = life.offer_and_show("'😀' * 2")
    life.insert("'😀'")
    life.partial(suggestion, 3)

    assert only(life.of(PartialEvent)).accepted_chars == 3
    assert only(life.of(ShownEvent)).offered_chars == 7


def test_accepted_characters_stay_accepted_when_they_are_erased() -> None:
    life = Life()
    suggestion = life.offer_and_show("one two")
    life.insert("one ")
    life.partial(suggestion, 4)
    life.backspace(2)
    life.dismiss(suggestion, "escape")

    check(life, "rejected_explicit", accepted=4)
