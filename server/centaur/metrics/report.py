"""The report: the definitions run over a log, as the object that `centaur metrics --json` prints."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from centaur.metrics.definitions import (
    COUNTS,
    PERCENTILES,
    RATES,
    REQUESTS,
    RETAINED,
    SECONDS,
    SURVIVAL,
    VERSION,
    Rate,
    Survival,
    at,
)
from centaur.metrics.options import Options, day, iso
from centaur.metrics.queries import Asked, compiled
from centaur.metrics.statistics import cluster_ratio

Query = Callable[[str], Sequence[tuple[Any, ...]]]
Key = tuple[Any, ...]
Clusters = Mapping[Key, Counter[str]]

_WHOLE: Key = ()


def report(query: Query, options: Options) -> dict[str, Any]:
    """The figures of the whole and of each group, in the shape of the JSON contract.

    `query` runs SQL of SQLite over the event log. What is not measured is null.
    """
    queries = compiled(options)
    sums = _sums(query, queries.sums)
    times = {name: _times(query, asked) for name, asked in queries.times.items()}
    filtered = _filtered(query, queries.filtered)
    return {
        "definitions": VERSION,
        "since": iso(options.since),
        "until": iso(options.until),
        "origin": options.origin,
        "evidence": options.evidence,
        "groups": [
            {
                "by": _labels(options.by, key),
                **_figures(sums[key], has_requests=key == _WHOLE or "evidence" not in options.by),
                **{name: found.get(key, dict.fromkeys(PERCENTILES)) for name, found in times.items()},
                "filtered": filtered.get(key, {}),
                "cost_usd": None,
                "cost_saved_usd": None,
            }
            for key in sorted(sums)
        ],
    }


def _sums(query: Query, questions: Iterable[Asked]) -> dict[Key, dict[Key, Counter[str]]]:
    """Every total by group and cluster; the whole is the group whose key is empty."""
    sums: dict[Key, dict[Key, Counter[str]]] = {_WHOLE: defaultdict(Counter)}
    for asked in questions:
        size = len(asked.by)
        for row in query(asked.sql):
            group, cluster, values = row[:size], row[size : -len(asked.names)], row[-len(asked.names) :]
            for key in {_WHOLE, group}:
                clusters = sums.setdefault(key, defaultdict(Counter))
                clusters[cluster].update(dict(zip(asked.names, values, strict=True)))
    return sums


def _times(query: Query, questions: Iterable[Asked]) -> dict[Key, dict[str, float]]:
    return {
        row[: len(asked.by)]: dict(zip(asked.names, row[len(asked.by) :], strict=True))
        for asked in questions
        for row in query(asked.sql)
    }


def _filtered(query: Query, asked: Asked) -> dict[Key, dict[str, int]]:
    """How many opportunities each step or guard left without a suggestion."""
    counts: dict[Key, Counter[str]] = defaultdict(Counter)
    for *group, reason, n in query(asked.sql):
        for key in {_WHOLE, tuple(group)}:
            counts[key][reason] += n
    return {key: dict(sorted(found.items())) for key, found in counts.items()}


def _figures(clusters: Clusters, *, has_requests: bool) -> dict[str, Any]:
    totals = sum(clusters.values(), Counter[str]())
    known = {total.name: totals[total.name] for total in COUNTS}
    return {
        **{total.name: totals[total.name] if has_requests else None for total in REQUESTS},
        **known,
        **{rate.name: _rate(rate, clusters) for rate in RATES},
        "retained_chars_per_opportunity": {
            seconds: _retained(rate, clusters, seconds, totals) for seconds, rate in RETAINED.items()
        },
        **{
            survival.name: {seconds: _survival(survival, seconds, totals) for seconds in SECONDS}
            for survival in SURVIVAL
        },
    }


def _rate(rate: Rate, clusters: Clusters) -> dict[str, Any]:
    ratio = cluster_ratio([(sums[rate.numerator], sums[rate.denominator]) for sums in clusters.values()])
    return {
        "value": ratio.value,
        "ci95": ratio.interval and list(ratio.interval),
        "clusters": ratio.clusters,
        "n": sum(sums[rate.n] for sums in clusters.values()),
    }


def _retained(rate: Rate, clusters: Clusters, seconds: str, totals: Mapping[str, float]) -> dict[str, Any]:
    """The rate, unless nobody looked at what was accepted: it was not deleted for that."""
    taken = totals["accepted"] or totals["partially_accepted"]
    unknown = {"value": None, "ci95": None} if taken and not totals[at("observed", seconds)] else {}
    return {**_rate(rate, clusters), **unknown, "censored": totals[at("censored", seconds)]}


def _survival(survival: Survival, seconds: str, totals: Mapping[str, float]) -> dict[str, Any]:
    n = totals[at(survival.n, seconds)]
    return {
        "value": totals[at(survival.numerator, seconds)] / n if n else None,
        "n": n,
        "censored": totals[at("censored", seconds)],
    }


def _labels(by: Sequence[str], key: Key) -> dict[str, str]:
    """The names and values of a group; the whole, whose key is empty, has none."""
    return {name: day(value) if name == "day" else value for name, value in zip(by, key, strict=False)}
