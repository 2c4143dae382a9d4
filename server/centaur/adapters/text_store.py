"""Redacted texts on disk, one file a day, so that forgetting a day is removing its file."""

import logging
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from centaur.adapters.private_file import make_private
from centaur.privacy.secrets import redact

BUSY_SECONDS = 5.0
_SCHEMA = """CREATE TABLE IF NOT EXISTS text (
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    time_ms INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (id, kind)
) STRICT, WITHOUT ROWID"""
_INSERT = "INSERT INTO text VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
_PATTERN = "texts-*.db*"
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

log = logging.getLogger(__name__)


class TextStore:
    """Keeps what it is given, without its secrets; a thread redacts and writes, and no keystroke waits.

    Each write opens the file anew: at a human's rate that costs nothing, and a file that was removed by
    `purge`, or belongs to yesterday, is never held.
    """

    def __init__(self, folder: Path, now: Callable[[], float]) -> None:
        self._folder = folder
        self._now = now
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="centaur-texts")
        self._problem = ""

    @property
    def problem(self) -> str:
        """Why texts are not being kept, or ""."""
        return self._problem

    def keep(self, kind: str, of: str, text: str) -> None:
        """Keep the text of a suggestion or, a prompt, of a generation; the first of its kind stays."""
        with suppress(RuntimeError):  # closed
            self._worker.submit(self._write, kind, of, text, self._now())

    def forget(self, days: int) -> None:
        """Remove the files of the days that are longer ago than this."""
        oldest = _day(self._now()) - timedelta(days=days)
        for path in text_files(self._folder):
            day = day_of(path)
            if day is not None and day < oldest:
                with suppress(OSError):
                    path.unlink()

    def close(self) -> None:
        """Write what waits; afterwards nothing is kept."""
        self._worker.shutdown()

    def _write(self, kind: str, of: str, text: str, at: float) -> None:
        path = self._folder / f"texts-{_day(at).isoformat()}.db"
        # SQLite takes no half of a surrogate pair, which an editor may well send.
        whole = redact(text).encode("utf-8", "replace").decode()
        row = (of, kind, int(at * 1000), whole)
        try:
            _insert_or_set_aside(path, row)
        except (sqlite3.Error, OSError) as error:
            if not self._problem:
                log.warning("texts are not being kept: %s", error)
            self._problem = f"{path} cannot be used: {error}"
        else:
            self._problem = ""


def text_files(folder: Path) -> list[Path]:
    """The files of all days, with what SQLite may have put beside them."""
    return sorted(folder.glob(_PATTERN))


def day_of(path: Path) -> date | None:
    """The day whose texts the file holds."""
    with suppress(ValueError):
        return date.fromisoformat(path.name.removeprefix("texts-")[:10])
    return None


def _insert_or_set_aside(path: Path, row: tuple[object, ...]) -> None:
    try:
        _insert(path, row)
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _DAMAGE:
            raise
        log.warning("%s was damaged and is begun anew", path)
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")
        path.rename(path.with_name(f"{path.stem}.broken-{stamp}{path.suffix}"))
        _insert(path, row)


def _insert(path: Path, row: tuple[object, ...]) -> None:
    make_private(path)
    with closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
        connection.execute(_SCHEMA)
        connection.execute(_INSERT, row)


def _day(at: float) -> date:
    return datetime.fromtimestamp(at, UTC).date()
