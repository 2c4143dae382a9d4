"""Opportunities and episodes: the event log as the two tables over which every metric is defined."""

from collections.abc import Collection

import ibis

from centaur.metrics.options import EVIDENCE_LEVELS, Options, milliseconds
from centaur.metrics.statement import Statement
from centaur.metrics.tables import (
    DELIVERED,
    GENERATION,
    OPPORTUNITY,
    OUTCOME,
    PARTIAL,
    READ,
    SESSION,
    SHOWN,
    SURVIVAL,
    TYPING,
    UNDONE,
)

IDLE_MS = 30 * 60 * 1000
DAY_MS = 24 * 60 * 60 * 1000
OWN_CHOICE = ("paused", "language", "excluded", "untrusted")
_OF_REQUEST = {"language", "trigger", "kind", "arm"}
_OF_GENERATION = {"engine", "model", "prompt", "first_token_ms"}
_NEVER = 2**62


def opportunities(statement: Statement, options: Options, columns: Collection[str] = ()) -> ibis.Table:
    """One row a request of the editor that counts as an opportunity, with these columns beside its own.

    A join is made only for a column that needs it: over a long log each takes its time.
    """
    table = _counted(_within(OPPORTUNITY, options)).mutate(kind=OPPORTUNITY.suggestion_kind)
    if "activity" in columns:
        table = statement.name("active", _with_activity(table))
    if _OF_GENERATION & set(columns):
        table = statement.name("requested", _join(table, _chosen_generations(), "opportunity_id"))
        table = _join(table, _generations(), "generation_id")
    if "editor" in columns:
        table = _join(statement.name("made", table), _editors(), "session_id")
    return statement.name("opportunities", table)


def episodes(statement: Statement, options: Options, columns: Collection[str] = ()) -> ibis.Table:
    """One row a suggestion id, from its first delivery on, with these columns beside its own.

    One whose outcome is known by weaker evidence than asked for is left out; one without an outcome stays.
    """
    table = statement.name("offered", _within(_first_deliveries(), options))
    if "activity" in columns:
        table = statement.name("active", _with_activity(table))
    if _OF_REQUEST & set(columns):
        table = statement.name("requested", _join(table, _requests(), "opportunity_id"))
    if _OF_GENERATION & set(columns):
        table = statement.name("generated", _join(table, _generations(), "generation_id"))
    if "editor" in columns:
        table = statement.name("edited", _join(table, _editors(), "session_id"))
    for facts in (_shown(), _read(), _partly(), _outcomes(), _undone()):
        table = _join(table, facts, "suggestion_id")
    table = statement.name("followed", table)
    table = table.filter(table.evidence.isin(["", *EVIDENCE_LEVELS[options.evidence]]))
    return statement.name("episodes", _judged(table, columns))


def looks(statement: Statement, options: Options, columns: Collection[str] = ()) -> ibis.Table:
    """One row a look at an accepted text so many seconds later, with what is known of its episode."""
    table = episodes(statement, options, columns)
    timed = SURVIVAL.filter(SURVIVAL.moment != "save").drop("session_id", "sequence", "time_ms", "elapsed_ms")
    return table.join(timed.drop("accepted_chars"), "suggestion_id")


def minutes(statement: Statement, options: Options, columns: Collection[str] = ()) -> ibis.Table:
    """One row a minute of typing, with these columns."""
    table = _with_activity(_within(TYPING, options), before_any=True)
    if "editor" in columns:
        table = _join(statement.name("typed", table), _editors(), "session_id")
    return statement.name("minutes", table)


def _counted(requests: ibis.Table) -> ibis.Table:
    by_choice = (requests.result == "suppressed") & requests.reason.isin(OWN_CHOICE)
    return requests.filter(requests.result != "cancelled", requests.source != "reuse", ~by_choice)


def _judged(followed: ibis.Table, columns: Collection[str]) -> ibis.Table:
    """What became of each in one word, whether it was read, and its characters: all rates stand on these."""
    seen = followed.shown_chars.notnull() | (followed.outcome != "")
    became = ibis.cases(
        (~seen, "unseen"),
        ((followed.outcome == "ignored") & (followed.reason == "sibling"), "sibling"),
        (followed.outcome == "", "open"),
        else_=followed.outcome,
    )
    return followed.select(
        "suggestion_id",
        "deliveries",
        *columns,
        became=became,
        read=followed.read_ms.notnull() | (followed.outcome == "accepted"),
        partly=followed.part_chars.notnull(),
        undone=followed.undone_ms.notnull(),
        offered_chars=ibis.coalesce(followed.outcome_offered, followed.shown_chars, 0),
        accepted_chars=ibis.coalesce(followed.outcome_accepted, followed.part_chars, 0),
    )


