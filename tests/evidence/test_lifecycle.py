"""The rules of a suggestion's life, each as the story of a human at an editor."""

import pytest

from centaur.evidence.events import (
    DeliveredEvent,
    ImpossibleEvent,
    OutcomeEvent,
    PartialEvent,
    ReadEvent,
    ShownEvent,
)
from centaur.evidence.lifecycle import Offered
from centaur.text.buffer import Edit
from tests.evidence.life import URI, Life, only

TEXT = "append(name)"


def check(life: Life, outcome: str, *, accepted: int = 0, typed: int = 0, reason: str = "") -> OutcomeEvent:
    """After the provisional time there is exactly one outcome, and it is this one."""
    life.wait(3)
    row = only(life.of(OutcomeEvent))
    assert (row.outcome, row.accepted_chars, row.typed_chars) == (outcome, accepted, typed)
    assert not reason or row.reason == reason
    assert life.lifecycle.next_deadline() is None
    return row


class TestSeeing:
    def test_shown_is_written_after_300_ms_and_read_after_750_ms(self) -> None:
        life = Life()
        life.offer_and_show(TEXT, visible=0.29)
        assert (life.shown_ids, life.read_ids) == ([], [])

        life.wait(0.02)
        assert (life.shown_ids, life.read_ids) == (["s1"], [])

        life.wait(0.43)
        assert (life.shown_ids, life.read_ids) == (["s1"], [])

        life.wait(0.02)
        assert (life.shown_ids, life.read_ids) == (["s1"], ["s1"])
        assert only(life.of(ShownEvent)).visible_ms == pytest.approx(300)
        assert only(life.of(ReadEvent)).visible_ms == pytest.approx(750)

    def test_visible_time_is_the_sum_of_all_intervals_in_which_it_was_visible(self) -> None:
        life = Life()
        suggestion = life.offer_and_show(TEXT, visible=0.5)
        life.hide(suggestion)
        life.wait(60)
        assert life.read_ids == []

        life.lifecycle.visibility(suggestion, visible=True, at=life.now)
        life.wait(0.4)
        life.dismiss(suggestion, "escape")

        assert life.read_ids == [suggestion]
        assert check(life, "rejected_explicit").visible_ms == pytest.approx(900)

    def test_a_second_signal_that_it_is_visible_does_not_start_its_time_anew(self) -> None:
        life = Life()
        suggestion = life.offer_and_show(TEXT, visible=0.5)
        life.show(suggestion)
        life.wait(0.3)

        assert life.read_ids == [suggestion]

    def test_losing_the_window_is_no_end(self) -> None:
        life = Life()
        suggestion = life.offer_and_show(TEXT)
        life.hide(suggestion)
        life.wait(3600)

        assert life.outcomes == []

    def test_what_was_delivered_but_never_visible_is_not_shown_and_has_no_outcome(self) -> None:
        life = Life()
        life.offer(TEXT)
        life.wait(60)
        life.insert("q")
        life.wait(3)

        assert (life.shown_ids, life.outcomes) == ([], [])

    def test_what_ends_before_300_ms_is_unseen(self) -> None:
        life = Life()
        life.offer_and_show(TEXT, visible=0.2)
        life.insert("q")
        life.wait(3)

        assert (life.shown_ids, life.outcomes) == ([], [])

    @pytest.mark.parametrize("visible", [0.0, 0.2])
    def test_an_accept_shows_and_reads_at_once(self, visible: float) -> None:
        life = Life()
        suggestion = life.offer_and_show(TEXT, visible=visible)
        life.accept(suggestion)

        assert (life.shown_ids, life.read_ids) == ([suggestion], [suggestion])

    def test_a_partial_accept_shows_and_reads_at_once(self) -> None:
        life = Life()
        suggestion = life.offer_and_show(TEXT, visible=0.1)
        life.insert("append")
        life.partial(suggestion, 6)

        assert (life.shown_ids, life.read_ids) == ([suggestion], [suggestion])

    def test_escape_before_750_ms_is_an_explicit_rejection_but_not_viewed(self) -> None:
        life = Life()
        suggestion = life.offer_and_show(TEXT, visible=0.2)
        life.dismiss(suggestion, "escape")

        assert (life.shown_ids, life.read_ids) == ([suggestion], [])
        check(life, "rejected_explicit")

    def test_typing_all_of_it_shows_at_once_but_does_not_read(self) -> None:
        life = Life()
        suggestion = life.offer_and_show("ok", visible=0.1)
        life.write("ok")
        check(life, "typed_through", typed=2)

        assert (life.shown_ids, life.read_ids) == ([suggestion], [])

    def test_typing_all_of_what_was_never_visible_counts_nowhere(self) -> None:
        life = Life()
        life.offer("ok")
        life.write("ok")
        life.wait(3)

        assert (life.shown_ids, life.outcomes) == ([], [])

    def test_the_time_it_was_visible_ends_when_all_is_typed(self) -> None:
        life = Life()
        suggestion = life.offer_and_show("ok", visible=0.9)
        life.write("ok")
        life.wait(0.1)
        life.show(suggestion)

        assert check(life, "typed_through", typed=2).visible_ms == pytest.approx(900)

    def test_late_timers_change_no_outcome(self) -> None:
        life = Life()
        suggestion = life.offer(TEXT)
        life.show(suggestion)
        life.wait(1.0, timers=False)
        life.insert("q")

        assert life.read_ids == [suggestion]
        check(life, "rejected_implicit")


