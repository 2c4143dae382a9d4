"""Two arms compared at any time, against the definition, an integral and simulations."""

import math
from itertools import pairwise
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.statistics import false_positives, power
from centaur.metrics.sequential import (
    ALPHA,
    Comparison,
    Sums,
    Verdict,
    advice,
    always_valid_p,
    clusters_needed,
    compare,
    half_width,
    looks,
)

Clusters = list[tuple[Sums, Sums]]

sums = st.tuples(st.integers(0, 500), st.integers(0, 40)).map(
    lambda pair: (pair[0] if pair[1] else 0, pair[1])
)
clusters = st.lists(st.tuples(sums, sums), min_size=40, max_size=70)
variances = st.floats(0.01, 100)


def alternating(count: int, gain: float) -> Clusters:
    """Sessions whose control earns 2 or 4 an opportunity, and whose candidate earns that much more."""
    return [((20 + 20 * (n % 2), 10), ((20 + 20 * (n % 2) + n % 3 + 10 * gain), 10)) for n in range(count)]


def comparison(
    *, verdict: Verdict = "keep going", error: float | None = 1.0, clusters: int = 50
) -> Comparison:
    return Comparison(0.5, error, None, 1.0, clusters, verdict)


@given(st.floats(-5, 5), st.floats(0.2, 5), st.floats(0.2, 5))
def test_the_p_value_is_one_over_the_likelihood_averaged_over_effects(
    effect: float, variance: float, mixture_variance: float
) -> None:
    mixture, noise = NormalDist(0, math.sqrt(mixture_variance)), math.sqrt(variance)
    step = 0.05
    effects = [step * n for n in range(-500, 501)]
    likelihood = step * math.fsum(mixture.pdf(at) * NormalDist(at, noise).pdf(effect) for at in effects)
    ratio = likelihood / NormalDist(0, noise).pdf(effect)

    assert always_valid_p(effect, variance, mixture_variance) == pytest.approx(min(1.0, 1 / ratio), rel=1e-6)


@given(variances, variances)
def test_the_interval_ends_at_the_effect_that_would_just_be_called_one(
    variance: float, mixture_variance: float
) -> None:
    half = half_width(variance, mixture_variance)

    assert always_valid_p(half, variance, mixture_variance) == pytest.approx(ALPHA)


@given(clusters)
def test_effect_and_error_are_those_of_the_definition(rows: Clusters) -> None:
    found = compare(rows, 1.0)
    if found.effect is None or found.standard_error is None:
        return
    totals = [[sum(row[arm][part] for row in rows) for part in (0, 1)] for arm in (0, 1)]
    ratios = [k / n for k, n in totals]
    residuals = [
        sum(
            sign * (row[arm][0] - ratios[arm] * row[arm][1]) / totals[arm][1]
            for arm, sign in ((0, -1), (1, 1))
        )
        for row in rows
    ]
    fewest = min(sum(row[arm][1] > 0 for row in rows) for arm in (0, 1))

    assert found.effect == pytest.approx(ratios[1] - ratios[0])
    squares = math.fsum(residual**2 for residual in residuals)
    assert found.standard_error == pytest.approx(math.sqrt(fewest / (fewest - 1) * squares), rel=1e-6)


@given(clusters)
def test_the_p_value_never_rises_and_a_verdict_stays(rows: Clusters) -> None:
    seen = list(looks(rows, 4.0))

    for before, after in pairwise(seen):
        assert after.p_value <= before.p_value
        assert before.verdict in ("keep going", after.verdict)
    assert seen[-1].verdict == "keep going" or seen[-1].p_value <= ALPHA


@given(clusters)
def test_the_arms_exchanged_turn_the_verdict_round(rows: Clusters) -> None:
    found, turned = compare(rows, 4.0), compare([(b, a) for a, b in rows], 4.0)
    other = {"keep going": "keep going", "stop: better": "stop: worse", "stop: worse": "stop: better"}

    assert turned.verdict == other[found.verdict]
    assert turned.p_value == pytest.approx(found.p_value)
    assert (turned.effect is None) == (found.effect is None)


@pytest.mark.parametrize(
    ("gain", "verdict"), [(1, "stop: better"), (-1, "stop: worse"), (-0.1, "keep going")]
)
def test_a_clear_effect_stops_the_experiment_and_none_does_not(gain: float, verdict: Verdict) -> None:
    found = compare(alternating(60, gain), 1.0)

    assert found.verdict == verdict
    assert found.interval
    assert found.interval[0] < gain + 0.1 < found.interval[1]
    assert found.clusters == 60


def test_a_verdict_stays_when_the_effect_turns_afterwards() -> None:
    found = compare(alternating(60, 2) + alternating(300, -4), 1.0)

    assert found.effect
    assert found.effect < 0
    assert found.verdict == "stop: better"


