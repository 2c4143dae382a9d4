"""What the day has cost so far, in all windows: a line for each call in a file of the day."""

import os
import time
from contextlib import suppress
from pathlib import Path

from centaur.completion.ports import Clock

_PREFIX = "spending-"


class Spending:
    """Tokens and US dollars of today. Where the folder cannot be written, it counts this process alone."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock
        self._day = ""
        self._read_to = 0
        self._tokens = 0
        self._usd = 0.0

    def add(self, tokens: int, usd: float) -> None:
        """A call took so much."""
        path = self._today()
        line = f"{tokens} {usd:.9f}\n".encode()
        try:
            # Appended in one piece, so the lines of several processes do not mix.
            file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        except OSError:
            self._tokens, self._usd = self._tokens + tokens, self._usd + usd
            return
        try:
            os.write(file, line)
        finally:
            os.close(file)

    def total(self) -> tuple[int, float]:
        """Tokens and US dollars of today."""
        with suppress(OSError), self._today().open("rb") as file:
            file.seek(self._read_to)
            lines = file.read()
            whole = lines[: lines.rfind(b"\n") + 1]
            self._read_to += len(whole)
            for line in whole.splitlines():
                self._count(line)
        return self._tokens, self._usd

    def _count(self, line: bytes) -> None:
        with suppress(ValueError):
            tokens, usd = line.split()
            self._tokens, self._usd = self._tokens + int(tokens), self._usd + float(usd)

    def _today(self) -> Path:
        """Today's file; a new day begins at nothing, and the files of other days go."""
        day = time.strftime("%Y-%m-%d", time.localtime(self._clock.now()))
        if day != self._day:
            self._day, self._read_to, self._tokens, self._usd = day, 0, 0, 0.0
            for old in self._folder.glob(f"{_PREFIX}*"):
                if old.name != _PREFIX + day:
                    with suppress(OSError):
                        old.unlink()
        return self._folder / (_PREFIX + day)
