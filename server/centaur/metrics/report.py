"""The report: the definitions run over a log, as the object that `centaur metrics --json` prints."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ibis

from centaur.metrics import definitions
from centaur.metrics.definitions import (
    COUNTS,
    PERCENTILES,
    RATES,
    REQUESTS,
    SECONDS,
    TIMES,
    UNMEASURED_RATES,
    UNMEASURED_SURVIVAL,
    WEIGHTS,
    Percentiles,
    Rate,
)
from centaur.metrics.episodes import CLUSTER, Folded
from centaur.metrics.options import Options, day
from centaur.metrics.statistics import cluster_ratio

Query = Callable[[str], Sequence[tuple[Any, ...]]]
Key = tuple[Any, ...]
Clusters = Mapping[Key, Mapping[str, float]]

_TOTAL: Key = ()
_UNKNOWN_RATE = {"value": None, "ci95": None, "clusters": 0, "n": 0}
_UNKNOWN_SURVIVAL = {"value": None, "n": 0, "censored": 0}


def report(query: Query, options: Options) -> dict[str, Any]:
    """The figures of the whole and of each group, in the shape of the JSON contract.

    `query` runs SQL of SQLite over the event log. What is not measured is null.
    """
    sums = _sums(query, options)
    times = {time.name: _percentiles(query, options, time) for time in TIMES}
    filtered = _filtered(query, options)
    groups = [
        {
            "by": _labels(options.by, key),
            **_figures(sums[key], requests_known=key == _TOTAL or "evidence" not in options.by),
            **{name: found.get(key, dict.fromkeys(PERCENTILES)) for name, found in times.items()},
            "filtered": filtered.get(key, {}),
            "cost_usd": None,
            "cost_saved_usd": None,
        }
        for key in sorted(sums)
    ]
    head = {"definitions": definitions.VERSION, **options.span}
    return {**head, "origin": options.origin, "evidence": options.evidence, "groups": groups}


def _sums(query: Query, options: Options) -> dict[Key, dict[Key, Counter[str]]]:
    """Every total by group and cluster; the whole is the group whose key is empty."""
    sums: dict[Key, dict[Key, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    sums[_TOTAL] = defaultdict(Counter)
    log = Folded(options, options.by)
    for table, totals, by in (
        (log.opportunities, REQUESTS, _request_columns(options)),
        (log.episodes, (*COUNTS, *WEIGHTS), options.by),
    ):
        named = {total.name: total.each(table).sum() for total in totals}
        answer = table.aggregate(by=[*by, *CLUSTER], **named)
        for row in query(log.sql(answer)):
            group, cluster, values = row[: len(by)], row[len(by) : -len(named)], row[-len(named) :]
            for key in {_TOTAL, group}:
                sums[key][cluster].update(dict(zip(named, values, strict=True)))
    return sums


def _percentiles(query: Query, options: Options, time: Percentiles) -> dict[Key, dict[str, float]]:
    """Percentiles by nearest rank, for the whole and for each group."""
    found = {}
    for by in {_TOTAL, _request_columns(options)}:
        log = Folded(options, (*by, time.column))
        table = log.opportunities
        table = table.filter(table.result == "delivered", table[time.column].notnull())
        table = table.mutate(
            place=ibis.row_number().over(group_by=by, order_by=time.column) + 1,
            size=table.count().over(group_by=by),
        )
        ranked = {
            name: table[time.column].min(where=table.place * 100 >= table["size"] * share)
            for name, share in PERCENTILES.items()
        }
        for row in query(log.sql(table.aggregate(by=by, **ranked))):
            found[row[: len(by)]] = dict(zip(ranked, row[len(by) :], strict=True))
    return found


def _filtered(query: Query, options: Options) -> dict[Key, dict[str, int]]:
    """How many opportunities each step or guard left without a suggestion."""
    by = _request_columns(options)
    log = Folded(options, by)
    table = log.opportunities.filter(log.opportunities.result == "filtered")
    counts: dict[Key, Counter[str]] = defaultdict(Counter)
    for row in query(log.sql(table.group_by([*by, "reason"]).agg(n=table.count()))):
        for key in {_TOTAL, row[: len(by)]}:
            counts[key][row[-2]] += row[-1]
    return {key: dict(sorted(found.items())) for key, found in counts.items()}


def _request_columns(options: Options) -> tuple[str, ...]:
    """The groups into which requests fall: none where a group is known only by how suggestions ended."""
    return () if "evidence" in options.by else options.by


def _figures(clusters: Clusters, *, requests_known: bool) -> dict[str, Any]:
    totals = sum(clusters.values(), Counter[str]())
    counts = {total.name: totals[total.name] for total in (*REQUESTS, *COUNTS)}
    if not requests_known:
        counts["opportunities"] = None
    return {
        **counts,
        "undone": None,
        **{rate.name: _rate(rate, clusters) for rate in RATES},
        **{name: _UNKNOWN_RATE for name in UNMEASURED_RATES},
        "retained_chars_per_opportunity": {mark: _UNKNOWN_RATE for mark in SECONDS},
        **{name: {mark: _UNKNOWN_SURVIVAL for mark in SECONDS} for name in UNMEASURED_SURVIVAL},
    }


def _rate(rate: Rate, clusters: Clusters) -> dict[str, Any]:
    ratio = cluster_ratio([(sums[rate.numerator], sums[rate.denominator]) for sums in clusters.values()])
    return {
        "value": ratio.value,
        "ci95": ratio.interval and list(ratio.interval),
        "clusters": ratio.clusters,
        "n": sum(sums[rate.n] for sums in clusters.values()),
    }


def _labels(by: Sequence[str], key: Key) -> dict[str, str]:
    """The group's names and values; the whole, whose key is empty, has none."""
    return {
        name: day(value) if name == "day" else value for name, value in zip(by, key, strict=False)
    }