class TestCharacters:
    def test_accepting_all_of_it_accepts_every_character(self) -> None:
        life = Life()
        suggestion = life.offer_and_show(TEXT)
        life.insert(TEXT)
        life.accept(suggestion)

        assert check(life, "accepted", accepted=12, reason="command").evidence == "explicit"

    def test_typing_a_part_then_tab_accepts_the_remainder(self) -> None:
        life = Life()
        suggestion = life.offer_and_show(TEXT)
        life.write("app")
        life.ask_again()
        life.insert("end(name)")
        life.accept(suggestion)

        assert check(life, "accepted", accepted=9, typed=3).offered_chars == 12

    def test_the_offered_text_is_the_one_first_shown(self) -> None:
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

    def test_a_part_by_word_the_rest_by_hand_is_typed_through_with_accepted_characters(self) -> None:
        life = Life()
        suggestion = life.offer_and_show(TEXT)
        life.insert("append")
        life.partial(suggestion, 6)
        life.ask_again()
        life.write("(name)")

        check(life, "typed_through", accepted=6, typed=6)

    def test_accepted_length_begins_again_whenever_the_editor_asks_again(self) -> None:
        life = Life()
        suggestion = life.offer_and_show("one two three")
        for word, length in (("one ", 4), ("two ", 4)):
            life.insert(word)
            life.partial(suggestion, length)
            life.ask_again()

        assert [row.accepted_chars for row in life.of(PartialEvent)] == [4, 8]
        assert [row.base_chars for row in life.of(DeliveredEvent)] == [0, 4, 8]

    def test_accepted_length_goes_on_where_the_editor_discarded_the_answer(self) -> None:
        life = Life()
        suggestion = life.offer_and_show("one two three")
        for word, length in (("one ", 4), ("two ", 8)):
            life.insert(word)
            life.ask_again()
            life.partial(suggestion, length)

        assert [row.accepted_chars for row in life.of(PartialEvent)] == [4, 8]

    def test_accepted_length_counts_from_the_item_and_includes_what_was_typed_into_it(self) -> None:
        life = Life()
        suggestion = life.offer_and_show("one two three")
        life.write("on")
        life.insert("e ")
        life.partial(suggestion, 4)
        life.dismiss(suggestion, "escape")

        check(life, "rejected_explicit", accepted=2, typed=2)

    def test_a_word_of_one_character_is_accepted_too(self) -> None:
        life = Life()
        suggestion = life.offer_and_show("f(x)")
        life.insert("f")
        life.partial(suggestion, 1)
        life.write("(")
        life.insert("x")
        life.partial(suggestion, 3)

        assert [row.accepted_chars for row in life.of(PartialEvent)] == [1, 2]

    def test_a_word_is_accepted_where_the_editor_never_says_what_it_shows(self) -> None:
        life = Life()
        suggestion = life.offer("one two")
        life.insert("one ")
        life.ask_again()
        life.partial(suggestion, 4)
        life.dismiss(suggestion, "escape")

        assert check(life, "rejected_explicit", accepted=4).offered_chars == 7

    def test_what_came_before_the_first_sight_was_not_accepted(self) -> None:
        life = Life()
        life.offer("one two three")
        life.insert("one ")
        suggestion = life.ask_again()
        life.show(suggestion)
        life.partial(suggestion, 4)
        life.insert("two ")
        life.dismiss(suggestion, "escape")

        check(life, "rejected_explicit", accepted=4)

    def test_no_more_is_accepted_than_was_offered_at_first_sight(self) -> None:
        life = Life()
        life.offer(TEXT)
        life.write("app")
        suggestion = life.ask_again()
        life.show(suggestion)
        life.backspace()
        life.accept(suggestion)

        assert check(life, "accepted", accepted=9).offered_chars == 9

    def test_what_was_erased_and_accepted_again_counts_once(self) -> None:
        life = Life()
        suggestion = life.offer_and_show("one two")
        life.insert("one tw")
        life.backspace(2)
        life.partial(suggestion, 6)
        life.insert("tw")
        life.dismiss(suggestion, "escape")

        check(life, "rejected_explicit", accepted=2, typed=4)

    def test_a_bracket_closed_by_the_editor_is_neither_typed_nor_accepted(self) -> None:
        life = Life()
        life.offer_and_show("f(name)")
        life.write("f")
        life.insert("(", ")")
        suggestion = life.ask_again()
        life.insert("name")
        life.partial(suggestion, 4)

        assert life.text == "value = f(name)\n"
        check(life, "accepted", accepted=4, typed=2, reason="partial")

    def test_accepting_inside_a_closed_bracket_accepts_what_was_missing(self) -> None:
        life = Life()
        life.offer_and_show("f(name)")
        life.write("f")
        life.insert("(", ")")
        suggestion = life.ask_again()
        life.accept(suggestion)
        life.insert("name")

        check(life, "accepted", accepted=4, typed=2)

    def test_a_partial_accept_reported_twice_counts_once(self) -> None:
        life = Life()
        suggestion = life.offer_and_show("one two")
        life.insert("one ")
        life.partial(suggestion, 4)
        life.partial(suggestion, 4)

        assert [row.accepted_chars for row in life.of(PartialEvent)] == [4]

    def test_words_until_complete_are_an_accept_without_a_command(self) -> None:
        life = Life()
        suggestion = life.offer_and_show("one two")
        life.insert("one ")
        life.partial(suggestion, 4)
        life.ask_again()
        life.insert("two")
        life.partial(suggestion, 3)

        check(life, "accepted", accepted=7, reason="partial")

    @pytest.mark.parametrize("order", ["partial then command", "command then partial"])
    def test_the_last_word_is_one_accept_though_it_makes_a_partial_and_a_command(self, order: str) -> None:
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
    def test_the_partial_signal_and_its_change_come_in_either_order(self, signal_first: bool) -> None:
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

    def test_characters_are_code_points(self) -> None:
        life = Life()
        suggestion = life.offer_and_show("'😀' * 2")
        life.insert("'😀'")
        life.partial(suggestion, 3)

        assert only(life.of(PartialEvent)).accepted_chars == 3
        assert only(life.of(ShownEvent)).offered_chars == 7

    def test_accepted_characters_stay_accepted_when_they_are_erased(self) -> None:
        life = Life()
        suggestion = life.offer_and_show("one two")
        life.insert("one ")
        life.partial(suggestion, 4)
        life.backspace(2)
        life.dismiss(suggestion, "escape")

        check(life, "rejected_explicit", accepted=4)


