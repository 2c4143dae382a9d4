"""What another policy would have earned, against figures worked out by hand and by simulation."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.statistics import off_policy
from centaur.metrics.off_policy import Decision, Estimate, snips
from centaur.metrics.statistics import cluster_ratio


def log(*choices: tuple[float, float, float], times: int = 10) -> list[Decision]:
    return [Decision(str(n), *choice) for n in range(times) for choice in choices]


decisions = st.lists(
    st.builds(
        Decision,
        st.sampled_from("abcdef"),
        st.floats(0, 100),
        st.sampled_from((0.25, 0.5, 1.0)),
        st.sampled_from((0.0, 0.5, 1.0)),
    ),
    min_size=35,
    max_size=60,
)


def test_a_choice_made_seldom_and_wanted_often_weighs_more() -> None:
    # Weights 0.5/0.25 = 2 and 0.5/0.75 = 2/3: (2 * 9 + 3 * 2/3 * 1) / (2 + 3 * 2/3) = 20/4.
    estimate = snips(log((9, 0.25, 0.5), *[(1, 0.75, 0.5)] * 3))

    assert estimate.value == pytest.approx(5.0)
    assert estimate.effective == pytest.approx((10 * 4) ** 2 / (10 * (4 + 3 * 4 / 9)))
    assert (estimate.clusters, estimate.n) == (10, 40)


def test_the_policy_that_was_in_charge_earned_the_plain_mean() -> None:
    estimate = snips(log((1, 0.5, 0.5), (4, 0.25, 0.25), (1, 0.25, 0.25)))
    plain = cluster_ratio([6] * 10, [3] * 10)

    assert (estimate.value, estimate.interval) == (plain.value, plain.interval)
    assert estimate.effective == estimate.n == 30


def test_below_thirty_effective_decisions_the_estimate_is_refused() -> None:
    thirty = log((1, 0.5, 0.5), (0, 0.5, 0.5), (1, 0.5, 0.5))

    assert snips(thirty).value is not None
    assert snips(thirty[1:]) == Estimate(None, None, 29.0, 10, 29)


def test_one_heavy_decision_counts_as_about_one() -> None:
    estimate = snips([*log((1, 1.0, 0.01), times=100), Decision("rare", 1, 0.0001, 1.0)])

    assert estimate.value is None
    assert estimate.effective == pytest.approx(1.0, abs=0.01)


def test_a_policy_the_log_never_followed_is_refused_and_so_is_an_empty_log() -> None:
    assert snips(log((1, 0.5, 0.0), times=50)) == Estimate(None, None, 0.0, 50, 50)
    assert snips([]) == Estimate(None, None, 0.0, 0, 0)


def test_even_a_tiny_probability_is_no_overflow() -> None:
    assert snips(log((1, 1e-300, 1.0), (1, 1.0, 1.0), times=20)).effective == pytest.approx(20)


@pytest.mark.parametrize(("logged", "target"), [(0, 0.5), (-0.1, 0.5), (1.1, 0.5), (0.5, 1.1), (0.5, -0.1)])
def test_what_is_no_probability_is_refused_with_a_sentence(logged: float, target: float) -> None:
    with pytest.raises(ValueError, match="needs a probability above 0"):
        snips([Decision("a", 1, logged, target)])


@given(decisions, st.randoms())
def test_the_order_of_the_decisions_changes_no_bit(log: list[Decision], random: Random) -> None:
    assert snips(log) == snips(random.sample(log, len(log)))


def test_the_estimate_finds_the_truth_where_the_plain_mean_is_far_off() -> None:
    figures = off_policy(300)

    assert abs(figures.bias) < 0.01
    assert figures.bias_of_plain_mean > 0.1
    assert 0.89 < figures.coverage < 0.98
