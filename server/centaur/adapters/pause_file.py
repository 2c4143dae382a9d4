"""The user's pauses, in a file of the state folder that every running server sees within a second."""

import json
import math
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

from centaur.adapters.private_file import make_private
from centaur.completion.ports import Clock

LOOK_SECONDS = 0.5
_FAR = 32_503_680_000.0  # the year 3000: no calendar need say what comes after

What = Literal["suggestions", "recording"]


@dataclass(frozen=True, slots=True)
class Pauses:
    """Until when each is paused, in seconds since 1970: 0 is not at all, infinity is until resumed."""

    suggestions: float = 0.0
    recording: float = 0.0


class PauseFile:
    """The pauses as they are on disk."""

    def __init__(self, path: Path, now: Callable[[], float]) -> None:
        self.path = path
        self._now = now

    def read(self) -> Pauses:
        """The pauses in force. Where the file cannot be understood, someone wanted quiet: both are."""
        try:
            table = json.loads(self.path.read_text(encoding="utf-8"))
            pauses = Pauses(*(_until(table[name]) for name in ("suggestions", "recording")))
        except FileNotFoundError:
            return Pauses()
        except (OSError, ValueError, TypeError, KeyError):
            return Pauses(math.inf, math.inf)
        now = self._now()
        return Pauses(*(until if until > now else 0.0 for until in asdict(pauses).values()))

    def pause(self, what: What, until: float) -> Pauses:
        """Pause one of them until then; the other stays as it is. Raises OSError."""
        pauses = replace(self.read(), **{what: until})
        table = {name: None if until == math.inf else until for name, until in asdict(pauses).items()}
        fresh = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        make_private(fresh)
        fresh.write_text(json.dumps(table), encoding="utf-8")
        fresh.replace(self.path)
        return pauses

    def resume(self) -> None:
        """End both pauses. Raises OSError."""
        self.path.unlink(missing_ok=True)


class PauseWatch:
    """The pauses for a running server: the file is looked at twice a second at most, and only when asked."""

    def __init__(self, file: PauseFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock
        self._look_at = -math.inf
        self._seen: tuple[int, int] | None = None
        self._pauses = Pauses()

    def until(self, what: What) -> float:
        """Until when this is paused; 0 when it is not."""
        at = self._clock.monotonic()
        if at >= self._look_at:
            self._look_at = at + LOOK_SECONDS
            self._look()
        until: float = getattr(self._pauses, what)
        return until if until > self._clock.now() else 0.0

    def _look(self) -> None:
        try:
            stat = self._file.path.stat()
        except OSError:
            self._seen, self._pauses = None, Pauses()
            return
        seen = (stat.st_ino, stat.st_mtime_ns)
        if seen != self._seen:
            self._seen, self._pauses = seen, self._file.read()


def _until(value: object) -> float:
    if value is None:
        return math.inf
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("a pause ends at a time, or is null")
    return float(value) if value < _FAR else math.inf
