"""The report: the definitions asked of whatever holds the facts, as `centaur metrics --json` prints it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

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
from centaur.metrics.questions import Expression, Question, Questions, place, size_of
from centaur.metrics.statistics import cluster_ratio
from centaur.metrics.sums import WHOLE, Key, Rows, Sums, added_up

Ask = Callable[[Sequence[Expression]], Iterable[Rows]]


def report(ask: Ask, options: Options, asked: Questions | None = None) -> dict[str, Any]:
    """The figures of the whole and of each group, in the shape of the JSON contract.

    `ask` gives the rows of each expression over the facts, of those `asked` where somebody has them already.
    What is not measured is null.
    """
    asked = asked or _expressions(options)
    answers = ask([question.expression for question in asked.all()])
    rows = dict(zip(map(id, asked.all()), answers, strict=True))
    sums = added_up([(question, rows[id(question)]) for question in asked.sums])
    times = {name: _times(question, rows[id(question)]) for name, question in asked.times.items()}
    for name, found in _percentiles(ask, asked, sums[WHOLE].totals).items():
        times.setdefault(name, {})[WHOLE] = found
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
                **_figures(sums[key], has_requests=key == WHOLE or "evidence" not in options.by),
                **{name: found.get(key, dict.fromkeys(PERCENTILES)) for name, found in times.items()},
                "filtered": filtered.get(key, {}),
                "changed": changed.get(key, {}),
            }
            for key in sorted(sums)
        ],
    }


def _expressions(options: Options) -> Questions:
    from centaur.metrics.queries import questions  # noqa: PLC0415 - it loads Ibis, a quarter of a second

    return questions(options)


def _percentiles(ask: Ask, asked: Questions, totals: Mapping[str, int]) -> dict[str, dict[str, float | None]]:
    """The percentiles of the whole, which can be asked for once it is known how many values there are."""
    places = [(time, place(share, totals[size_of(time)])) for time in TIMES for share in PERCENTILES.values()]
    answers = ask([asked.ranked(time, at_place) for time, at_place in places])
    values = iter([rows[0][0] if rows else None for rows in answers])
    return {time.name: {name: next(values) for name in PERCENTILES} for time in TIMES}


def _times(question: Question, rows: Rows) -> dict[Key, dict[str, float | None]]:
    size = len(question.by)
    return {tuple(row[:size]): dict(zip(question.names, row[size:], strict=True)) for row in rows}


def _tallied(rows: Rows) -> dict[Key, dict[str, int]]:
    """How often each step or guard spoke, by group."""
    counts: dict[Key, Counter[str]] = defaultdict(Counter)
    for *group, names, n in rows:
        for key in {WHOLE, tuple(group)}:
            counts[key].update(dict.fromkeys(names.split(","), n))
    return {key: dict(sorted(found.items())) for key, found in counts.items()}


def _figures(sums: Sums, *, has_requests: bool) -> dict[str, Any]:
    totals = sums.totals
    unknown = _unknown(totals, has_requests=has_requests)
    counts = {total.name: totals[total.name] for total in (*REQUESTS, *COUNTS)}
    costs = {name: totals[name] / EXACT for name in ("cost_usd", "cost_estimated_usd", "cost_saved_usd")}
    rates = {rate.name: _rate(rate, sums) for rate in RATES}
    return {
        **{name: None if name in unknown else value for name, value in (counts | costs).items()},
        **{name: rate | _NOT_KNOWN if name in unknown else rate for name, rate in rates.items()},
        "retained_chars_per_opportunity": {
            seconds: _retained(rate, sums, unknown) for seconds, rate in RETAINED.items()
        },
        **{
            survival.name: {seconds: _survival(survival, seconds, sums) for seconds in SECONDS}
            for survival in SURVIVAL
        },
    }


_NOT_KNOWN = {"value": None, "ci95": None}


def _unknown(totals: Mapping[str, int], *, has_requests: bool) -> set[str]:
    """The figures that cannot be known from what was recorded."""
    names = set[str]()
    if totals["imported"] or not has_requests:
        names |= OF_REQUESTS
    names |= set() if totals["requests"] else OF_COST
    for total, figures in UNKNOWN_IF.items():
        names |= figures if totals[total] else set()
    return names


def _rate(rate: Rate, sums: Sums) -> dict[str, Any]:
    ratio = cluster_ratio(*sums.pair(rate.numerator, rate.denominator), rate.scale)
    return {
        "value": ratio.value,
        "ci95": ratio.interval and list(ratio.interval),
        "clusters": ratio.clusters,
        "n": sums.totals[rate.n],
    }


def _retained(rate: Rate, sums: Sums, unknown: set[str]) -> dict[str, Any]:
    """The rate, unless nobody looked at what was accepted: it was not deleted for that."""
    seconds = rate.numerator.rpartition("_")[2]
    taken = sums.totals["accepted"] or sums.totals["partially_accepted"]
    blind = rate.name in unknown or (taken and not sums.totals[at("measured", seconds)])
    return {
        **_rate(rate, sums),
        **(_NOT_KNOWN if blind else {}),
        "censored": sums.totals[at("unmeasured", seconds)],
    }


def _survival(survival: Survival, seconds: str, sums: Sums) -> dict[str, Any]:
    n = at(survival.n, seconds)
    rate = Rate(survival.name, "", at(survival.numerator, seconds), n, n, scale=survival.scale)
    return {**_rate(rate, sums), "censored": sums.totals[at("censored", seconds)]}
