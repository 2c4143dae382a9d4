"""What a dead process showed: an accept of it counts until it is written off."""

from centaur.evidence.events import ImpossibleEvent, OutcomeEvent
from tests.evidence.life import Life, only


def test_an_accept_within_thirty_seconds_of_the_start_is_an_accept() -> None:
    life = Life()
    life.lifecycle.adopt("old", life.now, 12)
    life.wait(30)
    life.accept("old")

    assert only(life.of(OutcomeEvent)) == OutcomeEvent(
        "old", "accepted", "command", "explicit", 12, 12, 0, 0.0
    )


def test_a_later_accept_is_impossible() -> None:
    life = Life()
    life.lifecycle.adopt("old", life.now, 12)
    life.wait(30.1)
    life.accept("old")

    assert life.outcomes == []
    assert life.of(ImpossibleEvent) == [ImpossibleEvent("", "accept", "unknown")]


def test_a_second_accept_is_impossible() -> None:
    life = Life()
    life.lifecycle.adopt("old", life.now, 12)
    life.accept("old")
    life.accept("old")

    assert len(life.outcomes) == 1
    assert life.lifecycle.impossible == 1


def test_no_other_signal_means_anything_for_it() -> None:
    life = Life()
    life.lifecycle.adopt("old", life.now, 12)
    life.show("old")
    life.dismiss("old", "escape")

    assert life.outcomes == []
    assert life.lifecycle.impossible == 2
