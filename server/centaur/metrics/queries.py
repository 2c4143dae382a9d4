"""The definitions as questions: the Ibis expressions that a report asks of whatever holds the facts."""

from collections.abc import Mapping, Sequence

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
from centaur.metrics.questions import CLUSTER, Place, Question, Questions, size_of

OF_TYPING = {"day", "editor"}


def questions(options: Options) -> Questions:
    """The questions for these options; the whole is asked for by itself, as that needs no sort."""
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
    groups = [
        *_of_episodes(episodes, options.by),
        _of_requests(requests, by),
        _of_minutes(minutes, options.by),
    ]
    whole = [*_of_episodes(episodes, ()), _of_requests(requests, ()), _of_minutes(minutes, ())]
    return Questions(
        sums=(*whole, *(question for question in groups if question.by)),
        times={time.name: _ranked(requests, time, by) for time in TIMES if by},
        filtered=_tally(requests.filter(requests.result == "filtered"), by, "reason"),
        changed=_tally(episodes.filter(episodes.changed_by != ""), options.by, "changed_by"),
        ranked=lambda time, place: _at(place, time, options),
    )


def _of_episodes(episodes: ibis.Table, by: tuple[str, ...]) -> list[Question]:
    accepted = episodes.became == "accepted"
    return [
        _summed(shown(episodes), by, (*OF_SHOWN, *WEIGHTS)),
        _looked(episodes.filter(accepted), by, LOOKS),
        _looked(episodes.filter(accepted | episodes.partly), by, LEFT),
        _summed(episodes.filter(episodes.became == "unseen"), by, (UNSEEN,)),
    ]


def _of_requests(requests: ibis.Table, by: tuple[str, ...]) -> Question:
    return _summed(requests, by, (*REQUESTS, *COSTS, *map(_timed, TIMES)))


def _of_minutes(minutes: ibis.Table, by: tuple[str, ...]) -> Question:
    """A minute has a day and an editor alone: by anything else, only the whole is known."""
    return _summed(minutes, by if set(by) <= OF_TYPING else (), MINUTES)


def _at(place: Place, time: Percentiles, options: Options) -> ibis.Table:
    table = _within(tables.OPPORTUNITIES, options)
    times = table.filter(_delivered(table, time)).select(time.column)
    order = ibis.desc(time.column) if place.from_greatest else ibis.asc(time.column)
    return times.order_by(order).limit(1, offset=place.after)


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


def _timed(time: Percentiles) -> Total:
    """How many requests are behind the percentiles of a time."""
    return Total(size_of(time), time.sentence, lambda request: request.count(where=_delivered(request, time)))


def _ranked(requests: ibis.Table, time: Percentiles, by: tuple[str, ...]) -> Question:
    """Percentiles of each group by nearest rank: exact, and the same on every backend."""
    # Filtered by the column itself, SQLite would walk its index and look up every row in no order.
    delivered = ibis.ifelse(_delivered(requests, time), requests[time.column], ibis.null())
    table = requests.select(*by, value=delivered)
    table = table.filter(table.value.notnull())
    order = ibis.asc("value", nulls_first=True)
    table = table.mutate(
        before=ibis.row_number().over(group_by=by, order_by=order), size=table.count().over(group_by=by)
    )
    reached = {name: (table.before + 1) * 100 >= table["size"] * share for name, share in PERCENTILES.items()}
    times = {name: table.value.min(where=where) for name, where in reached.items()}
    return Question(table.aggregate(by=by, **times), by, tuple(times))


def _tally(table: ibis.Table, by: tuple[str, ...], column: str) -> Question:
    return Question(table.aggregate(by=[*by, column], n=table.count()), by, (column, "n"))
