"""The interval of a ratio over clusters, against figures worked out elsewhere."""

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.statistics import coverage
from centaur.metrics.statistics import Ratio, cluster_ratio, t_quantile, wilson

# scipy.stats.t.ppf(0.975, freedom), SciPy 1.16
QUANTILES = {
    1: 12.706204736174694,
    2: 4.302652729749462,
    3: 3.1824463052837078,
    4: 2.7764451051977934,
    5: 2.5705818356363146,
    8: 2.306004135204166,
    12: 2.1788128296672284,
    20: 2.085963447265864,
    30: 2.0422724563012378,
    60: 2.0002978220142604,
    120: 1.9799304050824402,
    1000: 1.9623390808264083,
    10000: 1.960201239890626,
}


def ratio(clusters: list[tuple[int, int]]) -> Ratio:
    return cluster_ratio([k for k, _ in clusters], [n for _, n in clusters])


clusters = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=12)


@pytest.mark.parametrize("freedom", QUANTILES)
def test_the_quantile_of_t_is_that_of_the_tables(freedom: int) -> None:
    assert t_quantile(freedom) == pytest.approx(QUANTILES[freedom], rel=1e-10)


def test_the_interval_is_the_one_worked_out_by_hand() -> None:
    # r = 10/20; the residuals are -1, 1, 0, 0, 0; se = sqrt(5/4 * 2) / 20 = 0.0790569; t with 4 degrees.
    found = ratio([(1, 4), (3, 4), (2, 4), (2, 4), (2, 4)])

    half = 2.7764451051977934 * math.sqrt(2.5) / 20
    assert found.value == 0.5
    assert found.interval == pytest.approx((0.5 - half, 0.5 + half))
    assert found.clusters == 5


def test_clusters_that_resemble_themselves_widen_the_interval() -> None:
    mixed = ratio([(5, 10)] * 3 + [(4, 10), (6, 10)])
    alike = ratio([(10, 10), (0, 10), (10, 10), (0, 10), (5, 10)])

    assert mixed.value == alike.value
    assert mixed.interval
    assert alike.interval
    assert alike.interval[1] > mixed.interval[1] + 0.3


def test_fewer_than_five_clusters_give_no_interval() -> None:
    assert ratio([(1, 2)] * 4) == Ratio(0.5, None, 4)
    assert ratio([(1, 2)] * 5).interval is not None


def test_a_cluster_with_nothing_to_divide_by_is_no_cluster() -> None:
    assert ratio([(1, 2)] * 4 + [(0, 0)]) == Ratio(0.5, None, 4)


def test_what_a_cluster_adds_without_a_share_of_the_whole_is_not_dropped() -> None:
    assert ratio([(1, 2)] * 3 + [(4, 0)]) == Ratio(7 / 6, None, 4)
    assert ratio([(4, 0)]) == Ratio(None, None, 0)


def test_nothing_to_divide_by_is_no_rate_and_not_zero() -> None:
    assert ratio([]) == ratio([(0, 0), (0, 0)]) == Ratio(None, None, 0)


@given(clusters, st.randoms())
def test_the_order_of_the_clusters_changes_no_bit(pairs: list[tuple[int, int]], random: Random) -> None:
    shuffled = random.sample(pairs, len(pairs))

    assert ratio(pairs) == ratio(shuffled)


@given(st.integers(0, 300), st.integers(1, 300))
def test_the_optimistic_interval_ends_where_the_share_seen_is_just_too_far(seen: int, more: int) -> None:
    trials, share = seen + more, seen / (seen + more)
    interval = wilson(seen, trials)

    assert interval
    for end in interval:
        if 0 < end < 1:
            assert abs(share - end) == pytest.approx(1.959964 * math.sqrt(end * (1 - end) / trials), rel=1e-5)


def test_the_optimistic_interval_of_nothing_and_of_none_of_ten() -> None:
    assert wilson(0, 0) is None
    assert wilson(0, 10) == pytest.approx((0.0, 1.959964**2 / (10 + 1.959964**2)), abs=1e-6)


def test_at_twenty_alike_sessions_the_robust_interval_holds_the_truth_and_the_optimistic_one_does_not() -> (
    None
):
    figures = coverage(400, uneven=False)

    assert 0.90 < figures.cluster_robust < 0.98
    assert 0.65 < figures.wilson < 0.85
