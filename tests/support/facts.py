"""Facts as tests tell them: each with what the test is about, and the rest as it usually is."""

from itertools import count
from typing import Any

from centaur.metrics.facts import Episode, Minute, Opportunity

NOON = 1_793_620_800_000
"""2026-11-02 12:00 UTC, in Unix milliseconds."""

_numbers = count(1)


def episode(**told: Any) -> Episode:
    """An episode of 2 November 2026, of a session of its own unless told."""
    return Episode(**(_base() | {"suggestion_id": f"s{next(_numbers)}", "became": "accepted"} | told))


def opportunity(**told: Any) -> Opportunity:
    """An opportunity of 2 November 2026 that delivered something."""
    return Opportunity(**(_base() | {"opportunity_id": f"o{next(_numbers)}", "result": "delivered"} | told))


def minute(**told: Any) -> Minute:
    """A minute of typing of 2 November 2026."""
    return Minute(**(_base() | told))


def _base() -> dict[str, Any]:
    return {
        "session_id": "session",
        "activity": 1,
        "sequence": next(_numbers),
        "time_ms": NOON,
        "day": "2026-11-02",
    }
