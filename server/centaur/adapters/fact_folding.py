"""The facts brought up to the log: sessions that have gone on since the last time are folded anew."""

import sqlite3
from collections.abc import Iterable
from itertools import islice
from typing import Any

from centaur.adapters.event_schema import transaction
from centaur.adapters.fact_tables import create, index, insert
from centaur.metrics.facts import FACTS
from centaur.metrics.fold import READS, fold
from centaur.progress import Progress

SESSIONS_AT_ONCE = 50

_READS = {
    kind: f"SELECT {names} FROM log.{kind} WHERE session_id = ? ORDER BY sequence"  # noqa: S608 - our names
    for kind, names in READS.items()
}
# An editor may accept what the server before this one showed: a later session wrote that outcome.
_READS["outcome"] = (
    f"SELECT {READS['outcome']} FROM log.outcome"  # noqa: S608 - our names
    " WHERE suggestion_id IN (SELECT suggestion_id FROM log.delivered WHERE session_id = ?)"
)
_OWNERS = """
    SELECT DISTINCT delivered.session_id FROM log.outcome JOIN log.delivered USING (suggestion_id)
    WHERE outcome.session_id = ? AND delivered.session_id <> outcome.session_id
"""
_LAST = """
    WITH RECURSIVE one(id) AS (
        SELECT min(session_id) FROM log.{kind}
        UNION ALL
        SELECT (SELECT min(session_id) FROM log.{kind} WHERE session_id > id) FROM one WHERE id IS NOT NULL
    )
    SELECT id, (SELECT max(sequence) FROM log.{kind} WHERE session_id = id) FROM one WHERE id IS NOT NULL
"""


def fold_log(connection: sqlite3.Connection, identity: str, state: str, progress: Progress) -> None:
    """Fold the log that is attached as `log` into the tables of `main`.

    Facts of another `identity` are dropped first; a log that is in the `state` of the last time is not read.
    `progress` hears how many sessions of how many are done.
    """
    with transaction(connection):
        _prepare(connection, identity)
    if connection.execute("SELECT state FROM of_log").fetchone() == (state,):
        return
    changed = _changed(connection)
    waiting = iter(sorted(changed.items()))
    for done in range(0, len(changed), SESSIONS_AT_ONCE):
        progress(done, len(changed))
        with transaction(connection):
            for session_id, last in islice(waiting, SESSIONS_AT_ONCE):
                _fold_session(connection, session_id, last)
    # Last, because a long log is sorted faster than it is inserted in order.
    index(connection)
    connection.execute("UPDATE of_log SET state = ?", (state,))
    progress(len(changed), len(changed))


def _prepare(connection: sqlite3.Connection, identity: str) -> None:
    connection.execute("CREATE TABLE IF NOT EXISTS folded (session_id TEXT PRIMARY KEY, sequence INTEGER)")
    connection.execute("CREATE TABLE IF NOT EXISTS of_log (identity TEXT, state TEXT)")
    if connection.execute("SELECT identity FROM of_log").fetchall() == [(identity,)]:
        return
    for fact in FACTS:
        connection.execute(f"DROP TABLE IF EXISTS {fact.table}")
    create(connection)
    connection.execute("DELETE FROM folded")
    connection.execute("DELETE FROM of_log")
    connection.execute("INSERT INTO of_log VALUES (?, '')", (identity,))


def _changed(connection: sqlite3.Connection) -> dict[str, int]:
    """The sessions with events that are not folded yet, each with its last sequence."""
    last: dict[str, int] = {}
    for kind in READS:
        for session_id, sequence in connection.execute(_LAST.format(kind=kind)):
            last[session_id] = max(sequence, last.get(session_id, 0))
    folded = dict(connection.execute("SELECT session_id, sequence FROM folded"))
    changed = {session_id for session_id, sequence in last.items() if folded.get(session_id) != sequence}
    if folded:
        changed |= {owner for one in changed for (owner,) in connection.execute(_OWNERS, (one,))}
    return {session_id: last[session_id] for session_id in changed}


def _fold_session(connection: sqlite3.Connection, session_id: str, last: int) -> None:
    def read(kind: str) -> Iterable[tuple[Any, ...]]:
        return connection.execute(_READS[kind], (session_id,))

    for fact in FACTS:
        connection.execute(f"DELETE FROM {fact.table} WHERE session_id = ?", (session_id,))  # noqa: S608 - our names
    for fact, rows in fold(session_id, read).items():
        connection.executemany(insert(fact), (tuple(row.values()) for row in rows))
    connection.execute("INSERT OR REPLACE INTO folded VALUES (?, ?)", (session_id, last))