class TestOutcomes:
    def test_the_last_character_typed_by_hand_is_agreement_but_no_accept(self) -> None:
        life = Life()
        life.offer_and_show("ok")
        life.write("ok")

        assert check(life, "typed_through", typed=2).evidence == "observed"

    @pytest.mark.parametrize("reason", ["escape", "command", "thumbs_down"])
    def test_a_dismissal_by_key_or_command_is_explicit_and_written_at_once(self, reason: str) -> None:
        life = Life()
        suggestion = life.offer_and_show(TEXT)
        life.dismiss(suggestion, reason)

        assert life.outcomes == [(suggestion, "rejected_explicit", reason)]
        assert only(life.of(OutcomeEvent)).evidence == "explicit"

    def test_other_text_after_reading_is_an_implicit_rejection(self) -> None:
        life = Life()
        life.offer_and_show(TEXT)
        life.insert("q")

        assert check(life, "rejected_implicit", reason="typed_else").evidence == "observed"

    def test_other_text_before_reading_is_ignored(self) -> None:
        life = Life()
        life.offer_and_show(TEXT, visible=0.5)
        life.insert("q")

        check(life, "ignored", reason="typed_else")

    def test_backspace_past_the_anchor_after_reading_is_an_implicit_rejection(self) -> None:
        life = Life()
        life.offer_and_show(TEXT)
        life.write("ap")
        life.backspace(3)

        check(life, "rejected_implicit", reason="backspace")

    def test_backspace_within_what_was_typed_along_ends_nothing(self) -> None:
        life = Life()
        suggestion = life.offer_and_show(TEXT)
        life.write("app")
        life.backspace(3)
        life.wait(10)

        assert life.outcomes == []
        assert life.lifecycle.remainder(URI, life.cursor) == (suggestion, TEXT)

    def test_backspace_past_where_the_text_was_first_shown_goes_past_the_anchor(self) -> None:
        life = Life()
        life.offer(TEXT)
        life.write("app")
        life.show(life.ask_again())
        life.wait(1)
        life.backspace()

        check(life, "rejected_implicit", reason="backspace")

    @pytest.mark.parametrize("reason", ["cursor_left", "editor_switched"])
    def test_turning_away_is_ignored_however_long_it_was_read(self, reason: str) -> None:
        life = Life()
        suggestion = life.offer_and_show(TEXT)
        life.dismiss(suggestion, reason)

        check(life, "ignored", reason=reason)

    def test_closing_the_document_is_ignored(self) -> None:
        life = Life()
        life.offer_and_show(TEXT)
        life.lifecycle.close(URI, life.now)

        check(life, "ignored", reason="document_closed")

    def test_another_suggestion_supersedes_the_one_on_show(self) -> None:
        life = Life()
        life.offer_and_show(TEXT)
        life.offer("other")

        check(life, "ignored", reason="superseded")

    def test_a_partial_accept_then_escape_is_a_rejection_with_accepted_characters(self) -> None:
        life = Life()
        suggestion = life.offer_and_show("one two")
        life.insert("one ")
        life.partial(suggestion, 4)
        life.dismiss(suggestion, "escape")

        check(life, "rejected_explicit", accepted=4)

    def test_a_partial_accept_then_other_text_is_a_rejection_with_accepted_characters(self) -> None:
        life = Life()
        suggestion = life.offer_and_show("one two", visible=0.4)
        life.insert("one ")
        life.partial(suggestion, 4)
        life.insert("q")

        check(life, "rejected_implicit", accepted=4)


