"""What an export reads: the facts of one origin and of whole days, and the log they were folded from."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from centaur.adapters import event_schema
from centaur.adapters.event_store import EventStoreError
from centaur.adapters.fact_store import FactStore, FactStoreError
from centaur.adapters.state_dir import StateDir
from centaur.metrics.facts import KEY, OWN, Fact, columns
from centaur.progress import Stages, passing, unheard
from centaur.usage import WrongUsageError


class ExchangeError(ValueError):
    """What was asked for cannot be brought out or in; the message says why, for people."""


class AskedError(ExchangeError, WrongUsageError):
    """What was asked for is no form, place or name that there can be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One export: `form` to `to`, of whole days in UTC, `since` and `until` included.

    `user` names the person of this machine's own facts, so that a team's exports can be told apart. What
    goes to a receiver of traces goes to its own `endpoint` and `project`, where they are given.
    """

    form: str
    to: str
    since: date = date.min
    until: date = date.max
    origin: str = OWN
    user: str = ""
    with_text: bool = False
    endpoint: str = ""
    project: str = ""


class Source:
    """The rows that one export is asked for, in an order that is the same each time."""

    def __init__(
        self,
        state: StateDir,
        asked: Asked,
        facts: sqlite3.Connection,
        log: sqlite3.Connection,
        stages: Stages = unheard,
    ) -> None:
        self.state = state
        self._asked = asked
        self._facts = facts
        self._log = log
        self.stages = stages

    def facts(self, fact: type[Fact]) -> Iterator[Fact]:
        """Facts of one table, the days in their order."""
        names = columns(fact)
        for row in self.rows(fact):
            yield fact(
                **{name: _typed(of, value) for (name, of), value in zip(names.items(), row, strict=True)}
            )

    def rows(self, fact: type[Fact]) -> Iterator[tuple[Any, ...]]:
        """The same as plain rows, values in the order of the columns, bools as 0 and 1."""
        named = {"user": "CASE WHEN user = '' THEN :user ELSE user END"}
        selected = ", ".join(named.get(name, name) for name in columns(fact))
        among = f"FROM {fact.table} WHERE day BETWEEN :since AND :until"
        order = f"ORDER BY day, origin, {', '.join(KEY)}"
        return self._passing(self._facts, fact.table, f"SELECT {selected} {among} {order}", among)

    def answer(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query over all facts of the origin, whatever their day."""
        return self._facts.execute(sql).fetchall()

    def event_columns(self, kind: str) -> dict[str, str]:
        """The columns of a kind of event with their types in SQLite."""
        return {row[1]: row[2] for row in self._log.execute(f'PRAGMA table_info("{kind}")')}

    def events(self, kind: str) -> Iterator[tuple[Any, ...]]:
        """The raw rows of a kind of event, each after its day; only one's own log has them."""
        if self._asked.origin not in {OWN, "all"}:
            return iter(())
        day = "date(time_ms / 1000, 'unixepoch')"
        among = f'FROM "{kind}" WHERE {day} BETWEEN :since AND :until'
        order = "ORDER BY 1, session_id, sequence"
        return self._passing(self._log, kind, f"SELECT {day}, * {among} {order}", among)

    def _passing(
        self, connection: sqlite3.Connection, what: str, sql: str, among: str
    ) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, told as they pass, among so many."""
        asked = self._asked
        values = {"since": asked.since.isoformat(), "until": asked.until.isoformat(), "user": asked.user}
        progress = self.stages(f"exporting {what.replace('_', ' ')}")
        (size,) = connection.execute(f"SELECT count(*) {among}", values).fetchone()
        return passing(connection.execute(sql, values), size, progress)


@contextmanager
def source(state: StateDir, asked: Asked, stages: Stages = unheard) -> Iterator[Source]:
    """The facts and the log of this machine, brought up to date. Raises ExchangeError with a sentence."""
    store = FactStore(state)
    try:
        store.refresh(stages("folding the log"))
        with store.connection(asked.origin) as facts, closing(_log(state)) as log:
            yield Source(state, asked, facts, log, stages)
    except (EventStoreError, FactStoreError) as error:
        raise ExchangeError(str(error)) from error


def _log(state: StateDir) -> sqlite3.Connection:
    """The log for reading; one that does not exist yet is empty, and is not made by being read."""
    if state.events.exists():
        return sqlite3.connect(f"{state.events.as_uri()}?mode=ro", uri=True)
    empty = sqlite3.connect(":memory:", isolation_level=None)
    event_schema.migrate(empty)
    return empty


def _typed(of: Any, value: Any) -> Any:
    return bool(value) if value is not None and bool in _kinds(of) else value


def _kinds(of: Any) -> Sequence[Any]:
    return getattr(of, "__args__", (of,))
