"""The definitions as questions: the Ibis expressions that a report asks of whatever holds the facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis

from centaur.metrics import tables
from centaur.metrics.definitions import (
    COSTS,
    LATENCY_BOUNDS_MS,
    LEFT,
    LOOKS,
    MINUTES,
    OF_SHOWN,
    PERCENTILES,
    REQUESTS,
    SECONDS,
    TIMES,
    UNSEEN,
    WEIGHTS,
    shown,
)
from centaur.metrics.facts import OWN
from centaur.metrics.figures import Look, Percentiles, Total, at
from centaur.metrics.options import EVIDENCE_LEVELS, Options, milliseconds

CLUSTER = ("session_id", "activity")
OF_TYPING = {"day", "editor"}


@dataclass(frozen=True, slots=True)
class Question:
    """An expression whose rows are the columns `by` and the values `names`.

    A sum is asked by cluster: the columns CLUSTER come first, and the user stands before the values.
    """

    expression: ibis.Table
    by: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """What a report asks: sums by group, percentiles by name and group, and what steps did."""

    sums: tuple[Question, ...]
    times: Mapping[str, Question]
    filtered: Question
    changed: Question

    def all(self) -> list[Question]:
        """Every question once, in a fixed order."""
        return [*self.sums, *self.times.values(), self.filtered, self.changed]


def questions(options: Options) -> Questions:
    """The questions for these options."""
    # A request has no evidence: by it, only suggestions can be grouped.
    by = () if "evidence" in options.by else options.by
    requests, episodes, minutes = (
        _within(table, options) for table in (tables.OPPORTUNITIES, tables.EPISODES, tables.MINUTES)
    )
    if "latency" in options.by:
        requests, episodes = _by_latency(requests), _by_latency(episodes)
    if options.evidence != "all":
        known = ["", *EVIDENCE_LEVELS[options.evidence]]
        episodes = episodes.filter(episodes.evidence.isin(known))
    return Questions(
        # The long ones first: two that are answered at once then end together.
        sums=(
            _summed(shown(episodes), options.by, (*OF_SHOWN, *WEIGHTS)),
            _summed(requests, by, (*REQUESTS, *COSTS, *map(timed, TIMES))),
            _looked(episodes.filter(episodes.became == "accepted"), options.by, LOOKS),
            _looked(episodes.filter((episodes.became == "accepted") | episodes.partly), options.by, LEFT),
            _summed(episodes.filter(episodes.became == "unseen"), options.by, (UNSEEN,)),
            # A minute has a day and an editor alone: by anything else, only the whole is known.
            _summed(minutes, options.by if set(options.by) <= OF_TYPING else (), MINUTES),
        ),
        times={time.name: _ranked(requests, time, by) for time in TIMES if by},
        filtered=_tally(requests.filter(requests.result == "filtered"), by, "reason"),
        changed=_tally(episodes.filter(episodes.changed_by != ""), options.by, "changed_by"),
    )


def percentiles(options: Options, time: Percentiles, size: int) -> list[ibis.Table]:
    """The percentiles of a time over all of its `size` values, each an expression of at most one row.

    An index answers this at once, where a window over a million rows takes seconds.
    """
    table = _within(tables.OPPORTUNITIES, options)
    times = table.filter(_delivered(table, time)).select(time.column)
    # The nearest rank of a share is the smallest rank that reaches it.
    return [_ranked_at(times, -(-size * share // 100), size) for share in PERCENTILES.values()]


def _ranked_at(times: ibis.Table, rank: int, size: int) -> ibis.Table:
    """The value of a rank from 1 to `size`, counted from the end that is nearer."""
    (column,) = times.columns
    if 2 * rank > size:
        return times.order_by(ibis.desc(column)).limit(1, offset=max(size - rank, 0))
    return times.order_by(column).limit(1, offset=max(rank - 1, 0))


def _within(table: ibis.Table, options: Options) -> ibis.Table:
    """The facts of the origin and time asked for; imported ones count from their beginning, unless asked."""
    since = table.time_ms >= milliseconds(options.since)
    if options.origin != OWN and not options.since_given:
        since |= table.origin != OWN
    if options.origin != "all":
        table = table.filter(table.origin == options.origin)
    return table.filter(since, table.time_ms < milliseconds(options.until))


def _by_latency(table: ibis.Table) -> ibis.Table:
    """With a column `latency`: the greatest bound that the answer took at least, as text that sorts."""
    bounds = [(table.latency_ms >= bound, f"{bound:04} ms") for bound in reversed(LATENCY_BOUNDS_MS)]
    return table.mutate(latency=ibis.cases(*bounds, else_=""))


def _looked(table: ibis.Table, by: tuple[str, ...], looks: Sequence[Look]) -> Question:
    sums = {at(look.name, seconds): look.sum(table, seconds) for seconds in SECONDS for look in looks}
    return _grouped(table, by, sums)


def _summed(table: ibis.Table, by: tuple[str, ...], totals: Sequence[Total]) -> Question:
    return _grouped(table, by, {total.name: total.sum(table) for total in totals})


def _grouped(table: ibis.Table, by: tuple[str, ...], sums: Mapping[str, ibis.Value]) -> Question:
    """Sums by cluster and group. A session is one user's, so the greatest name is the only one.

    The cluster comes first because the rows of one stand together: what is nearly in order is sorted faster.
    """
    known = {name: total.fill_null(0) for name, total in sums.items()}
    answer = table.aggregate(by=[*CLUSTER, *by], user=table.user.max(), **known)
    return Question(answer, by, tuple(sums))


def _delivered(requests: ibis.Table, time: Percentiles) -> ibis.Column:
    return (requests.result == "delivered") & (requests.source != "reuse") & requests[time.column].notnull()


def timed(time: Percentiles) -> Total:
    """How many requests are behind the percentiles of a time."""
    return Total(
        f"{time.name}_n", time.sentence, lambda request: request.count(where=_delivered(request, time))
    )


def _ranked(requests: ibis.Table, time: Percentiles, by: tuple[str, ...]) -> Question:
    """Percentiles of each group by nearest rank: exact, and the same on every backend.

    The nearest rank of a share is the first whose share of the values is as large.
    """
    # Filtered by the column itself, SQLite would walk its index and look up every row in no order.
    delivered = ibis.ifelse(_delivered(requests, time), requests[time.column], ibis.null())
    table = requests.select(*by, value=delivered)
    table = table.filter(table.value.notnull())
    table = table.mutate(reached=ibis.cume_dist().over(group_by=by, order_by=table.value))
    times = {name: table.value.min(where=table.reached >= share / 100) for name, share in PERCENTILES.items()}
    return Question(table.aggregate(by=by, **times), by, tuple(times))


def _tally(table: ibis.Table, by: tuple[str, ...], column: str) -> Question:
    return Question(table.aggregate(by=[*by, column], n=table.count()), by, (column, "n"))
