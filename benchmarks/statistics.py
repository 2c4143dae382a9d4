"""How often the intervals and tests of the metrics are right, by simulation from fixed seeds."""

import json
import math
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from random import Random
from statistics import NormalDist

from centaur.metrics.off_policy import Decision, snips
from centaur.metrics.sequential import Comparison, Sums, clusters_needed, compare, looks
from centaur.metrics.statistics import cluster_ratio, wilson

REPETITIONS = 2_000
SHARE = 1 / 3
ICC = 0.05
SESSIONS = 20
SUGGESTIONS = 30  # viewed in a session, on average
SIZES = (10, 50)  # where sessions are of a similar size
LOOKS = 150
OPPORTUNITIES = 20  # in a session, on average
PLACE = 5  # opportunities in a neighbourhood that keeps its arm
ACCEPTED = 0.12
MEAN_LENGTH = math.exp(3.5)  # of a log-normal with mean 3 and deviation 1
EXPECTED = 2.0  # characters an opportunity, of about 4: the root of the mixture's variance
PILOT = 2_000
POLICY_SESSIONS = 40
LOGGED_BETTER = 0.8
EARNED_BY_COIN = 0.4


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often each 95 % interval holds the true share."""

    cluster_robust: float
    wilson: float


@dataclass(frozen=True, slots=True)
class FalsePositives:
    """How often each test finds an effect where there is none."""

    sequential_each_look: float
    fixed_each_look: float
    fixed_last_look: float


@dataclass(frozen=True, slots=True)
class Power:
    """How often an effect is told in the sessions needed, and how often each look's interval holds it."""

    sessions: int
    told: float
    covered_at_every_look: float


@dataclass(frozen=True, slots=True)
class OffPolicy:
    """How far the estimate and the plain mean are off, and how often the interval holds the truth."""

    bias: float
    bias_of_plain_mean: float
    coverage: float
    effective: float


def main() -> None:
    """Run every simulation and print what came out."""
    figures = {
        "coverage": asdict(coverage(REPETITIONS * 5, uneven=False)),
        "coverage_of_uneven_sessions": asdict(coverage(REPETITIONS * 5, uneven=True)),
        "false_positives_arm_by_place": asdict(false_positives(REPETITIONS, by_place=True)),
        "false_positives_arm_by_session": asdict(false_positives(REPETITIONS, by_place=False)),
        "power": asdict(power(REPETITIONS)),
        "off_policy": asdict(off_policy(REPETITIONS)),
    }
    if "--json" in sys.argv:
        print(json.dumps(figures))
        return
    print(f"coverage: {SESSIONS} sessions at an intra-class correlation of {ICC}")
    print(f"false positives: a look after each of {LOOKS} sessions; power: after the sessions needed")
    for name, figure in figures.items():
        print(name)
        for key, value in figure.items():
            print(f"  {key:24} {value:9.4f}")


def coverage(repetitions: int, *, uneven: bool) -> Coverage:
    """Accepted of viewed suggestions, where sessions differ as a beta-binomial of that correlation."""
    random = seeded(1)
    robust = optimistic = 0
    for _ in range(repetitions):
        clusters = [accepted_of_viewed(random, uneven=uneven) for _ in range(SESSIONS)]
        accepted, viewed = zip(*clusters, strict=True)
        robust += holds(cluster_ratio(accepted, viewed).interval, SHARE)
        optimistic += holds(wilson(sum(accepted), sum(viewed)), SHARE)
    return Coverage(robust / repetitions, optimistic / repetitions)


def false_positives(repetitions: int, *, by_place: bool) -> FalsePositives:
    """Two arms that are the same, looked at after every session."""
    random = seeded(2)
    sequential = each = last = 0
    for _ in range(repetitions):
        seen = with_intervals(sessions(random, LOOKS, by_place=by_place))
        sequential += seen[-1].verdict != "keep going"
        each += any(map(passes_fixed, seen))
        last += passes_fixed(seen[-1])
    return FalsePositives(sequential / repetitions, each / repetitions, last / repetitions)


