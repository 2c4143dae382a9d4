"""Files that are whole or absent: written beside their place, and put there at the end."""

import json
import os
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from centaur.exchange.source import ExchangeError

STDOUT = "-"


def write_lines(to: str | Path, lines: Iterable[str]) -> int:
    """Put the lines there, at once or not at all, and count them; `-` is the standard output."""
    if str(to) == STDOUT:
        return _count(sys.stdout.write(f"{line}\n") for line in lines)
    path = Path(to)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise ExchangeError(f"{path} cannot be written: {error.strerror}") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            written = _count(file.write(f"{line}\n") for line in lines)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError as error:
        raise ExchangeError(f"{path} cannot be written: {error.strerror}") from error
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()
    return written


def as_line(record: Any) -> str:
    """A record as one line of JSON."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def _count(written: Iterable[int]) -> int:
    return sum(1 for _ in written)
