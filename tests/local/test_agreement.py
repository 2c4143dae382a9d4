"""What candidates agree on."""

from centaur.local.agreement import agreements
from centaur.local.candidates import END, WORKSPACE, Candidate


def check(*lines: str, expected: list[str]) -> None:
    """Each line is a candidate, its pieces between bars; what is agreed on is given from short to long."""
    candidates = [Candidate((*line.split("|"), END), WORKSPACE, literal=3, alike=3) for line in lines]
    assert [agreement.text for agreement in agreements(candidates)] == expected


def test_all_that_all_share_is_agreed_on_up_to_the_end() -> None:
    check("a|(|b|)", "a|(|b|)", expected=["a", "a(", "a(b", "a(b)", "a(b)"])


def test_the_agreement_ends_where_no_majority_goes_on() -> None:
    check("a|(|b", "a|(|c", "a|(|d", expected=["a", "a("])


def test_a_minority_does_not_stop_it() -> None:
    check("a|b", "a|b", "a|b", "c", expected=["a", "ab", "ab"])


def test_nobody_agrees_on_nothing() -> None:
    check(expected=[])


def test_it_is_complete_only_at_the_end_of_the_line() -> None:
    line = Candidate(("a", END), WORKSPACE, literal=3, alike=3)

    assert [agreement.complete for agreement in agreements([line, line])] == [False, True]


def test_those_for_and_against_are_counted_and_the_best_is_named() -> None:
    weak, strong = (Candidate(("a", END), WORKSPACE, literal=n, alike=n) for n in (3, 5))
    other = Candidate(("b", END), WORKSPACE, literal=3, alike=3)

    *_, last = agreements([weak, other, strong])

    assert (last.supporters, last.opponents, last.best) == (2, 1, strong)
    assert last.share == (weak.weight + strong.weight) / (2 * weak.weight + strong.weight)
