"""The rules that hold for every life, by their numbers."""

import pytest

from centaur.evidence.events import DeliveredEvent, ImpossibleEvent, PartialEvent
from tests.evidence.life import TEXT, URI, Life, check, only


def test_rule_1_a_passive_end_is_written_after_two_seconds_and_never_replaced() -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT)
    life.insert("q")
    life.wait(1.9)
    assert life.outcomes == []

    life.wait(0.2)
    assert life.outcomes == [(suggestion, "rejected_implicit", "typed_else")]

    life.accept(suggestion)
    life.dismiss(suggestion, "escape")
    check(life, "rejected_implicit")


def test_rule_1_an_accept_within_two_seconds_continues_the_same_id() -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT)
    life.dismiss(suggestion, "cursor_left")
    life.wait(1.9)
    life.accept(suggestion)

    check(life, "accepted", accepted=12)


def test_rule_1_what_was_typed_until_that_accept_counts() -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT)
    life.dismiss(suggestion, "cursor_left")
    life.write("app")
    life.accept(suggestion)

    check(life, "accepted", accepted=9, typed=3)


def test_rule_1_an_accept_whose_change_came_out_differently_is_an_accept() -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT)
    life.insert("append( name )")
    life.accept(suggestion)

    check(life, "accepted", accepted=12)


def test_rule_1_a_display_within_two_seconds_continues_the_same_id() -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT)
    life.insert("q")
    life.backspace()
    life.wait(1)
    assert life.offer(TEXT) == suggestion

    life.wait(5)
    assert life.outcomes == []
    assert life.lifecycle.remainder(URI, life.cursor) == (suggestion, TEXT)


def test_rule_1_a_partial_accept_within_two_seconds_continues_the_same_id() -> None:
    life = Life()
    suggestion = life.offer_and_show("one two")
    life.dismiss(suggestion, "cursor_left")
    life.insert("one ")
    life.partial(suggestion, 4)
    life.wait(5)

    assert life.outcomes == []


def test_rule_1_typing_along_with_what_was_superseded_does_not_continue_it() -> None:
    life = Life()
    life.offer_and_show("ok")
    life.offer("okay")
    life.write("ok")

    check(life, "ignored", reason="superseded")


def test_rule_1_a_place_erased_and_typed_again_is_the_same_place() -> None:
    life = Life("items.$0\n")
    suggestion = life.offer_and_show(TEXT)
    life.write("ap")
    life.backspace(4)
    life.write("s.")

    assert life.offer(TEXT) == suggestion


def test_rule_1_the_signal_of_a_display_alone_continues_the_same_id() -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT)
    life.offer("other")
    life.wait(1)
    life.show(suggestion)
    life.wait(10)

    assert (suggestion, "ignored", "superseded") not in life.outcomes


def test_a_display_after_the_final_outcome_is_a_new_suggestion_that_names_the_old() -> None:
    life = Life()
    for _ in range(3):
        life.offer_and_show(TEXT)
        life.insert("q")
        life.wait(2.1)
        life.backspace()
    names = [(row.suggestion_id, row.previous_suggestion_id) for row in life.of(DeliveredEvent)]

    assert names == [("s1", ""), ("s2", "s1"), ("s3", "s2")]


def test_what_was_never_seen_is_not_named_as_the_old() -> None:
    life = Life()
    life.offer(TEXT)
    life.insert("q")
    life.wait(2.1)
    life.backspace()
    life.offer(TEXT)

    assert [row.previous_suggestion_id for row in life.of(DeliveredEvent)] == ["", ""]


def test_an_accept_that_was_undone_and_offered_again_is_a_new_suggestion_that_names_the_old() -> None:
    life = Life()
    old = life.offer_and_show(TEXT)
    life.insert(TEXT)
    life.accept(old)
    life.backspace(len(TEXT))
    new = life.offer(TEXT)

    assert new != old
    assert life.of(DeliveredEvent)[-1].previous_suggestion_id == old


def test_rule_1_a_display_later_than_that_is_a_new_suggestion_though_no_timer_rang() -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT)
    life.dismiss(suggestion, "cursor_left")
    life.wait(2.1, timers=False)

    assert life.offer(TEXT) != suggestion


def test_rule_2_silence_is_never_a_rejection() -> None:
    life = Life()
    life.offer_and_show(TEXT, visible=24 * 3600)

    assert life.outcomes == []


def test_rule_2_typing_a_prefix_is_never_a_rejection() -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT)
    for character in TEXT[:-1]:
        life.insert(character)
        assert life.ask_again() == suggestion
        life.wait(5)

    assert life.outcomes == []


