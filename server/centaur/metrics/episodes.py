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
)

CLUSTER = ("session_id", "activity")
IDLE_MS = 30 * 60 * 1000
DAY_MS = 24 * 60 * 60 * 1000
OWN_CHOICE = ("paused", "language", "excluded", "untrusted")
_OF_GENERATION = {"engine", "model", "prompt", "first_token_ms"}


class Folded:
    """The log folded into opportunities and episodes, with these columns beside their own.

    An opportunity is a request of the editor that counts as one. An episode is a suggestion id, in the group of
    the request that first delivered it; one whose outcome is known by weaker evidence than asked for is left
    out, and one without an outcome stays. A join is made only for a column that needs it.
    """

    def __init__(self, options: Options, columns: Collection[str] = ()) -> None:
        self._statement = Statement()
        self._columns = columns
        requests = self._requests(options)
        self.opportunities: ibis.Table = self._statement.name("opportunities", _counted(requests))
        self.episodes: ibis.Table = self._episodes(requests, EVIDENCE_LEVELS[options.evidence])

    def sql(self, answer: ibis.Table) -> str:
        """The SQL that gives the rows of an expression over the two tables."""
        return self._statement.sql(answer)

    def _requests(self, options: Options) -> ibis.Table:
        """All requests of the time asked for, and what is known of each."""
        name = self._statement.name
        table = name("active", _with_activity(name("paused", _with_pause(OPPORTUNITY))))
        begin, end = milliseconds(options.start), milliseconds(options.end)
        table = table.filter(table.time_ms >= begin, table.time_ms < end)
        table = table.mutate(kind=table.suggestion_kind, day=table.time_ms - table.time_ms % DAY_MS)
        if _OF_GENERATION & set(self._columns):
            table = self._with_generation(name("dated", table))
        if "editor" in self._columns:
            table = _join(name("made", table), _editors(), "session_id")
            table = table.mutate(editor=table.editor.fill_null(""))
        return name("requests", table)

    def _with_generation(self, requests: ibis.Table) -> ibis.Table:
        """Join the generation that was delivered, or else the last that was tried."""
        table = _join(requests, _delivered_generations(), "opportunity_id")
        table = self._statement.name("chosen", _join(table, _last_generations(), "opportunity_id"))
        table = table.mutate(generation_id=ibis.coalesce(table.delivered_id, table.tried_id))
        table = _join(table, _generations(), "generation_id")
        return table.mutate(**{name: table[name].fill_null("") for name in ("engine", "model", "prompt")})

    def _episodes(self, requests: ibis.Table, evidence: Collection[str]) -> ibis.Table:
        name = self._statement.name
        group = dict.fromkeys((*CLUSTER, *(column for column in self._columns if column != "evidence")))
        delivered = name("delivered_first", _first_deliveries())
        table = delivered.join(requests.select("opportunity_id", *group), "opportunity_id")
        for facts in (_shown(), _read(), _partly(), _first_outcomes()):
            table = _join(table, facts, "suggestion_id")
        table = name("followed", table)
        table = table.mutate(outcome=table.outcome.fill_null(""), evidence=table.evidence.fill_null(""))
        return name("episodes", _judged(table.filter(table.evidence.isin(["", *evidence]))))


def _counted(requests: ibis.Table) -> ibis.Table:
    by_choice = (requests.result == "suppressed") & requests.reason.isin(OWN_CHOICE)
    return requests.filter(requests.result != "cancelled", requests.source != "reuse", ~by_choice)


def _judged(episodes: ibis.Table) -> ibis.Table:
    """Whether each was shown and viewed, and its characters: every rate stands on these."""
    sibling = (episodes.outcome == "ignored") & (episodes.reason == "sibling")
    seen = episodes.shown_chars.notnull() | (episodes.outcome != "")
    shown = seen & ~sibling
    return episodes.mutate(
        unseen=~seen,
        shown=shown,
        viewed=shown & (episodes.reads.notnull() | (episodes.outcome == "accepted")),
        partly=shown & episodes.part_chars.notnull(),
        offered_chars=ibis.coalesce(episodes.outcome_offered, episodes.shown_chars, 0),
        accepted_chars=ibis.coalesce(episodes.outcome_accepted, episodes.part_chars, 0),
    )


def _with_pause(requests: ibis.Table) -> ibis.Table:
    """The wall clock tells the pause before each request: the monotonic one stands still in a computer's sleep."""
    before = requests.time_ms.lag().over(group_by="session_id", order_by="sequence")
    return requests.mutate(resumed=(requests.time_ms - before > IDLE_MS).ifelse(1, 0))


def _with_activity(requests: ibis.Table) -> ibis.Table:
    """Number the activity sessions: a new one begins after half an hour without a request."""
    number = requests.resumed.sum().over(group_by="session_id", order_by="sequence", rows=(None, 0))
    return requests.mutate(activity=number)


def _delivered_generations() -> ibis.Table:
    return DELIVERED.group_by("opportunity_id").agg(delivered_id=DELIVERED.generation_id.min())


def _last_generations() -> ibis.Table:
    """The last generation that was tried for each request."""
    keys = ("session_id", "opportunity_id")
    last = GENERATION.group_by(keys).agg(sequence=GENERATION.sequence.max())
    tried = GENERATION.select("session_id", "sequence", tried_id="generation_id")
    return last.join(tried, ["session_id", "sequence"]).select("opportunity_id", "tried_id")


def _generations() -> ibis.Table:
    version = GENERATION.prompt_version.cast("string").fill_null("")
    prompt = (GENERATION.prompt_id == "").ifelse("", GENERATION.prompt_id + ".v" + version)
    return GENERATION.select("generation_id", "engine", "model", "first_token_ms", prompt=prompt)


def _editors() -> ibis.Table:
    return SESSION.group_by("session_id").agg(editor=SESSION.editor.max())


def _first_deliveries() -> ibis.Table:
    keys = ("session_id", "suggestion_id")
    first = DELIVERED.group_by(keys).agg(sequence=DELIVERED.sequence.min(), deliveries=DELIVERED.count())
    rest = DELIVERED.select("session_id", "sequence", "opportunity_id")
    return first.join(rest, ["session_id", "sequence"]).select("suggestion_id", "opportunity_id", "deliveries")


def _shown() -> ibis.Table:
    return SHOWN.group_by("suggestion_id").agg(shown_chars=SHOWN.offered_chars.max())


def _read() -> ibis.Table:
    return READ.group_by("suggestion_id").agg(reads=READ.count())


def _partly() -> ibis.Table:
    return PARTIAL.group_by("suggestion_id").agg(part_chars=PARTIAL.accepted_chars.max())


def _first_outcomes() -> ibis.Table:
    """The first outcome of each suggestion: a second one is impossible, and changes no metric."""
    order = ("time_ms", "session_id", "sequence")
    table = OUTCOME.mutate(place=ibis.row_number().over(group_by="suggestion_id", order_by=order))
    return table.filter(table.place == 0).select(
        "suggestion_id",
        "outcome",
        "reason",
        "evidence",
        outcome_offered="offered_chars",
        outcome_accepted="accepted_chars",
    )


def _join(left: ibis.Table, right: ibis.Table, key: str) -> ibis.Table:
    """Each row of the left with what the right knows of it, if anything."""
    return left.left_join(right, key).drop(f"{key}_right")