def power(repetitions: int) -> Power:
    """An effect of the expected size, over the sessions that a pilot says are needed."""
    random = seeded(3)
    pilot = compare(sessions(random, PILOT, by_place=True), EXPECTED**2)
    assert pilot.standard_error
    needed = clusters_needed(pilot.standard_error**2 * pilot.clusters, EXPECTED, EXPECTED**2)
    told = covered = 0
    for _ in range(repetitions):
        seen = with_intervals(sessions(random, needed, by_place=True, gain=EXPECTED))
        told += seen[-1].verdict == "stop: better"
        covered += all(holds(look.interval, EXPECTED) for look in seen)
    return Power(needed, told / repetitions, covered / repetitions)


def off_policy(repetitions: int) -> OffPolicy:
    """What tossing a coin would earn, from a log in which the better choice was made in four of five."""
    random = seeded(4)
    estimates, plain = [], []
    for _ in range(repetitions):
        decisions = [decision for session in range(POLICY_SESSIONS) for decision in logged(random, session)]
        estimates.append(snips(decisions))
        plain.append(sum(decision.reward for decision in decisions) / len(decisions))
    return OffPolicy(
        sum(estimate.value or 0 for estimate in estimates) / repetitions - EARNED_BY_COIN,
        sum(plain) / repetitions - EARNED_BY_COIN,
        sum(holds(estimate.interval, EARNED_BY_COIN) for estimate in estimates) / repetitions,
        sum(estimate.effective for estimate in estimates) / repetitions,
    )


def accepted_of_viewed(random: Random, *, uneven: bool) -> tuple[int, int]:
    """A session's two counts; uneven sizes are geometric, and a few sessions outweigh the rest."""
    likely = random.betavariate(SHARE * (1 / ICC - 1), (1 - SHARE) * (1 / ICC - 1))
    viewed = 1 + int(random.expovariate(1 / SUGGESTIONS)) if uneven else random.randint(*SIZES)
    return sum(random.random() < likely for _ in range(viewed)), viewed


def sessions(random: Random, count: int, *, by_place: bool, gain: float = 0.0) -> Iterator[tuple[Sums, Sums]]:
    """Retained characters and opportunities of both arms, session by session.

    A session has a mood of its own, some suggestions are accepted, and the lengths of what is retained have a
    long tail. The arm is drawn for each place or for the whole session.
    """
    for _ in range(count):
        mood = random.gammavariate(1.5, 1 / 1.5)
        opportunities = 1 + int(random.expovariate(1 / OPPORTUNITIES))
        place = PLACE if by_place else opportunities
        starts = range(0, opportunities, place)
        other = sum(min(place, opportunities - start) for start in starts if random.random() < 1 / 2)
        yield (
            retained(random, opportunities - other, mood),
            retained(random, other, mood, 1 + gain / (ACCEPTED * MEAN_LENGTH)),
        )


def retained(random: Random, opportunities: int, mood: float, factor: float = 1.0) -> Sums:
    """An arm's sums in a session of that mood."""
    accepted = sum(random.random() < ACCEPTED * mood for _ in range(opportunities))
    return factor * sum(random.lognormvariate(3, 1) for _ in range(accepted)), opportunities


def logged(random: Random, session: int) -> Iterator[Decision]:
    """Decisions of a session whose rewards resemble each other."""
    shift = random.uniform(-0.2, 0.2)
    for _ in range(1 + int(random.expovariate(1 / 10))):
        better = random.random() < LOGGED_BETTER
        reward = random.random() < (0.6 if better else 0.2) + shift
        yield Decision(str(session), reward, LOGGED_BETTER if better else 1 - LOGGED_BETTER, 0.5)


def with_intervals(clusters: Iterator[tuple[Sums, Sums]]) -> list[Comparison]:
    """The looks at which there was enough to say something."""
    return [look for look in looks(clusters, EXPECTED**2) if look.interval]


def passes_fixed(look: Comparison) -> bool:
    """Whether the usual test, made for one look, would call it an effect."""
    assert look.effect is not None
    assert look.standard_error is not None
    return abs(look.effect) > NormalDist().inv_cdf(0.975) * look.standard_error


def seeded(seed: int) -> Random:
    """The same numbers in every run."""
    return Random(seed)  # noqa: S311 - figures are drawn from it, not secrets


def holds(interval: tuple[float, float] | None, truth: float) -> bool:
    """Whether an interval was given and the truth is in it."""
    return interval is not None and interval[0] <= truth <= interval[1]


if __name__ == "__main__":
    main()
