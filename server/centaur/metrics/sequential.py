"""The mixture sequential probability ratio test: two arms compared, valid however often one looks."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

from centaur.metrics.statistics import MIN_CLUSTERS

ALPHA = 0.05
POWER = 0.8
# Sums with long tails are far from normal at first: benchmarks/statistics.py has a lift of a half within the
# interval at every look in 92 % of experiments when looks begin at 10 clusters, and in 95 % when at 30.
MIN_CLUSTERS_AN_ARM = 30
ROUNDING = 1e-12

Sums = tuple[float, float]
Verdict = Literal["keep going", "stop: better", "stop: worse"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The candidate's ratio less the control's, after so many clusters.

    `p_value` is the smallest so far and may be acted upon at any look; a verdict stays once it is reached.
    `interval` is that of all clusters until now. It is None, and nothing is decided, below 30 clusters an
    arm; below 5 the effect and its error are None too.
    """

    effect: float | None
    standard_error: float | None
    interval: tuple[float, float] | None
    p_value: float
    clusters: int
    verdict: Verdict


UNSEEN = Comparison(None, None, None, 1.0, 0, "keep going")


def compare(clusters: Iterable[tuple[Sums, Sums]], mixture_variance: float) -> Comparison:
    """The last of all looks at clusters in order of time: see `looks`."""
    *_, last = UNSEEN, *looks(clusters, mixture_variance)
    return last


def looks(clusters: Iterable[tuple[Sums, Sums]], mixture_variance: float) -> Iterator[Comparison]:
    """A look after every cluster, given as the (numerator, denominator) of the control and of the candidate.

    An arm that a cluster never saw is (0, 0). The mixture over effects is normal about zero; its variance,
    the square of the effect one expects, has to be fixed before the first cluster is seen.
    """
    if not 0 < mixture_variance < math.inf:
        raise ValueError("The variance of the mixture must be above zero: the square of the effect expected.")
    moments, before = _Moments(), UNSEEN
    for control, candidate in clusters:
        moments.add((*control, *candidate))
        before = _look(before, moments, mixture_variance)
        yield before


def always_valid_p(effect: float, variance: float, mixture_variance: float) -> float:
    """1 over the mixture likelihood ratio of an estimate with that variance, at most 1.

    Robbins, Statistical methods related to the law of the iterated logarithm, 1970; Johari, Koomen, Pekelis
    and Walsh, Always valid inference, Operations Research 70(3), 2022, section 5.
    """
    total = variance + mixture_variance
    log_ratio = (math.log(variance / total) + effect * effect * mixture_variance / (variance * total)) / 2
    return math.exp(-max(log_ratio, 0.0))


def half_width(variance: float, mixture_variance: float) -> float:
    """Half of the always-valid interval: the effect at which `always_valid_p` is alpha."""
    total = variance + mixture_variance
    return math.sqrt(variance * total / mixture_variance * math.log(total / variance / ALPHA**2))


def clusters_needed(cluster_variance: float, effect: float, mixture_variance: float) -> int:
    """How many clusters it takes to tell an effect of that size with 80 % probability.

    `cluster_variance` is that of the effect times the clusters it came from. The interval narrows with every
    cluster, so the smallest number is found by doubling and then by halving the gap.
    """
    if not effect > 0:
        raise ValueError("The effect to be told must be above zero.")
    margin = NormalDist().inv_cdf(POWER)

    def tells(clusters: int) -> bool:
        variance = cluster_variance / clusters
        return half_width(variance, mixture_variance) + margin * math.sqrt(variance) <= effect

    fewer, enough = 0, 1
    while not tells(enough):
        fewer, enough = enough, enough * 2
    while enough - fewer > 1:
        middle = (fewer + enough) // 2
        fewer, enough = (fewer, middle) if tells(middle) else (middle, enough)
    return enough


def advice(comparison: Comparison, days: float, mixture_variance: float) -> str:
    """One sentence for people: stop and why, keep going, or how long it takes at the traffic of these days.

    What is waited for is an effect of the expected size, the square root of the mixture's variance.
    """
    if comparison.verdict != "keep going" or comparison.standard_error is None:
        return comparison.verdict
    cluster_variance = comparison.standard_error**2 * comparison.clusters
    needed = clusters_needed(cluster_variance, math.sqrt(mixture_variance), mixture_variance)
    wait = math.ceil((needed - comparison.clusters) * days / comparison.clusters)
    if wait <= 0:
        return comparison.verdict
    return f"cannot tell at this traffic before about {wait} day{'s' if wait > 1 else ''} from now"


def _look(before: Comparison, moments: "_Moments", mixture_variance: float) -> Comparison:
    """What is said after one more cluster."""
    count, fewest = moments.count, min(moments.clusters)
    if fewest < MIN_CLUSTERS or not (squares := moments.squares()):
        return Comparison(None, None, None, before.p_value, count, before.verdict)
    effect, error = moments.effect(), math.sqrt(squares * fewest / (fewest - 1))
    if fewest < MIN_CLUSTERS_AN_ARM:
        return Comparison(effect, error, None, 1.0, count, "keep going")
    # An estimated variance is widened to that of Student's t, v / (v - 2).
    variance = squares * fewest / (fewest - 3)
    half = half_width(variance, mixture_variance)
    p_value = min(before.p_value, always_valid_p(effect, variance, mixture_variance))
    verdict = before.verdict
    if verdict == "keep going" and p_value <= ALPHA:
        verdict = "stop: better" if effect > 0 else "stop: worse"
    return Comparison(effect, error, (effect - half, effect + half), p_value, count, verdict)


class _Moments:
    """Running sums of (control K, control N, candidate K, candidate N) and of their products, by cluster."""

    def __init__(self) -> None:
        self.count = 0
        self.clusters = [0, 0]
        self._totals = [0.0] * 4
        self._products = [[0.0] * 4 for _ in range(4)]

    def add(self, row: tuple[float, float, float, float]) -> None:
        self.count += bool(row[1] or row[3])
        self.clusters[0] += bool(row[1])
        self.clusters[1] += bool(row[3])
        for i, x in enumerate(row):
            self._totals[i] += x
            for j, y in enumerate(row):
                self._products[i][j] += x * y

    def effect(self) -> float:
        control, controls, candidate, candidates = self._totals
        return candidate / candidates - control / controls

    def squares(self) -> float:
        """The squared residuals of the linearised effect (Cochran 1977, 6.3); 0 if only rounding is left."""
        control, controls, candidate, candidates = self._totals
        slope = (-1 / controls, control / controls**2, 1 / candidates, -candidate / candidates**2)
        terms = [
            a * b * product
            for a, row in zip(slope, self._products, strict=True)
            for b, product in zip(slope, row, strict=True)
        ]
        total = math.fsum(terms)
        return total if total > ROUNDING * math.fsum(map(abs, terms)) else 0.0
