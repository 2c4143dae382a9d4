"""What a receiver has acknowledged, so that nothing is sent to it twice."""

import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Self

from centaur.adapters.private_file import make_private

_SCHEMA = """CREATE TABLE IF NOT EXISTS sent (
    receiver TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
    PRIMARY KEY (receiver, kind, id)
) STRICT, WITHOUT ROWID"""


class SentLedger:
    """The file of one state folder; an entry is durable before the next thing is sent."""

    def __init__(self, path: Path, receiver: str) -> None:
        make_private(path)
        self._receiver = receiver
        self._connection = sqlite3.connect(path, timeout=5.0, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute(_SCHEMA)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def has(self, kind: str, of: str) -> bool:
        """Whether this was acknowledged."""
        row = (self._receiver, kind, of)
        found = self._connection.execute("SELECT 1 FROM sent WHERE (receiver, kind, id) = (?, ?, ?)", row)
        return found.fetchone() is not None

    def add(self, kind: str, of: str) -> None:
        """Keep that this was acknowledged."""
        self._connection.execute("INSERT OR IGNORE INTO sent VALUES (?, ?, ?)", (self._receiver, kind, of))
