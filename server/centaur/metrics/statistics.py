"""Intervals for ratios of sums whose members come in clusters that resemble each other."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from operator import mul
from statistics import NormalDist

MIN_CLUSTERS = 5
CONFIDENCE = 0.95
_NORMAL = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)

Exact = int | Fraction
"""A number without rounding; a sum of `float`s would depend on their order."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio of two sums with its 95 % interval; both are None where there is nothing to divide by."""

    value: float | None
    interval: tuple[float, float] | None
    clusters: int


def cluster_ratio(numerators: Sequence[Exact], denominators: Sequence[Exact], scale: float = 1) -> Ratio:
    """The ratio of two columns, each summed over its clusters, with the cluster-robust interval; by `scale`.

    r = sum K_g / sum N_g, se = sqrt(G/(G-1) * sum (K_g - r N_g)^2) / sum N_g, r +- t_{G-1, 0.975} se: the
    linearised variance of a ratio estimator under cluster sampling (Cochran, Sampling Techniques, 1977, 6.3).
    A cluster may have a numerator alone: what was spent where nothing was accepted was spent all the same.
    The squares are multiplied out, and all is exact up to the root: the order of the clusters changes no bit.
    """
    k, n = sum(numerators), sum(denominators)
    if not n:
        return Ratio(None, None, 0)
    value = float(k / n) * scale
    count = sum(map(any, zip(numerators, denominators, strict=True)))
    if count < MIN_CLUSTERS:
        return Ratio(value, None, count)
    kk = sum(map(mul, numerators, numerators))
    kn = sum(map(mul, numerators, denominators))
    nn = sum(map(mul, denominators, denominators))
    squares = n * n * kk - 2 * k * n * kn + k * k * nn
    half = t_quantile(count - 1) * math.sqrt(count * squares / ((count - 1) * n**4)) * scale
    return Ratio(value, (value - half, value + half), count)


def wilson(successes: float, trials: float) -> tuple[float, float] | None:
    """The 95 % interval of a share whose trials are independent, so to be shown as "optimistic" only.

    Wilson, Probable inference, the law of succession, and statistical inference, 1927: the shares p that lie
    no further than z * sqrt(p (1 - p) / n) from what was seen.
    """
    if not trials:
        return None
    share, square = successes / trials, _NORMAL**2 / trials
    middle = (share + square / 2) / (1 + square)
    half = math.sqrt(share * (1 - share) * square + square**2 / 4) / (1 + square)
    return max(middle - half, 0.0), min(middle + half, 1.0)


@lru_cache
def t_quantile(freedom: int) -> float:
    """The 0.975 quantile of Student's t.

    Newton's method from the normal quantile, which is below it: the probability is concave to the right of
    zero, so every step moves up and none goes past the quantile.
    """
    t = _NORMAL
    log_scale = math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2) - math.log(freedom * math.pi) / 2
    while True:
        density = math.exp(log_scale - (freedom + 1) / 2 * math.log1p(t * t / freedom))
        step = (CONFIDENCE - _within(t, freedom)) / (2 * density)
        if step <= 1e-12 * t:
            return t
        t += step


def _within(t: float, freedom: int) -> float:
    """The probability that |T| < t, as the finite series of Abramowitz and Stegun 26.7.3 and 26.7.4."""
    angle = math.atan(t / math.sqrt(freedom))
    square = math.cos(angle) ** 2
    odd = freedom % 2
    term = math.cos(angle) if odd else 1.0
    series = term if freedom > 1 else 0.0
    for k in range(2 + odd, freedom, 2):
        term *= square * (k - 1) / k
        series += term
    if odd:
        return 2 / math.pi * (angle + math.sin(angle) * series)
    return math.sin(angle) * series
