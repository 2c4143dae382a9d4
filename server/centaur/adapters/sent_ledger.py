"""What a receiver has acknowledged, so that nothing is sent to it twice."""

import sqlite3
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from centaur.adapters.private_file import make_private

State = Literal["trying", "sent"]

_SCHEMA = """CREATE TABLE IF NOT EXISTS sent (
    receiver TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, state TEXT NOT NULL,
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
        with closing(self._connection):
            pass

    def state(self, kind: str, of: str) -> State | None:
        """Whether this was sent, or tried without our knowing how that ended."""
        found: tuple[State] | None = self._connection.execute(
            "SELECT state FROM sent WHERE (receiver, kind, id) = (?, ?, ?)", (self._receiver, kind, of)
        ).fetchone()
        return found[0] if found else None

    def note(self, kind: str, of: str, state: State) -> None:
        """Keep that this is being tried, or was acknowledged."""
        self._connection.execute(
            "INSERT OR REPLACE INTO sent VALUES (?, ?, ?, ?)", (self._receiver, kind, of, state)
        )

    def forget(self, kind: str, of: str) -> None:
        """Keep that this did not arrive."""
        self._connection.execute(
            "DELETE FROM sent WHERE (receiver, kind, id) = (?, ?, ?)", (self._receiver, kind, of)
        )
