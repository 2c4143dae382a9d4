"""Files of one JSON object a line, plain or packed by gzip, whose unreadable lines are named and left out."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any, TypeVar

from centaur.exchange.source import ExchangeError
from centaur.progress import Stages, unheard

NAMED = 20
"""So many skipped lines are named; more are counted."""

_GZIP = b"\x1f\x8b"
_LINES_AT_ONCE = 500

T = TypeVar("T")


class Tally:
    """What reading came upon: rows that were read, and lines that were not; and how far it has come."""

    def __init__(self, stages: Stages = unheard) -> None:
        self.rows = 0
        self.skipped = 0
        self.named: list[str] = []
        self.stages = stages
        self._progress = stages("reading")
        self._passed = self._size = 0

    def expect(self, files: Sequence[Path]) -> None:
        """These files are read from now on."""
        self._size = sum(path.stat().st_size for path in files)

    def passed(self, size: int) -> None:
        """So many more bytes of them were read."""
        self._passed += size
        self._progress(self._passed, self._size)

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
        for number, line in enumerate(_lines(path, tally), start=1):
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
    except zlib.error as error:
        raise ExchangeError(f"{path} cannot be read: {error}") from error
    except OSError as error:
        raise ExchangeError(f"{path} cannot be read: {error.strerror or error}") from error


def _lines(path: Path, tally: Tally) -> Iterator[bytes]:
    """The lines, packed or not; what is told is how much of the file itself has been read."""
    with path.open("rb") as file:
        packed = file.peek().startswith(_GZIP)
        with gzip.open(file) if packed else nullcontext(file) as lines:
            before = 0
            for number, line in enumerate(lines):
                if number % _LINES_AT_ONCE == 0:
                    now = file.tell()
                    tally.passed(now - before)
                    before = now
                yield line
            tally.passed(file.tell() - before)


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
