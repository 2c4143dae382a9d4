"""The definitions as questions: the Ibis expressions that a report asks of whatever holds the facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis

from centaur.metrics import tables
from centaur.metrics.definitions import (
    COSTS,
    COUNTS,
    LATENCY_BOUNDS_MS,
    LOOKS,
    MINUTES,
    PERCENTILES,
    REQUESTS,
    SECONDS,
    TIMES,
    WEIGHTS,
    counted,
)
from centaur.metrics.facts import OWN
from centaur.metrics.figures import Percentiles, Total, at
from centaur.metrics.options import EVIDENCE_LEVELS, Options, milliseconds
from centaur.metrics.tables import EPISODES, OPPORTUNITIES

CLUSTER = ("session_id", "activity")
OF_TYPING = {"day", "editor"}


@dataclass(frozen=True, slots=True)
class Question:
    """An expression whose rows are the columns `by`, then what is of no interest, then the values `names`."""

    expression: ibis.Table
    by: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """All that a report asks: sums by group and cluster, percentiles by name, what was dropped or changed."""

    sums: tuple[Question, ...]
    times: Mapping[str, tuple[Question, ...]]
    filtered: Question
    changed: Question

    def all(self) -> list[Question]:
        """Every question once, in a fixed order."""
        times = [question for asked in self.times.values() for question in asked]
        return [*self.sums, *times, self.filtered, self.changed]


def questions(options: Options) -> Questions:
    """The questions for these options."""
    # A request has no evidence: by it, only suggestions can be grouped.
    by = () if "evidence" in options.by else options.by
    requests = _within(OPPORTUNITIES, options).pipe(_by_latency, options)
    opportunities = counted(requests)
    return Questions(
        sums=(
            _summed(opportunities, by, REQUESTS),
            _summed(requests, by, COSTS),
            _summed(_episodes(options), options.by, (*COUNTS, *WEIGHTS)),
            _looks(options),
            # A minute has a day and an editor alone: by anything else, only the whole is known.
            _summed(
                _within(tables.MINUTES, options), options.by if set(options.by) <= OF_TYPING else (), MINUTES
            ),
        ),
        times={
            time.name: tuple(_ranked(opportunities, time, columns) for columns in sorted({(), by}))
            for time in TIMES
        },
        filtered=_counted_by(opportunities.filter(opportunities.result == "filtered"), by, "reason"),
        changed=_counted_by(_episodes(options).filter(EPISODES.changed_by != ""), options.by, "changed_by"),
    )


def _episodes(options: Options) -> ibis.Table:
    """Those whose outcome is known by evidence as strong as asked for, and those without an outcome."""
    table = _within(EPISODES, options).pipe(_by_latency, options)
    if options.evidence == "all":
        return table
    return table.filter(table.evidence.isin(["", *EVIDENCE_LEVELS[options.evidence]]))


def _within(table: ibis.Table, options: Options) -> ibis.Table:
    """The facts of the time asked for; imported ones count from their beginning, unless asked otherwise."""
    since = table.time_ms >= milliseconds(options.since)
    if not options.since_given:
        since |= table.origin != OWN
    return table.filter(since, table.time_ms < milliseconds(options.until))


def _by_latency(table: ibis.Table, options: Options) -> ibis.Table:
    """With a column `latency`: the greatest bound that the answer took at least, as text that sorts."""
    if "latency" not in options.by:
        return table
    bounds = [(table.latency_ms >= bound, f"{bound:04} ms") for bound in reversed(LATENCY_BOUNDS_MS)]
    return table.mutate(latency=ibis.cases(*bounds, else_=""))


def _looks(options: Options) -> Question:
    table = _episodes(options)
    table = table.filter((table.became == "accepted") | table.partly)
    sums = {at(look.name, seconds): look.each(table, seconds).sum() for seconds in SECONDS for look in LOOKS}
    return _grouped(table, options.by, sums)


def _summed(table: ibis.Table, by: tuple[str, ...], totals: Sequence[Total]) -> Question:
    return _grouped(table, by, {total.name: total.each(table).sum() for total in totals})


def _grouped(table: ibis.Table, by: tuple[str, ...], sums: Mapping[str, ibis.Value]) -> Question:
    """Sums by group and cluster. A session is one user's, so the greatest name is the only one."""
    known = {name: total.fill_null(0) for name, total in sums.items()}
    answer = table.aggregate(by=[*by, *CLUSTER], user=table.user.max(), **known)
    return Question(answer, by, tuple(sums))


def _ranked(opportunities: ibis.Table, time: Percentiles, by: tuple[str, ...]) -> Question:
    """Percentiles by nearest rank: exact, and the same on every backend."""
    table = opportunities.filter(opportunities.result == "delivered", opportunities[time.column].notnull())
    table = table.select(*by, time.column)
    order = ibis.asc(time.column, nulls_first=True)
    table = table.mutate(
        before=ibis.row_number().over(group_by=by, order_by=order), size=table.count().over(group_by=by)
    )
    reached = {name: (table.before + 1) * 100 >= table["size"] * share for name, share in PERCENTILES.items()}
    times = {name: table[time.column].min(where=where) for name, where in reached.items()}
    return Question(table.aggregate(by=by, **times), by, tuple(times))


def _counted_by(table: ibis.Table, by: tuple[str, ...], column: str) -> Question:
    return Question(table.aggregate(by=[*by, column], n=table.count()), by, (column, "n"))
