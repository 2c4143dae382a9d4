"""What was rejected here does not come back, until the text around it changes."""

import pytest

from centaur.evidence.events import OutcomeEvent, RejectedPlaceEvent
from centaur.evidence.lifecycle import Offered
from centaur.evidence.rejections import REMEMBERED, Rejections, place_key
from tests.evidence.life import TEXT, URI, Life


def test_a_key_is_the_text_with_what_is_near_it() -> None:
    key = place_key("text", "a" * 200, "b" * 80)

    assert place_key("text", "far away" + "a" * 200, "b" * 80 + "far away") == key
    others = [
        ("texts", "a" * 200, "b" * 80),
        ("text", "a" * 199 + "x", "b" * 80),
        ("text", "a" * 200, "b" * 79),
    ]
    assert all(place_key(*other) != key for other in others)
    assert place_key("ab", "c", "") != place_key("a", "bc", "")


def test_a_key_means_nothing_under_another_salt() -> None:
    keys = {place_key("text", "before", "after", salt) for salt in ("", "mine", "yours")}

    assert len(keys) == 3


def test_half_a_surrogate_pair_has_a_key_too() -> None:
    assert place_key("\ud83d", "", "") != place_key("", "\ud83d", "")


def test_the_oldest_are_forgotten() -> None:
    rejections = Rejections()
    for number in range(REMEMBERED + 1):
        rejections.add([str(number)], "g")

    assert "0" not in rejections
    assert "1" in rejections


def test_what_is_rejected_again_is_young_again() -> None:
    rejections = Rejections()
    for number in range(REMEMBERED):
        rejections.add([str(number)], "g")
    rejections.add(["0", "new"], "g")

    assert "0" in rejections
    assert "1" not in rejections


def test_what_the_log_tells_is_known_beside_what_was_rejected_here() -> None:
    rejections = Rejections()
    rejections.add(["here"], "g")
    rejections.learn(["elsewhere"])
    assert "here" in rejections
    assert "elsewhere" in rejections

    rejections.learn(["later"])
    assert "here" in rejections
    assert "elsewhere" not in rejections


def offered(life: Life, key: str, text: str = TEXT) -> str:
    """The text is on show, under that key."""
    offer = Offered(URI, life.cursor, text, f"o-{key}", f"g-{key}", "fresh", place_key=key)
    suggestion = life.lifecycle.offer(offer, life.now)
    life.show(suggestion)
    life.wait(1)
    return suggestion


@pytest.mark.parametrize("reason", ["escape", "command", "thumbs_down"])
def test_rule_8_an_explicit_rejection_is_remembered_at_once(reason: str) -> None:
    life = Life()
    life.dismiss(offered(life, "k"), reason)

    assert "k" in life.lifecycle.rejections
    assert life.lifecycle.rejections.take_generations() == ["g-k"]
    assert life.lifecycle.rejections.take_generations() == []


def test_rule_8_an_implicit_rejection_is_remembered_when_it_is_final() -> None:
    life = Life()
    offered(life, "k")
    life.insert("q")
    assert "k" not in life.lifecycle.rejections
    assert life.of(RejectedPlaceEvent) == []

    life.wait(2.1)
    assert "k" in life.lifecycle.rejections


def test_rule_8_it_is_remembered_at_every_place_where_it_was_on_offer() -> None:
    life = Life()
    offered(life, "first")
    life.write("app")
    life.dismiss(offered(life, "then", TEXT[3:]), "escape")

    assert "first" in life.lifecycle.rejections
    assert "then" in life.lifecycle.rejections


def test_rule_8_each_of_these_places_is_written_after_the_outcome() -> None:
    life = Life()
    suggestion = offered(life, "first")
    life.write("app")
    life.dismiss(offered(life, "then", TEXT[3:]), "escape")

    assert isinstance(life.events[-3], OutcomeEvent)
    assert life.events[-2:] == [RejectedPlaceEvent(suggestion, key) for key in ("first", "then")]


def accept(life: Life, suggestion: str) -> None:
    life.insert(TEXT)
    life.accept(suggestion)


def leave(life: Life, suggestion: str) -> None:
    life.dismiss(suggestion, "cursor_left")


def reload(life: Life, _suggestion: str) -> None:
    life.insert("q")
    life.explain("reload")


@pytest.mark.parametrize("end", [accept, leave, reload])
def test_rule_8_what_ends_otherwise_is_not_remembered(end: object) -> None:
    life = Life()
    end(life, offered(life, "k"))  # type: ignore[operator]  # one of the functions above
    life.wait(3)

    assert "k" not in life.lifecycle.rejections
    assert life.of(RejectedPlaceEvent) == []
