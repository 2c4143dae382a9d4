"""Values of foreign rows, each checked before it is believed."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

YEARS = range(1970, 2100)


def text(row: Mapping[str, Any], name: str) -> str:
    """A text. Raises ValueError where it is missing or something else."""
    found = row.get(name)
    if not isinstance(found, str):
        raise ValueError(f"{name} is not a text")  # noqa: TRY004 - one kind of error for every reason
    return found


def label(row: Mapping[str, Any], name: str) -> str:
    """A text that is kept. Raises ValueError also where it holds half a character, which no table takes."""
    found = text(row, name)
    if found != found.encode("utf-8", "ignore").decode():
        raise ValueError(f"{name} holds half a character")
    return found


def number(row: Mapping[str, Any], name: str) -> float:
    """A finite number of at least zero. Raises ValueError where there is none."""
    found = ratio(row, name)
    if found is None:
        raise ValueError(f"{name} is missing")
    return found


def ratio(row: Mapping[str, Any], name: str) -> float | None:
    """A finite number of at least zero, or none where it is null, missing or no number at all (NaN)."""
    found = row.get(name)
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise ValueError(f"{name} is not a number")  # noqa: TRY004 - as above
    try:
        value = float(found)
    except OverflowError as error:
        raise ValueError(f"{name} is too large") from error
    if math.isnan(value):
        return None
    if math.isinf(value) or value < 0:
        raise ValueError(f"{name} is out of range")
    return value


def moment(row: Mapping[str, Any], name: str) -> int:
    """An ISO 8601 time as Unix milliseconds, UTC where it does not say, or a ValueError."""
    written = text(row, name)
    try:
        found = datetime.fromisoformat(written)
        found = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{name} is not a time: {written[:40]!r}") from error
    if found.year not in YEARS:
        raise ValueError(f"{name} is of the year {found.year}")
    return round(found.timestamp() * 1000)


def day(time_ms: int) -> str:
    """The day of a moment, in UTC. Raises ValueError where no year of ours has it."""
    try:
        found = datetime.fromtimestamp(time_ms / 1000, UTC)
    except (OverflowError, OSError) as error:
        raise ValueError(f"{time_ms} is no moment") from error
    return found.date().isoformat()
