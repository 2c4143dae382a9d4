"""How much a candidate counts."""

from dataclasses import replace

from centaur.local.candidates import OPEN_DOCUMENT, SAME_DOCUMENT, WORKSPACE, Candidate

CANDIDATE = Candidate(("x",), WORKSPACE, literal=3, alike=5)


def test_the_nearer_the_evidence_the_more_it_counts() -> None:
    near, nearer = (replace(CANDIDATE, nearness=nearness) for nearness in (OPEN_DOCUMENT, SAME_DOCUMENT))

    assert CANDIDATE.weight < near.weight < nearer.weight


def test_the_more_its_place_is_like_this_one_the_more_it_counts() -> None:
    for name in ("literal", "alike", "follows", "carried"):
        more = replace(CANDIDATE, **{name: getattr(CANDIDATE, name) + 1})
        assert more.weight > CANDIDATE.weight, name


def test_names_unknown_here_make_it_count_less() -> None:
    assert replace(CANDIDATE, strange=1).weight < CANDIDATE.weight