def test_the_interval_is_widened_for_a_variance_that_was_estimated() -> None:
    found = compare(alternating(33, 0.2), 1.0)

    assert found.effect
    assert found.standard_error
    half = half_width(found.standard_error**2 * 32 / 30, 1.0)
    assert found.interval == pytest.approx((found.effect - half, found.effect + half))


def test_before_thirty_sessions_an_arm_nothing_is_decided() -> None:
    seen = list(looks(alternating(30, 5), 1.0))

    assert [look.verdict for look in seen] == ["keep going"] * 29 + ["stop: better"]
    assert [look.interval is None for look in seen] == [True] * 29 + [False]
    assert [look.effect is None for look in seen] == [True] * 4 + [False] * 26


def test_an_arm_with_too_few_sessions_holds_the_decision_back() -> None:
    alone: Clusters = [((20 + n % 3, 10), (0, 0)) for n in range(100)]

    assert compare(alone, 1.0) == Comparison(None, None, None, 1.0, 100, "keep going")
    assert compare(alone + alternating(29, 5), 1.0).verdict == "keep going"


def test_a_session_that_saw_neither_arm_is_no_session() -> None:
    rows = alternating(40, 0.2)

    assert compare([*rows, ((0, 0), (0, 0))], 1.0) == compare(rows, 1.0)


@pytest.mark.parametrize("candidate", [0, 3, 0.3])
def test_where_every_session_is_the_same_there_is_no_error_to_judge_by(candidate: float) -> None:
    assert compare([((10, 3), (candidate, 3))] * 50, 1.0).verdict == "keep going"
    assert compare([((10, 3), (candidate, 3))] * 50, 1.0).interval is None


def test_nothing_seen_is_nothing_said() -> None:
    assert compare([], 1.0) == Comparison(None, None, None, 1.0, 0, "keep going")


@pytest.mark.parametrize("variance", [0, -1, math.nan, math.inf])
def test_a_mixture_without_a_variance_is_refused_with_a_sentence(variance: float) -> None:
    with pytest.raises(ValueError, match="must be above zero"):
        compare([], variance)


@given(st.floats(0.1, 1000), st.floats(0.1, 10), st.floats(0.1, 10))
def test_the_clusters_needed_are_enough_and_one_fewer_is_not(
    variance: float, effect: float, mixture_variance: float
) -> None:
    def told(clusters: int) -> float:
        error = math.sqrt(variance / clusters)
        return NormalDist(effect, error).cdf(half_width(variance / clusters, mixture_variance))

    needed = clusters_needed(variance, effect, mixture_variance)

    assert told(needed) <= 0.2 + 1e-9
    assert needed == 1 or told(needed - 1) > 0.2 - 1e-9


def test_an_effect_far_too_small_to_tell_is_a_large_number_and_no_failure() -> None:
    assert clusters_needed(1e6, 1e-9, 1e-18) > 1e24


def test_no_effect_would_take_for_ever_and_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="above zero"):
        clusters_needed(1.0, 0.0, 1.0)


def test_the_wait_is_told_in_days_of_the_traffic_so_far() -> None:
    # A variance of 1 from 50 clusters, an effect of 1: what is needed comes at 50 in 10 days.
    wait = math.ceil((clusters_needed(50.0, 1.0, 1.0) - 50) / 5)

    assert advice(comparison(), 10, 1.0) == f"cannot tell at this traffic before about {wait} days from now"
    assert wait > 50


def test_a_wait_of_a_day_is_one_day() -> None:
    clusters = clusters_needed(50.0, 1.0, 1.0) - 1
    near = comparison(clusters=clusters, error=math.sqrt(50.0 / clusters))

    assert advice(near, 10, 1.0) == "cannot tell at this traffic before about 1 day from now"


def test_what_is_decided_unknown_or_due_any_day_is_said_as_it_is() -> None:
    assert advice(comparison(verdict="stop: worse"), 10, 1.0) == "stop: worse"
    assert advice(comparison(error=None), 10, 1.0) == "keep going"
    assert advice(comparison(), 0, 1.0) == "keep going"
    assert advice(comparison(clusters=5_000, error=0.01), 10, 1.0) == "keep going"


@pytest.mark.parametrize("by_place", [True, False])
def test_looking_after_every_session_finds_seldom_an_effect_where_there_is_none(*, by_place: bool) -> None:
    figures = false_positives(150, by_place=by_place)

    assert figures.sequential_each_look <= 0.05
    assert figures.fixed_each_look > 0.12


def test_an_effect_is_told_about_as_often_as_was_promised() -> None:
    figures = power(60)

    assert figures.told > 0.6
    assert figures.covered_at_every_look > 0.85