class TestCandidates:
    def test_candidates_of_one_request_do_not_supersede_one_another(self) -> None:
        life = Life()
        life.offer("one", "two", "three")
        life.wait(3)
        life.accept("s1")

        assert life.delivered_ids == ["s1", "s2", "s3"]
        assert [row.display_index for row in life.of(DeliveredEvent)] == [0, 1, 2]
        check(life, "accepted", accepted=3)

    def test_when_one_is_accepted_the_displayed_others_are_siblings_and_the_rest_unseen(self) -> None:
        life = Life()
        life.offer("one", "two", "three")
        for candidate in ("s1", "s2"):
            life.show(candidate)
            life.wait(1)
        life.accept("s2")
        life.insert("two")
        life.wait(3)

        assert life.outcomes == [("s2", "accepted", "command"), ("s1", "ignored", "sibling")]
        assert life.shown_ids == ["s1", "s2"]

    def test_when_one_is_rejected_the_displayed_others_are_siblings(self) -> None:
        life = Life()
        life.offer("one", "two")
        for candidate in ("s1", "s2"):
            life.show(candidate)
            life.wait(1)
        life.dismiss("s2", "escape")
        life.wait(3)

        assert life.outcomes == [("s2", "rejected_explicit", "escape"), ("s1", "ignored", "sibling")]

    def test_when_one_is_typed_to_its_end_the_displayed_others_are_siblings(self) -> None:
        life = Life()
        life.offer("ok", "okay")
        for candidate in ("s2", "s1"):
            life.show(candidate)
            life.wait(1)
        life.write("ok")
        life.wait(3)

        assert life.outcomes == [("s1", "typed_through", "complete"), ("s2", "ignored", "sibling")]

    def test_when_the_human_turns_away_from_one_the_displayed_others_are_siblings(self) -> None:
        life = Life()
        life.offer("one", "two")
        for candidate in ("s1", "s2"):
            life.show(candidate)
            life.wait(1)
        life.dismiss("s2", "cursor_left")
        life.wait(3)

        assert life.outcomes == [("s1", "ignored", "sibling"), ("s2", "ignored", "cursor_left")]

    def test_other_text_rejects_only_the_candidate_on_show(self) -> None:
        life = Life()
        life.offer("one", "two")
        for candidate in ("s1", "s2"):
            life.show(candidate)
            life.wait(1)
        life.insert("q")
        life.wait(3)

        assert sorted(life.outcomes) == [
            ("s1", "ignored", "sibling"),
            ("s2", "rejected_implicit", "typed_else"),
        ]

    def test_typing_along_with_one_rejects_no_other(self) -> None:
        life = Life()
        life.offer("one", "two")
        for candidate in ("s2", "s1"):
            life.show(candidate)
            life.wait(1)
        life.insert("o")
        life.wait(3)

        assert life.outcomes == [("s2", "ignored", "sibling")]
        assert life.lifecycle.remainder(URI, life.cursor) == ("s1", "ne")

    def test_only_one_candidate_is_visible_at_a_time(self) -> None:
        life = Life()
        life.offer("one", "two")
        life.show("s1")
        life.wait(0.5)
        life.show("s2")
        life.wait(10)

        assert life.read_ids == ["s2"]

    def test_what_is_reused_is_the_candidate_on_show(self) -> None:
        life = Life()
        life.offer("one", "only")
        life.show("s2")
        life.insert("o")

        assert life.lifecycle.remainder(URI, life.cursor) == ("s2", "nly")


