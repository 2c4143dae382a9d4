"""Files of one JSON object a line, plain or packed by gzip, whose unreadable lines are named and left out."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from centaur.exchange.source import ExchangeError

NAMED = 20
"""So many skipped lines are named; more are counted."""

_GZIP = b"\x1f\x8b"

T = TypeVar("T")


class Tally:
    """What reading came upon: rows that were read, and lines that were not."""

    def __init__(self) -> None:
        self.rows = 0
        self.skipped = 0
        self.named: list[str] = []

    def skip(self, place: str, why: object) -> None:
        """One line cannot be read."""
        self.skipped += 1
        if self.skipped <= NAMED:
            self.named.append(f"{place}: {why}")


def read_rows(path: Path, read: Callable[[dict[str, Any]], T], tally: Tally) -> Iterator[T]:
    """What `read` makes of each line's object; it raises ValueError, with the reason, where it cannot.

    Raises ExchangeError where the file cannot be read to its end.
    """
    try:
        with _opened(path) as file:
            for number, line in enumerate(file, start=1):
                if not line.strip():
                    continue
                try:
                    row = read(_object(line))
                except (ValueError, RecursionError) as error:
                    tally.skip(f"{path.name}, line {number}", error)
                    continue
                tally.rows += 1
                yield row
    except EOFError as error:
        raise ExchangeError(f"{path} ends in the middle: it was cut short") from error
    except (OSError, zlib.error) as error:
        raise ExchangeError(f"{path} cannot be read: {error}") from error


def _opened(path: Path) -> Any:
    with path.open("rb") as file:
        packed = file.read(len(_GZIP)) == _GZIP
    return gzip.open(path) if packed else path.open("rb")


def _object(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except UnicodeDecodeError as error:
        raise ValueError("it is not text in UTF-8") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON ({error})") from error
    if not isinstance(found, dict):
        raise ValueError("it is not an object")  # noqa: TRY004 - one kind of error for every reason
    return found
