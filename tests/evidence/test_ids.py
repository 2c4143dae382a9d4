"""Ids of the log."""

from centaur.evidence.ids import numbered


def test_ids_are_unique_within_a_session_and_between_sessions() -> None:
    here, there = numbered("a1"), numbered("b2")

    made = [*(here() for _ in range(300)), *(there() for _ in range(300))]

    assert len(set(made)) == 600
    assert made[0] == "a1-1"
