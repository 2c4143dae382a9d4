"""What a receiver has acknowledged, so that nothing is sent to it twice."""

import os
import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Self

from centaur.adapters.file_lock import try_lock
from centaur.adapters.private_file import make_private

_SCHEMA = """CREATE TABLE IF NOT EXISTS sent (
    receiver TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
    PRIMARY KEY (receiver, kind, id)
) STRICT, WITHOUT ROWID"""


class LedgerError(Exception):
    """It is not known what was sent; the message says why, for people."""


class SentLedger:
    """The file of one state folder, for one process at a time; an entry is durable when it is made."""

    def __init__(self, path: Path, receiver: str) -> None:
        self._receiver = receiver
        self._lock = _locked(path.with_suffix(".lock"))
        try:
            self._connection = _opened(path)
        except (sqlite3.Error, OSError) as error:
            os.close(self._lock)
            raise LedgerError(f"{path} cannot be used, and holds what was sent: {error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()
        os.close(self._lock)

    def has(self, kind: str, of: str) -> bool:
        """Whether this was acknowledged."""
        row = (self._receiver, kind, of)
        found = self._connection.execute("SELECT 1 FROM sent WHERE (receiver, kind, id) = (?, ?, ?)", row)
        return found.fetchone() is not None

    def add(self, kind: str, of: str) -> None:
        """Keep that this was acknowledged."""
        self._connection.execute("INSERT OR IGNORE INTO sent VALUES (?, ?, ?)", (self._receiver, kind, of))


def _opened(path: Path) -> sqlite3.Connection:
    make_private(path)
    connection = sqlite3.connect(path, timeout=5.0, isolation_level=None)
    try:
        connection.execute(_SCHEMA)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _locked(path: Path) -> int:
    try:
        make_private(path)
        descriptor = os.open(path, os.O_RDWR)
    except OSError as error:
        raise LedgerError(f"{path} cannot be used: {error}") from error
    try:
        try_lock(descriptor)
    except OSError as error:
        os.close(descriptor)
        raise LedgerError("another export to a receiver is under way; wait until it has ended") from error
    return descriptor
