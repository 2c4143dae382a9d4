"""The report: the definitions asked of whatever holds the facts, as `centaur metrics --json` prints it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from centaur.metrics.definitions import (
    COUNTS,
    OF_COST,
    OF_REQUESTS,
    PERCENTILES,
    RATES,
    REQUESTS,
    RETAINED,
    SECONDS,
    SURVIVAL,
    TIMES,
    UNKNOWN_IF,
    VERSION,
)
from centaur.metrics.figures import EXACT, Rate, Survival, at
from centaur.metrics.options import Options, iso
from centaur.metrics.queries import CLUSTER, Question, percentiles, questions, timed
from centaur.metrics.statistics import cluster_ratio

if TYPE_CHECKING:
    import ibis

Rows = Sequence[tuple[Any, ...]]
Ask = Callable[[Sequence["ibis.Table"]], Iterable[Rows]]
Key = tuple[Any, ...]
Sums = defaultdict[str, float]
Clusters = Mapping[Key, Sums]

_WHOLE: Key = ()


def report(ask: Ask, options: Options) -> dict[str, Any]:
    """The figures of the whole and of each group, in the shape of the JSON contract.

    `ask` gives the rows of each expression over the facts. What is not measured is null.
    """
    asked = questions(options)
    answers = ask([question.expression for question in asked.all()])
    rows = dict(zip(map(id, asked.all()), answers, strict=True))
    sums = _sums([(question, rows[id(question)]) for question in asked.sums])
    times = {name: _times(question, rows[id(question)]) for name, question in asked.times.items()}
    for name, found in _percentiles(ask, options, sums[_WHOLE]).items():
        times.setdefault(name, {})[_WHOLE] = found
    filtered, changed = (_tallied(rows[id(question)]) for question in (asked.filtered, asked.changed))
    ignores_since = options.origin.startswith("imported:") and not options.since_given
    return {
        "definitions": VERSION,
        "since": None if ignores_since else iso(options.since),
        "until": iso(options.until),
        "origin": options.origin,
        "evidence": options.evidence,
        "groups": [
            {
                "by": dict(zip(options.by, key, strict=False)),
                **_figures(sums[key], has_requests=key == _WHOLE or "evidence" not in options.by),
                **{name: found.get(key, dict.fromkeys(PERCENTILES)) for name, found in times.items()},
                "filtered": filtered.get(key, {}),
                "changed": changed.get(key, {}),
            }
            for key in sorted(sums)
        ],
    }


def _percentiles(ask: Ask, options: Options, clusters: Clusters) -> dict[str, dict[str, float | None]]:
    """The percentiles of the whole, which can be asked for once it is known how many values there are."""
    counted = {time: timed(time).name for time in TIMES}
    sizes = {time: int(sum(sums[name] for sums in clusters.values())) for time, name in counted.items()}
    asked = [expression for time, size in sizes.items() for expression in percentiles(options, time, size)]
    values = iter([rows[0][0] if rows else None for rows in ask(asked)])
    return {time.name: {name: next(values) for name in PERCENTILES} for time in sizes}


def _sums(found: Sequence[tuple[Question, Rows]]) -> dict[Key, dict[Key, Sums]]:
    """Every total by group and cluster; the whole is the group whose key is empty.

    A cluster is an activity session, or a user where there are several: one person's sessions resemble each
    other, too.
    """
    users = {row[len(question.by) + len(CLUSTER)] for question, rows in found for row in rows}
    sums: dict[Key, dict[Key, Sums]] = {_WHOLE: {}}
    for question, rows in found:
        size, values = len(question.by), -len(question.names)
        parts: dict[tuple[Key, Key], list[tuple[Any, ...]]] = defaultdict(list)
        for row in rows:
            cluster = (row[values - 1],) if len(users) > 1 else row[size : values - 1]
            for key in {_WHOLE, row[:size]}:
                parts[key, cluster].append(row[values:])
        for (key, cluster), some in parts.items():
            whole = some[0] if len(some) == 1 else map(sum, zip(*some, strict=True))
            known = sums.setdefault(key, {}).setdefault(cluster, defaultdict(int))
            known.update(zip(question.names, whole, strict=True))
    return sums


def _times(question: Question, rows: Rows) -> dict[Key, dict[str, float | None]]:
    size = len(question.by)
    return {tuple(row[:size]): dict(zip(question.names, row[size:], strict=True)) for row in rows}


def _tallied(rows: Rows) -> dict[Key, dict[str, int]]:
    """How often each step or guard spoke, by group."""
    counts: dict[Key, Counter[str]] = defaultdict(Counter)
    for *group, names, n in rows:
        for key in {_WHOLE, tuple(group)}:
            counts[key].update(dict.fromkeys(names.split(","), n))
    return {key: dict(sorted(found.items())) for key, found in counts.items()}


def _figures(clusters: Clusters, *, has_requests: bool) -> dict[str, Any]:
    totals: Sums = defaultdict(int)
    for sums in clusters.values():
        for name, value in sums.items():
            totals[name] += value
    unknown = _unknown(totals, has_requests=has_requests)
    counts = {total.name: totals[total.name] for total in (*REQUESTS, *COUNTS)}
    costs = {name: totals[name] / EXACT for name in ("cost_usd", "cost_saved_usd")}
    rates = {rate.name: _rate(rate, clusters, totals) for rate in RATES}
    return {
        **{name: None if name in unknown else value for name, value in (counts | costs).items()},
        **{name: rate | _NOT_KNOWN if name in unknown else rate for name, rate in rates.items()},
        "retained_chars_per_opportunity": {
            seconds: _retained(rate, clusters, totals, unknown) for seconds, rate in RETAINED.items()
        },
        **{
            survival.name: {seconds: _survival(survival, seconds, clusters, totals) for seconds in SECONDS}
            for survival in SURVIVAL
        },
    }


_NOT_KNOWN = {"value": None, "ci95": None}


def _unknown(totals: Mapping[str, float], *, has_requests: bool) -> set[str]:
    """The figures that cannot be known from what was recorded."""
    names = set[str]()
    if totals["imported"] or not has_requests:
        names |= OF_REQUESTS
    names |= set() if totals["requests"] else OF_COST
    for total, figures in UNKNOWN_IF.items():
        names |= figures if totals[total] else set()
    return names


def _rate(rate: Rate, clusters: Clusters, totals: Sums) -> dict[str, Any]:
    ratio = cluster_ratio(
        [(sums[rate.numerator] * rate.scale, sums[rate.denominator]) for sums in clusters.values()]
    )
    return {
        "value": ratio.value,
        "ci95": ratio.interval and list(ratio.interval),
        "clusters": ratio.clusters,
        "n": totals[rate.n],
    }


def _retained(rate: Rate, clusters: Clusters, totals: Sums, unknown: set[str]) -> dict[str, Any]:
    """The rate, unless nobody looked at what was accepted: it was not deleted for that."""
    seconds = rate.numerator.rpartition("_")[2]
    taken = totals["accepted"] or totals["partially_accepted"]
    blind = rate.name in unknown or (taken and not totals[at("measured", seconds)])
    return {
        **_rate(rate, clusters, totals),
        **(_NOT_KNOWN if blind else {}),
        "censored": totals[at("unmeasured", seconds)],
    }


def _survival(survival: Survival, seconds: str, clusters: Clusters, totals: Sums) -> dict[str, Any]:
    n = at(survival.n, seconds)
    rate = Rate(survival.name, "", at(survival.numerator, seconds), n, n, scale=survival.scale)
    return {**_rate(rate, clusters, totals), "censored": totals[at("censored", seconds)]}