@pytest.mark.parametrize("command_first", [True, False])
def test_rule_3_the_command_and_the_change_come_in_either_order(command_first: bool) -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT)
    life.write("app")
    if command_first:
        life.accept(suggestion)
    life.insert("end(name)")
    if not command_first:
        life.wait(0.2)
        life.accept(suggestion)

    check(life, "accepted", accepted=9, typed=3)
    assert life.lifecycle.impossible == 0


def test_rule_3_an_accept_that_replaces_the_whole_line_is_recognised_by_its_text() -> None:
    life = Life("items.$0)\n")
    suggestion = life.offer_and_show(TEXT)
    life.replace(0, 7, "items." + TEXT + ")")
    life.accept(suggestion)

    check(life, "accepted", accepted=12)


def test_rule_4_partial_accepts_add_characters_and_never_accepts() -> None:
    life = Life()
    suggestion = life.offer_and_show("one two three")
    for word in ("one ", "two "):
        life.insert(word)
        life.partial(suggestion, 4)
        life.ask_again()
    life.wait(60)

    assert life.outcomes == []


@pytest.mark.parametrize("signal", ["accept", "dismiss", "shown", "visibility", "partial"])
def test_rule_6_a_signal_for_an_unknown_id_is_counted_and_keeps_nothing_of_it(signal: str) -> None:
    life = Life()
    unknown = "password = hunter2"
    {
        "accept": lambda: life.accept(unknown),
        "dismiss": lambda: life.dismiss(unknown, "escape"),
        "shown": lambda: life.show(unknown),
        "visibility": lambda: life.hide(unknown),
        "partial": lambda: life.partial(unknown, 3),
    }[signal]()

    assert life.events == [ImpossibleEvent("", signal, "unknown")]
    assert life.lifecycle.impossible == 1


def test_rule_6_a_second_final_outcome_is_counted_and_changes_nothing() -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT)
    life.accept(suggestion)
    life.accept(suggestion)
    life.dismiss(suggestion, "escape")

    check(life, "accepted", accepted=12)
    assert life.of(ImpossibleEvent) == [
        ImpossibleEvent(suggestion, "accept", "accepted"),
        ImpossibleEvent(suggestion, "dismiss", "accepted"),
    ]


@pytest.mark.parametrize("length", [0, -1])
def test_rule_6_a_partial_accept_of_nothing_is_counted_and_changes_nothing(length: int) -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT)
    life.partial(suggestion, length)

    assert life.of(PartialEvent) == []
    assert life.lifecycle.impossible == 1


def test_rule_6_the_last_word_s_second_command_is_counted() -> None:
    life = Life()
    suggestion = life.offer_and_show("one")
    life.insert("one")
    life.partial(suggestion, 3)
    life.accept(suggestion)
    assert life.lifecycle.impossible == 0

    life.accept(suggestion)
    check(life, "accepted", accepted=3)
    assert life.lifecycle.impossible == 1


def test_rule_6_long_finished_suggestions_are_forgotten() -> None:
    life = Life()
    for _ in range(100):
        life.accept(life.offer(TEXT))
    life.accept("s99")
    life.accept("s1")

    assert [(row.suggestion_id, row.state) for row in life.of(ImpossibleEvent)] == [
        ("s99", "accepted"),
        ("", "unknown"),
    ]


def test_rule_6_an_unknown_reason_is_counted_and_changes_nothing() -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT)
    life.dismiss(suggestion, "password = hunter2")
    life.wait(10)

    assert life.outcomes == []
    assert only(life.of(ImpossibleEvent)) == ImpossibleEvent(suggestion, "dismiss", "read")


def test_rule_6_a_partial_accept_beyond_the_text_accepts_what_there_is() -> None:
    life = Life()
    suggestion = life.offer_and_show("one two")
    life.partial(suggestion, 10**9)

    check(life, "accepted", accepted=7)


def test_an_unknown_unit_is_not_written_down() -> None:
    life = Life()
    life.partial(life.offer_and_show("one two"), 4, "password = hunter2")

    assert only(life.of(PartialEvent)).unit == ""


def test_rule_7_an_outcome_says_whether_the_client_told_it_or_it_was_seen_or_concluded() -> None:
    told, seen, concluded = Life(), Life(), Life()
    told.accept(told.offer_and_show(TEXT))
    seen.offer_and_show(TEXT)
    seen.insert("q")
    concluded.lifecycle.accept(concluded.offer_and_show(TEXT), concluded.now, inferred=True)

    assert check(told, "accepted", accepted=len(TEXT)).evidence == "explicit"
    assert check(seen, "rejected_implicit").evidence == "observed"
    assert check(concluded, "accepted", accepted=len(TEXT)).evidence == "inferred"
