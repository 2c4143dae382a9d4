"""The event log on disk: SQLite, append-only, durable when `append` returns, for its owner's eyes alone."""

import sqlite3
import threading
from collections.abc import Callable, Sequence
from dataclasses import astuple, fields
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

from centaur.adapters import event_schema
from centaur.adapters.file_lock import guarded
from centaur.adapters.private_file import inode, make_private
from centaur.evidence.events import EVENT_TYPES, Event, Recorded, Stamp

BUSY_SECONDS = 5.0
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

_REFUSALS = (
    sqlite3.IntegrityError,
    sqlite3.InterfaceError,
    sqlite3.ProgrammingError,
    ValueError,
    OverflowError,
)

T = TypeVar("T")


class EventStoreError(Exception):
    """The log cannot be used now; the message says why, for people."""


class EventRefusedError(EventStoreError):
    """The log is well, but these events do not fit into it."""


class _OtherSchemaError(sqlite3.DatabaseError):
    """The file is a database, but its tables are not ours."""


class EventStore:
    """The log at one path, opened at the first use and again after whatever closed it. Any thread may call.

    A damaged file is set aside under another name, in `quarantined`, and a new one is begun: once, because a
    second time the disk is at fault and not the file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.quarantined: Path | None = None
        self._connection: sqlite3.Connection | None = None
        self._inode = (0, 0)
        self._lock = threading.Lock()

    def append(self, events: Sequence[Recorded]) -> None:
        """Keep all of the events or none; when this returns they are durable. Twice the same is once."""
        if not events:
            return
        ordered = sorted(events, key=_kind)

        def insert(connection: sqlite3.Connection) -> None:
            with event_schema.transaction(connection):
                for kind, group in groupby(ordered, key=_kind):
                    connection.executemany(_INSERT[kind], map(_row, group))

        self._run(insert)

    def query(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a SELECT over the tables, one for each kind of event."""
        return self._run(lambda connection: connection.execute(sql, values).fetchall())

    def counts(self) -> dict[str, int]:
        """How many events of each kind there are."""
        return {kind: self.query(f'SELECT count(*) FROM "{kind}"')[0][0] for kind in _INSERT}  # noqa: S608 - our names

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._disconnect()

    def _run(self, action: Callable[[sqlite3.Connection], T]) -> T:
        with self._lock:
            try:
                return self._run_or_set_aside(action)
            except _REFUSALS as error:
                raise EventRefusedError(f"{self.path} does not take this: {error}") from error
            except (sqlite3.Error, OSError) as error:
                # A connection that could not even roll back would refuse every later transaction.
                self._disconnect()
                raise EventStoreError(f"{self.path} cannot be used: {error}") from error

    def _run_or_set_aside(self, action: Callable[[sqlite3.Connection], T]) -> T:
        try:
            return action(self._connected())
        except sqlite3.DatabaseError as error:
            if not _is_damage(error) or self.quarantined:
                raise
        self._set_aside()
        return action(self._connected())

    def _connected(self) -> sqlite3.Connection:
        if self._inode != inode(self.path):
            # Removed, or set aside by another process: what is written to that file is lost to everyone.
            self._disconnect()
        if self._connection is None:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # One at a time: SQLite does not wait when two processes turn a new file to WAL at once.
            with guarded(self.path.parent):
                return self._connect()
        return self._connection

    def _connect(self) -> sqlite3.Connection:
        make_private(self.path)
        self._connection = sqlite3.connect(
            self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        self._inode = inode(self.path)
        try:
            self._prepare(self._connection)
        except BaseException:
            self._disconnect()
            raise
        return self._connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        version, known = event_schema.version(connection), len(event_schema.MIGRATIONS)
        if version > known:
            raise EventStoreError(
                f"{self.path} was written by a newer Centaur (schema {version}, not {known}); please update"
            )
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        # Without it INSERT OR REPLACE deletes a row and no trigger sees it.
        connection.execute("PRAGMA recursive_triggers = ON")
        try:
            event_schema.migrate(connection)
            for select in _SELECT_NOTHING:
                connection.execute(select)
        except sqlite3.OperationalError as error:
            if _code(error) == sqlite3.SQLITE_ERROR:
                raise _OtherSchemaError(str(error)) from error
            raise

    def _set_aside(self) -> None:
        """Rename the damaged file, unless another process has just done so."""
        self._disconnect()
        with guarded(self.path.parent):
            if self._inode == inode(self.path):
                self._rename()

    def _rename(self) -> None:
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")
        self.quarantined = self.path.with_name(f"{self.path.stem}.broken-{stamp}{self.path.suffix}")
        for ending in ("-wal", "-shm", ""):
            part = self.path.with_name(self.path.name + ending)
            if part.exists():
                part.rename(self.quarantined.with_name(self.quarantined.name + ending))

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _columns(of: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(of))


def _insert(event_type: type[Event]) -> str:
    names = (*_columns(Stamp), *_columns(event_type))
    marks = ", ".join("?" * len(names))
    return f'INSERT INTO "{event_type.kind}" ({", ".join(names)}) VALUES ({marks}) ON CONFLICT DO NOTHING'  # noqa: S608 - our names


_INSERT = {event_type.kind: _insert(event_type) for event_type in EVENT_TYPES}
_SELECT_NOTHING = [
    f'SELECT {", ".join(_columns(event_type))} FROM "{event_type.kind}" LIMIT 0'  # noqa: S608 - our names
    for event_type in EVENT_TYPES
]


def _kind(recorded: Recorded) -> str:
    return recorded.event.kind


def _row(recorded: Recorded) -> tuple[Any, ...]:
    return (*astuple(recorded.stamp), *astuple(recorded.event))


def _code(error: sqlite3.Error) -> int:
    """The primary result code of SQLite, 0 where the error is Python's own."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    return isinstance(error, _OtherSchemaError) or _code(error) in _DAMAGE
