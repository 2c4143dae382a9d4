"""The server's own log: one ASCII JSON object a line, readable by its owner alone, never code above DEBUG."""

import json
import logging
import os
import traceback
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

MAX_FIELD_CHARS = 2_000
MAX_FILE_BYTES = 2 * 1024 * 1024


class JsonLines(logging.Formatter):
    """A record as one line, whatever its message holds: no value can begin a second one."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        row = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage()[:MAX_FIELD_CHARS],
        }
        if record.exc_info and (error := record.exc_info[1]):
            row["error"] = _where(error)[-MAX_FIELD_CHARS:]
        return json.dumps(row, ensure_ascii=True)


class _PrivateFileHandler(RotatingFileHandler):
    def _open(self):  # type: ignore[no-untyped-def]  # noqa: ANN202 - the parent's type is a stub's private name
        os.close(os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
        return super()._open()


def to_file(path: Path) -> None:
    """Send every record of level INFO and above to the file; where it cannot be opened, nowhere."""
    root = logging.getLogger()
    try:
        handler: logging.Handler = _PrivateFileHandler(
            path, maxBytes=MAX_FILE_BYTES, backupCount=1, encoding="ascii"
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(JsonLines())
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)


def _where(error: BaseException) -> str:
    """Where an error came about, and its type. Its own words may quote code, so they are not told."""
    frames = traceback.extract_tb(error.__traceback__)
    places = (f"{frame.filename}:{frame.lineno}" for frame in frames)
    return " > ".join((*places, type(error).__name__))