class TestRules:
    def test_rule_1_a_passive_end_is_written_after_two_seconds_and_never_replaced(self) -> None:
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

    def test_rule_1_an_accept_within_two_seconds_continues_the_same_id(self) -> None:
        life = Life()
        suggestion = life.offer_and_show(TEXT)
        life.dismiss(suggestion, "cursor_left")
        life.wait(1.9)
        life.accept(suggestion)

        check(life, "accepted", accepted=12)

    def test_rule_1_what_was_typed_until_that_accept_counts(self) -> None:
        life = Life()
        suggestion = life.offer_and_show(TEXT)
        life.dismiss(suggestion, "cursor_left")
        life.write("app")
        life.accept(suggestion)

        check(life, "accepted", accepted=9, typed=3)

    def test_rule_1_an_accept_whose_change_came_out_differently_is_an_accept(self) -> None:
        life = Life()
        suggestion = life.offer_and_show(TEXT)
        life.insert("append( name )")
        life.accept(suggestion)

        check(life, "accepted", accepted=12)

    def test_rule_1_a_display_within_two_seconds_continues_the_same_id(self) -> None:
        life = Life()
        suggestion = life.offer_and_show(TEXT)
        life.insert("q")
        life.backspace()
        life.wait(1)
        assert life.offer(TEXT) == suggestion

        life.wait(5)
        assert life.outcomes == []
        assert life.lifecycle.remainder(URI, life.cursor) == (suggestion, TEXT)

    def test_rule_1_a_partial_accept_within_two_seconds_continues_the_same_id(self) -> None:
        life = Life()
        suggestion = life.offer_and_show("one two")
        life.dismiss(suggestion, "cursor_left")
        life.insert("one ")
        life.partial(suggestion, 4)
        life.wait(5)

        assert life.outcomes == []

    def test_rule_1_typing_along_with_what_was_superseded_does_not_continue_it(self) -> None:
        life = Life()
        life.offer_and_show("ok")
        life.offer("okay")
        life.write("ok")

        check(life, "ignored", reason="superseded")

    def test_rule_1_a_place_erased_and_typed_again_is_the_same_place(self) -> None:
        life = Life("items.$0\n")
        suggestion = life.offer_and_show(TEXT)
        life.write("ap")
        life.backspace(4)
        life.write("s.")

        assert life.offer(TEXT) == suggestion

    def test_rule_1_the_signal_of_a_display_alone_continues_the_same_id(self) -> None:
        life = Life()
        suggestion = life.offer_and_show(TEXT)
        life.offer("other")
        life.wait(1)
        life.show(suggestion)
        life.wait(10)

        assert (suggestion, "ignored", "superseded") not in life.outcomes

    def test_a_display_after_the_final_outcome_is_a_new_suggestion_that_names_the_old(self) -> None:
        life = Life()
        for _ in range(3):
            life.offer_and_show(TEXT)
            life.insert("q")
            life.wait(2.1)
            life.backspace()
        names = [(row.suggestion_id, row.previous_suggestion_id) for row in life.of(DeliveredEvent)]

        assert names == [("s1", ""), ("s2", "s1"), ("s3", "s2")]

    def test_what_was_never_seen_is_not_named_as_the_old(self) -> None:
        life = Life()
        life.offer(TEXT)
        life.insert("q")
        life.wait(2.1)
        life.backspace()
        life.offer(TEXT)

        assert [row.previous_suggestion_id for row in life.of(DeliveredEvent)] == ["", ""]

    def test_an_accept_that_was_undone_and_offered_again_is_a_new_suggestion_that_names_the_old(self) -> None:
        life = Life()
        old = life.offer_and_show(TEXT)
        life.insert(TEXT)
        life.accept(old)
        life.backspace(len(TEXT))
        new = life.offer(TEXT)

        assert new != old
        assert life.of(DeliveredEvent)[-1].previous_suggestion_id == old

    def test_rule_1_a_display_later_than_that_is_a_new_suggestion_though_no_timer_rang(self) -> None:
        life = Life()
        suggestion = life.offer_and_show(TEXT)
        life.dismiss(suggestion, "cursor_left")
        life.wait(2.1, timers=False)

        assert life.offer(TEXT) != suggestion

    def test_rule_2_silence_is_never_a_rejection(self) -> None:
        life = Life()
        life.offer_and_show(TEXT, visible=24 * 3600)

        assert life.outcomes == []

    def test_rule_2_typing_a_prefix_is_never_a_rejection(self) -> None:
        life = Life()
        suggestion = life.offer_and_show(TEXT)
        for character in TEXT[:-1]:
            life.insert(character)
            assert life.ask_again() == suggestion
            life.wait(5)

        assert life.outcomes == []

    @pytest.mark.parametrize("command_first", [True, False])
    def test_rule_3_the_command_and_the_change_come_in_either_order(self, command_first: bool) -> None:
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

    def test_rule_3_an_accept_that_replaces_the_whole_line_is_recognised_by_its_text(self) -> None:
        life = Life("items.$0)\n")
        suggestion = life.offer_and_show(TEXT)
        life.replace(0, 7, "items." + TEXT + ")")
        life.accept(suggestion)

        check(life, "accepted", accepted=12)

    def test_rule_4_partial_accepts_add_characters_and_never_accepts(self) -> None:
        life = Life()
        suggestion = life.offer_and_show("one two three")
        for word in ("one ", "two "):
            life.insert(word)
            life.partial(suggestion, 4)
            life.ask_again()
        life.wait(60)

        assert life.outcomes == []

    @pytest.mark.parametrize("signal", ["accept", "dismiss", "shown", "visibility", "partial"])
    def test_rule_6_a_signal_for_an_unknown_id_is_counted_and_keeps_nothing_of_it(self, signal: str) -> None:
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

    def test_rule_6_a_second_final_outcome_is_counted_and_changes_nothing(self) -> None:
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
    def test_rule_6_a_partial_accept_of_nothing_is_counted_and_changes_nothing(self, length: int) -> None:
        life = Life()
        suggestion = life.offer_and_show(TEXT)
        life.partial(suggestion, length)

        assert life.of(PartialEvent) == []
        assert life.lifecycle.impossible == 1

    def test_rule_6_the_last_word_s_second_command_is_counted(self) -> None:
        life = Life()
        suggestion = life.offer_and_show("one")
        life.insert("one")
        life.partial(suggestion, 3)
        life.accept(suggestion)
        assert life.lifecycle.impossible == 0

        life.accept(suggestion)
        check(life, "accepted", accepted=3)
        assert life.lifecycle.impossible == 1

    def test_rule_6_long_finished_suggestions_are_forgotten(self) -> None:
        life = Life()
        for _ in range(100):
            life.accept(life.offer(TEXT))
        life.accept("s99")
        life.accept("s1")

        assert [(row.suggestion_id, row.state) for row in life.of(ImpossibleEvent)] == [
            ("s99", "accepted"),
            ("", "unknown"),
        ]

    def test_rule_6_an_unknown_reason_is_counted_and_changes_nothing(self) -> None:
        life = Life()
        suggestion = life.offer_and_show(TEXT)
        life.dismiss(suggestion, "password = hunter2")
        life.wait(10)

        assert life.outcomes == []
        assert only(life.of(ImpossibleEvent)) == ImpossibleEvent(suggestion, "dismiss", "read")

    def test_rule_6_a_partial_accept_beyond_the_text_accepts_what_there_is(self) -> None:
        life = Life()
        suggestion = life.offer_and_show("one two")
        life.partial(suggestion, 10**9)

        check(life, "accepted", accepted=7)

    def test_an_unknown_unit_is_not_written_down(self) -> None:
        life = Life()
        life.partial(life.offer_and_show("one two"), 4, "password = hunter2")

        assert only(life.of(PartialEvent)).unit == ""


