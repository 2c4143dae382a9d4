"""What other assistants count wrongly is counted rightly here."""

import pytest

from centaur.evidence.events import SurvivalEvent
from centaur.evidence.lifecycle import Offered
from tests.evidence.life import TEXT, URI, Life, check


def test_ten_seconds_of_silence_are_no_rejection_and_a_later_accept_is_the_one_row() -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT, visible=11)
    life.insert(TEXT)
    life.accept(suggestion)

    check(life, "accepted", accepted=12)


def test_a_new_request_is_no_dismissal_when_one_predicted_character_was_typed() -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT)
    life.insert("a")

    assert life.ask_again() == suggestion
    life.wait(10)
    assert life.outcomes == []


def test_delivering_is_not_showing() -> None:
    life = Life()
    life.offer(TEXT)
    life.wait(10)

    assert life.shown_ids == []


def test_accepting_word_by_word_is_one_accept() -> None:
    life = Life()
    suggestion = life.offer_and_show("one two three four")
    for word in ("one ", "two ", "three ", "four"):
        life.insert(word)
        life.partial(suggestion, len(word))
        if word != "four":
            life.ask_again()

    check(life, "accepted", accepted=18)
    assert life.shown_ids == [suggestion]


def test_edits_above_do_not_move_the_suggestion_off_its_place() -> None:
    life = Life("import os\n\nvalue = $0\n")
    suggestion = life.offer_and_show(TEXT)
    life.replace(0, 9, "import os\nimport sys\n")
    life.write("app")

    assert life.ask_again() == suggestion
    life.insert("end(name)")
    life.accept(suggestion)
    check(life, "accepted", accepted=9, typed=3)


def test_every_rejection_is_recorded() -> None:
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


def test_the_same_text_at_another_place_is_another_suggestion() -> None:
    life = Life("a = \nb = $0\n")
    first = life.offer_and_show(TEXT)
    life.cursor = 4

    assert life.offer(TEXT) != first


@pytest.mark.parametrize("reason", ["escape", "cursor_left"])
def test_what_was_turned_down_does_not_come_back_by_itself(reason: str) -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT)
    life.dismiss(suggestion, reason)

    assert life.lifecycle.remainder(URI, life.cursor) is None


def test_edits_above_do_not_count_as_changes_of_accepted_text() -> None:
    life = Life("import os\n\nvalue = $0\n")
    life.take()
    life.replace(0, 9, "import os\nimport sys\n")
    life.wait(15)

    assert [row.unchanged for row in life.of(SurvivalEvent)] == [True]


def test_a_rejected_text_is_known_where_it_was_rejected_so_no_cache_brings_it_back() -> None:
    life = Life()
    offer = Offered(URI, life.cursor, TEXT, "o1", "cached", "disk", place_key="here")
    life.dismiss(life.lifecycle.offer(offer, life.now), "escape")

    assert "here" in life.lifecycle.rejections
    assert life.lifecycle.rejections.take_generations() == ["cached"]
