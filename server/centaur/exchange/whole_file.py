"""Files that are whole or absent: written beside their place, and put there at the end."""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any

from centaur.exchange.source import AskedError, ExchangeError

STDOUT = "-"
_LINE_ENDS = {ord(end): f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"}
_FOR_ALL = 0o666
_FOR_ME = 0o600


def write_lines(to: str | Path, lines: Iterable[str], *, private: bool = False) -> int:
    """Put the lines there, at once or not at all, and count them; `-` is the standard output.

    What is private only its owner can read; for the rest that is the owner's own rule (umask). A link is
    followed, and a device or a pipe is written to: something else in its place would break the system.
    """
    if str(to) == STDOUT:
        return _count(sys.stdout.write(f"{line}\n") for line in lines)
    if "://" in str(to):
        raise AskedError(f"{to} is a URL, and this is written to a file of this machine")
    path = Path(to).expanduser()
    try:
        if path.is_dir():
            raise AskedError(f"{path} is a folder: name the file in it")
        if path.exists() and not path.is_file():
            with path.open("w", encoding="utf-8", newline="\n") as device:
                return _count(device.write(f"{line}\n") for line in lines)
        path = path.resolve()
        path.parent.mkdir(parents=True, exist_ok=True)
        with (
            beside(path, _FOR_ME if private else _FOR_ALL) as descriptor,
            os.fdopen(descriptor, "w", encoding="utf-8", newline="\n", closefd=False) as file,
        ):
            return _count(file.write(f"{line}\n") for line in lines)
    except FileExistsError as error:
        raise ExchangeError(f"{path} cannot be written: {error.filename} is no folder") from error
    except OSError as error:
        raise ExchangeError(f"{path} cannot be written: {error.strerror}") from error


@contextmanager
def beside(path: Path, mode: int = _FOR_ALL) -> Iterator[int]:
    """A new file to write, which takes its place at the end, or is gone where that was not reached."""
    name = path.with_name(f".{path.name}.{token_hex(4)}.tmp")
    descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    try:
        try:
            yield descriptor
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        name.replace(path)
    finally:
        name.unlink(missing_ok=True)


def as_line(record: Any) -> str:
    """A record as one line of JSON, whatever a reader takes for the end of a line."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).translate(_LINE_ENDS)


def _count(written: Iterable[int]) -> int:
    return sum(1 for _ in written)