class TestTheGraceOfTheAcceptCommand:
    def test_a_command_within_it_is_an_accept(self) -> None:
        life = Life()
        suggestion = life.offer_and_show(TEXT)
        life.insert(TEXT)
        life.wait(0.24)
        life.accept(suggestion)

        check(life, "accepted", accepted=12)

    def test_without_a_command_it_is_typed_through_after_a_quarter_of_a_second(self) -> None:
        life = Life()
        life.offer_and_show("ok")
        life.write("ok")
        life.wait(0.24)
        assert life.outcomes == []

        life.wait(0.02)
        assert life.outcomes == [("s1", "typed_through", "complete")]

    def test_an_escape_within_it_is_impossible_because_nothing_is_on_show(self) -> None:
        life = Life()
        suggestion = life.offer_and_show("ok")
        life.write("ok")
        life.dismiss(suggestion, "escape")

        check(life, "typed_through", typed=2)
        assert life.lifecycle.impossible == 1

    def test_a_late_signal_of_a_word_within_it_is_counted_and_adds_no_visible_time(self) -> None:
        life = Life()
        suggestion = life.offer_and_show("one two")
        life.insert("one ")
        life.write("two")
        life.partial(suggestion, 4)

        row = check(life, "typed_through", accepted=4, typed=3)
        assert row.visible_ms == pytest.approx(1000)

    def test_a_late_signal_that_it_was_visible_stops_no_other_s_time(self) -> None:
        life = Life()
        old = life.offer_and_show("ok", visible=0.4)
        life.write("ok")
        new = life.offer("\nreturn")
        life.show(new)
        life.show(old)
        life.wait(0.8)

        assert life.read_ids == [new]

    def test_erasing_within_it_does_not_lose_that_all_was_typed(self) -> None:
        life = Life()
        life.offer_and_show("ok")
        life.write("ok")
        life.backspace()

        check(life, "typed_through", typed=2)

    def test_what_the_editor_closed_offered_again_within_it_is_another_suggestion(self) -> None:
        life = Life()
        suggestion = life.offer_and_show("(x)")
        life.insert("(", ")")
        life.write("x")

        assert life.offer(")") != suggestion

    def test_another_suggestion_within_it_does_not_lose_the_accept(self) -> None:
        life = Life()
        suggestion = life.offer_and_show(TEXT)
        life.insert(TEXT)
        life.offer("\nreturn items")
        life.accept(suggestion)

        check(life, "accepted", accepted=12)

    def test_the_editor_s_own_edits_within_it_do_not_lose_the_accept(self) -> None:
        life = Life("x = $0\n")
        suggestion = life.offer_and_show(TEXT)
        life.insert(TEXT)
        life.replace(0, 1, "items")
        life.replace(len(life.text), len(life.text), "\n")
        life.accept(suggestion)

        check(life, "accepted", accepted=12)

    def test_closing_within_it_does_not_lose_that_all_was_typed(self) -> None:
        life = Life()
        life.offer_and_show("ok")
        life.write("ok")
        life.lifecycle.close(URI, life.now)

        check(life, "typed_through", typed=2)

    def test_the_end_of_the_session_within_it_does_not_lose_that_all_was_typed(self) -> None:
        life = Life()
        life.offer_and_show("ok")
        life.write("ok")
        life.lifecycle.end(life.now)

        assert life.outcomes == [("s1", "typed_through", "complete")]

    def test_a_cursor_that_moves_with_the_accepted_text_ends_nothing(self) -> None:
        life = Life()
        suggestion = life.offer_and_show(TEXT)
        life.insert(TEXT)
        life.dismiss(suggestion, "cursor_left")
        life.accept(suggestion)

        check(life, "accepted", accepted=12)


