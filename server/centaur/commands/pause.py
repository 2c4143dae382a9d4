"""`centaur pause` and `centaur resume`: every running server sees them within a second."""

import math
import re
import time
from datetime import UTC, datetime

from centaur.adapters.pause_file import PauseFile, Pauses, What
from centaur.adapters.state_dir import StateDir
from centaur.usage import WrongUsageError

_SECONDS = {"s": 1, "m": 60, "h": 60 * 60, "d": 24 * 60 * 60}


class PauseError(Exception):
    """The pause cannot begin or end as asked; the message says why, for people."""


class DurationError(PauseError, WrongUsageError):
    """This is no length of time."""


def pause(state: StateDir, what: What, duration: str) -> dict[str, str | None]:
    """Pause suggestions or recording, for a time such as 5m or, without one, until resumed."""
    until = time.time() + _seconds(duration) if duration else math.inf
    if problem := state.prepare():
        raise PauseError(problem)
    try:
        return describe(_file(state).pause(what, until))
    except OSError as error:
        raise PauseError(f"{state.pauses} cannot be written: {error.strerror}") from error


def resume(state: StateDir) -> dict[str, str | None]:
    """End what is paused."""
    try:
        _file(state).resume()
    except OSError as error:
        raise PauseError(f"{state.pauses} cannot be removed: {error.strerror}") from error
    return pauses(state)


def pauses(state: StateDir) -> dict[str, str | None]:
    """Until when each is paused: a time in UTC, "resumed", or None where it is not."""
    return describe(_file(state).read())


def describe(found: Pauses) -> dict[str, str | None]:
    """The pauses as `centaur status` says them."""
    return {
        "suggestions_paused_until": _moment(found.suggestions),
        "recording_paused_until": _moment(found.recording),
    }


def _file(state: StateDir) -> PauseFile:
    return PauseFile(state.pauses, time.time)


def _seconds(duration: str) -> float:
    found = re.fullmatch(r"([0-9]{1,6})([smhd])", duration.strip())
    if not found or int(found[1]) == 0:
        raise DurationError(f"{duration!r} is no duration: give a number and s, m, h or d, such as 5m")
    return int(found[1]) * _SECONDS[found[2]]


def _moment(until: float) -> str | None:
    if not until:
        return None
    if until == math.inf:
        return "resumed"
    return datetime.fromtimestamp(until, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
