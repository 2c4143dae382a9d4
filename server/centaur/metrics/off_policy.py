"""What a policy that was not in charge would have earned, told from decisions and their propensities."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from centaur.metrics.statistics import cluster_ratio

MIN_EFFECTIVE = 30


@dataclass(frozen=True, slots=True)
class Decision:
    """A logged choice: its reward, its probability then, and that under the policy asked about."""

    cluster: str
    reward: float
    logged: float
    target: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """The reward a decision would have had on average; None where the log says too little of that policy."""

    value: float | None
    interval: tuple[float, float] | None
    effective: float
    clusters: int
    n: int


def snips(decisions: Iterable[Decision]) -> Estimate:
    """The self-normalised estimate, sum w r / sum w with w = target / logged, with the interval by clusters.

    Swaminathan and Joachims, The self-normalized estimator for counterfactual learning, 2015. It is a ratio
    of sums, so its interval is that of `cluster_ratio`. The effective sample size is (sum w)^2 / sum w^2
    (Kish, Survey Sampling, 1965); below 30 the estimate is refused.
    """
    weighted = [(decision, _weight(decision)) for decision in decisions]
    rows: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for decision, weight in weighted:
        rows[decision.cluster].append((weight * decision.reward, weight))
    effective = _effective([weight for _, weight in weighted])
    if effective < MIN_EFFECTIVE:
        return Estimate(None, None, effective, len(rows), len(weighted))
    rewards, weights = zip(*map(_sums, rows.values()), strict=True)
    ratio = cluster_ratio(rewards, weights)
    return Estimate(ratio.value, ratio.interval, effective, ratio.clusters, len(weighted))


def _weight(decision: Decision) -> float:
    """How much more often the policy asked about would have decided so."""
    if not (0 < decision.logged <= 1 and 0 <= decision.target <= 1):
        raise ValueError(
            "A logged decision needs a probability above 0 and at most 1, and a target from 0 to 1."
        )
    return decision.target / decision.logged


def _effective(weights: list[float]) -> float:
    """The number of equal weights that would say as much."""
    largest = max(weights, default=0.0)
    if not largest:
        return 0.0
    shares = [weight / largest for weight in weights]
    return math.fsum(shares) ** 2 / math.fsum(share * share for share in shares)


def _sums(pairs: list[tuple[float, float]]) -> tuple[Fraction, Fraction]:
    """The sums of both columns, exactly, so that the order of the decisions changes no bit."""
    return sum((Fraction(k) for k, _ in pairs), Fraction()), sum((Fraction(n) for _, n in pairs), Fraction())