class TestTheEndOfTheSession:
    def test_what_is_decided_is_not_decided_again(self) -> None:
        life = Life()
        suggestion = life.offer_and_show(TEXT)
        life.insert(TEXT)
        life.accept(suggestion)
        life.lifecycle.end(life.now)

        assert life.outcomes == [(suggestion, "accepted", "command")]

    def test_provisional_ends_become_final(self) -> None:
        life = Life()
        life.offer_and_show(TEXT)
        life.insert("q")
        life.lifecycle.end(life.now)

        assert life.outcomes == [("s1", "rejected_implicit", "typed_else")]

    def test_what_is_open_is_left_open(self) -> None:
        life = Life()
        life.offer_and_show(TEXT)
        life.lifecycle.end(life.now)

        assert life.outcomes == []


class TestDocuments:
    def test_what_happens_in_one_document_concerns_no_suggestion_of_another(self) -> None:
        life = Life()
        suggestion = life.offer_and_show(TEXT)
        other = "file:///other.py"
        life.lifecycle.offer(Offered(other, life.cursor, "other", "o9", "g9", "fresh"), life.now)
        life.lifecycle.edit(other, Edit(0, "", "import os\n"), life.now)
        life.lifecycle.close(other, life.now)
        life.wait(10)

        assert life.outcomes == []
        assert life.lifecycle.remainder(URI, life.cursor) == (suggestion, TEXT)


