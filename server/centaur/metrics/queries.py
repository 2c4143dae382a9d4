"""The definitions as SQL: what a report asks the log, compiled once for the same options."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import ibis

from centaur.metrics.definitions import (
    COUNTS,
    LOOKS,
    MINUTES,
    PERCENTILES,
    REQUESTS,
    SECONDS,
    TIMES,
    WEIGHTS,
    Percentiles,
    Total,
    at,
)
from centaur.metrics.episodes import episodes, looks, minutes, opportunities
from centaur.metrics.options import Options
from centaur.metrics.statement import Statement

CLUSTER = ("session_id", "activity")
OF_TYPING = {"day", "editor"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement for SQLite, whose rows begin with the columns `by` and end with the values `names`."""

    sql: str
    by: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Queries:
    """All that a report asks: sums by group and cluster, percentiles by name, and what filtered how much."""

    sums: tuple[Asked, ...]
    times: Mapping[str, tuple[Asked, ...]]
    filtered: Asked


@lru_cache(maxsize=8)
def compiled(options: Options) -> Queries:
    """The statements for these options."""
    # A request has no evidence: by it, only suggestions can be grouped.
    by = () if "evidence" in options.by else options.by
    return Queries(
        sums=(_requests(options, by), _episodes(options), _looks(options), _minutes(options)),
        times={time.name: tuple(_ranked(options, time, columns) for columns in {(), by}) for time in TIMES},
        filtered=_filtered(options, by),
    )


def _requests(options: Options, by: tuple[str, ...]) -> Asked:
    statement = Statement()
    return _summed(statement, opportunities(statement, options, (*by, *CLUSTER)), REQUESTS, by)


def _episodes(options: Options) -> Asked:
    statement, by = Statement(), options.by
    return _summed(statement, episodes(statement, options, (*by, *CLUSTER)), (*COUNTS, *WEIGHTS), by)


def _looks(options: Options) -> Asked:
    statement, by = Statement(), options.by
    table = looks(statement, options, (*by, *CLUSTER))
    sums = {
        at(total.name, seconds): total.each(table).sum(where=table.moment == seconds).fill_null(0)
        for seconds in SECONDS
        for total in LOOKS
    }
    return Asked(statement.sql(table.aggregate(by=[*by, *CLUSTER], **sums)), by, tuple(sums))


def _minutes(options: Options) -> Asked:
    """A minute has a day and an editor alone: by anything else, only the whole is known."""
    statement = Statement()
    by = options.by if set(options.by) <= OF_TYPING else ()
    return _summed(statement, minutes(statement, options, (*by, *CLUSTER)), MINUTES, by)


def _summed(statement: Statement, table: ibis.Table, totals: Sequence[Total], by: tuple[str, ...]) -> Asked:
    sums = {total.name: total.each(table).sum() for total in totals}
    return Asked(statement.sql(table.aggregate(by=[*by, *CLUSTER], **sums)), by, tuple(sums))


def _ranked(options: Options, time: Percentiles, by: tuple[str, ...]) -> Asked:
    """Percentiles by nearest rank: exact, and the same on every backend."""
    statement = Statement()
    table = opportunities(statement, options, (*by, time.column))
    table = table.filter(table.result == "delivered", table[time.column].notnull())
    order = ibis.asc(time.column, nulls_first=True)
    table = table.mutate(
        before=ibis.row_number().over(group_by=by, order_by=order),
        size=table.count().over(group_by=by),
    )
    reached = {name: (table.before + 1) * 100 >= table["size"] * share for name, share in PERCENTILES.items()}
    times = {name: table[time.column].min(where=where) for name, where in reached.items()}
    return Asked(statement.sql(table.aggregate(by=by, **times)), by, tuple(times))


def _filtered(options: Options, by: tuple[str, ...]) -> Asked:
    statement = Statement()
    table = opportunities(statement, options, by)
    table = table.filter(table.result == "filtered")
    return Asked(statement.sql(table.aggregate(by=[*by, "reason"], n=table.count())), by, ("reason", "n"))