def _with_activity(table: ibis.Table, *, before_any: bool = False) -> ibis.Table:
    """Each row with its activity session, the cluster of the statistics: 0 for what came before any."""
    spans = _activities()
    begun = [table.session_id == spans.session_id, table.sequence >= spans.activity]
    within = [*begun, table.sequence < spans.until]
    if not before_any:
        return table.join(spans, within).drop("session_id_right")
    table = table.left_join(spans, within).drop("session_id_right")
    return table.mutate(activity=table.activity.fill_null(0))


def _activities() -> ibis.Table:
    """Each activity session from the sequence of its first request; half an hour without one begins another.

    The wall clock tells the pause, because the monotonic one stands still while a computer sleeps.
    """
    order = {"group_by": "session_id", "order_by": ibis.asc("sequence", nulls_first=True)}
    before = OPPORTUNITY.time_ms.lag().over(**order)
    requests = OPPORTUNITY.select("session_id", "sequence", "time_ms", before=before)
    begins = requests.filter(requests.before.isnull() | (requests.time_ms - requests.before > IDLE_MS))
    until = begins.sequence.lead().over(**order).fill_null(_NEVER)
    return begins.select("session_id", activity="sequence", until=until)


def _first_deliveries() -> ibis.Table:
    keys = ("session_id", "suggestion_id")
    first = DELIVERED.group_by(keys).agg(sequence=DELIVERED.sequence.min(), deliveries=DELIVERED.count())
    return first.join(DELIVERED.drop("suggestion_id"), ["session_id", "sequence"])


def _requests() -> ibis.Table:
    return OPPORTUNITY.select("opportunity_id", "language", "trigger", "arm", kind="suggestion_kind")


def _chosen_generations() -> ibis.Table:
    """The generation that each request delivered, or else the last that it tried."""
    tried = GENERATION.select("opportunity_id", "generation_id", "sequence", delivered=0)
    delivered = DELIVERED.select("opportunity_id", "generation_id", "sequence", delivered=1)
    order = [ibis.desc("delivered"), ibis.desc("sequence")]
    both = ibis.union(tried, delivered)
    both = both.mutate(place=ibis.row_number().over(group_by="opportunity_id", order_by=order))
    return both.filter(both.place == 0).select("opportunity_id", "generation_id")


def _generations() -> ibis.Table:
    prompt = GENERATION.prompt_id + ".v" + GENERATION.prompt_version.cast("string")
    return GENERATION.select("generation_id", "engine", "model", "first_token_ms", prompt=prompt)


def _editors() -> ibis.Table:
    return SESSION.group_by("session_id").agg(editor=SESSION.editor.max())


def _shown() -> ibis.Table:
    return SHOWN.select("suggestion_id", shown_chars="offered_chars")


def _read() -> ibis.Table:
    return READ.select("suggestion_id", read_ms="visible_ms")


def _partly() -> ibis.Table:
    return PARTIAL.group_by("suggestion_id").agg(part_chars=PARTIAL.accepted_chars.max())


def _undone() -> ibis.Table:
    return UNDONE.group_by("suggestion_id").agg(undone_ms=UNDONE.after_ms.min())


def _outcomes() -> ibis.Table:
    return OUTCOME.select(
        "suggestion_id",
        "outcome",
        "reason",
        "evidence",
        outcome_offered="offered_chars",
        outcome_accepted="accepted_chars",
    )


def _within(events: ibis.Table, options: Options) -> ibis.Table:
    """The events of the time asked for, each with its day since 1970."""
    begin, end = milliseconds(options.since), milliseconds(options.until)
    events = events.filter(events.time_ms >= begin, events.time_ms < end)
    # Every SQLite can round; it knows floor and remainder only where its mathematics were compiled in.
    return events.mutate(day=((events.time_ms - DAY_MS // 2) / DAY_MS).round())


def _join(left: ibis.Table, right: ibis.Table, key: str) -> ibis.Table:
    """Each row of the left with what the right knows of it; text that is not known is empty."""
    table = left.left_join(right, key).drop(f"{key}_right")
    texts = [name for name, type_ in right.schema().items() if type_.is_string() and name != key]
    return table.mutate(**{name: table[name].fill_null("") for name in texts}) if texts else table