class TestMistakesOfOthers:
    def test_ten_seconds_of_silence_are_no_rejection_and_a_later_accept_is_the_one_row(self) -> None:
        life = Life()
        suggestion = life.offer_and_show(TEXT, visible=11)
        life.insert(TEXT)
        life.accept(suggestion)

        check(life, "accepted", accepted=12)

    def test_a_new_request_is_no_dismissal_when_one_predicted_character_was_typed(self) -> None:
        life = Life()
        suggestion = life.offer_and_show(TEXT)
        life.insert("a")

        assert life.ask_again() == suggestion
        life.wait(10)
        assert life.outcomes == []

    def test_delivering_is_not_showing(self) -> None:
        life = Life()
        life.offer(TEXT)
        life.wait(10)

        assert life.shown_ids == []

    def test_accepting_word_by_word_is_one_accept(self) -> None:
        life = Life()
        suggestion = life.offer_and_show("one two three four")
        for word in ("one ", "two ", "three ", "four"):
            life.insert(word)
            life.partial(suggestion, len(word))
            if word != "four":
                life.ask_again()

        check(life, "accepted", accepted=18)
        assert life.shown_ids == [suggestion]

    def test_edits_above_do_not_move_the_suggestion_off_its_place(self) -> None:
        life = Life("import os\n\nvalue = $0\n")
        suggestion = life.offer_and_show(TEXT)
        life.replace(0, 9, "import os\nimport sys\n")
        life.write("app")

        assert life.ask_again() == suggestion
        life.insert("end(name)")
        life.accept(suggestion)
        check(life, "accepted", accepted=9, typed=3)

    def test_every_rejection_is_recorded(self) -> None:
        life = Life()
        life.offer_and_show(TEXT)
        life.insert("q")
        life.offer_and_show("other")
        life.dismiss("s2", "escape")
        life.wait(3)

        assert sorted(life.outcomes) == [
            ("s1", "rejected_implicit", "typed_else"),
            ("s2", "rejected_explicit", "escape"),
        ]

    def test_the_same_text_at_another_place_is_another_suggestion(self) -> None:
        life = Life("a = \nb = $0\n")
        first = life.offer_and_show(TEXT)
        life.cursor = 4

        assert life.offer(TEXT) != first

    @pytest.mark.parametrize("reason", ["escape", "cursor_left"])
    def test_what_was_turned_down_does_not_come_back_by_itself(self, reason: str) -> None:
        life = Life()
        suggestion = life.offer_and_show(TEXT)
        life.dismiss(suggestion, reason)

        assert life.lifecycle.remainder(URI, life.cursor) is None
