"""Figures as people read them, the same on a page and in a terminal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from centaur.metrics.definitions import COSTS, COUNTS, RATES, REQUESTS, RETAINED, SURVIVAL, TIMES
from centaur.metrics.figures import Percentiles, Rate, Survival, Total
from centaur.metrics.statistics import MIN_CLUSTERS

UNKNOWN = "unknown"
TOO_FEW = "too few sessions for an interval"
AFTER = "300"
"""The seconds after an accept at which people are told first what is left of it."""

_FIGURES: tuple[Total | Rate | Survival | Percentiles, ...] = (
    *REQUESTS,
    *COUNTS,
    *RATES,
    *RETAINED.values(),
    *SURVIVAL,
    *TIMES,
    *(cost for cost in COSTS if cost.name.startswith("cost")),
)
SENTENCES: Mapping[str, str] = {figure.name: figure.sentence for figure in _FIGURES}
"""What each figure of a report means, by its name and in the order in which people read them."""

_UNITS: Mapping[str, str] = {
    **{rate.name: rate.unit for rate in (*RATES, *RETAINED.values())},
    **{survival.name: "share" for survival in SURVIVAL},
    **{time.name: "ms" for time in TIMES},
    **{cost.name: "USD" for cost in COSTS},
}


_OF_LOOKS = {survival.name for survival in SURVIVAL}
"""Beside these stands how many could be looked at, which says more than an interval."""

_DIME = 0.1
"""From here on two places say enough of an amount."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure of a group, with what has to stand beside it; `words` is its value as people read it."""

    number: float | None
    words: str
    beside: str = ""
    low: float | None = None
    high: float | None = None


def reading(group: Mapping[str, Any], name: str, part: str = "") -> Reading:
    """The figure of that name; `part` is the seconds or the percentile where it has several."""
    found = group[name][part] if part else group[name]
    unit = unit_of(name)
    if not isinstance(found, dict):
        return Reading(found, value(found, unit))
    beside = _looked(found) if name in _OF_LOOKS else _interval(found, unit)
    low, high = found["ci95"] or (None, None)
    if low is not None and high is not None and unit == "share":
        # The method does not know that a share ends at 0 and 1, and a chart should.
        low, high = max(low, 0.0), min(high, 1.0)
    return Reading(found["value"], value(found["value"], unit), beside, low, high)


def unit_of(name: str) -> str:
    """share, characters, USD, ms or count."""
    return _UNITS.get(name, "count")


def value(number: float | None, unit: str) -> str:
    """A number with its unit."""
    if number is None:
        return UNKNOWN
    if unit == "share":
        return f"{number:.1%}"
    if unit == "USD":
        return f"${number:,.2f}" if not number or number >= _DIME else f"${number:.2g}"
    if unit == "ms":
        return f"{number:,.0f} ms"
    return f"{number:,}" if isinstance(number, int) else f"{number:,.2f}"


def title(name: str, part: str = "") -> str:
    """A figure's name in words, with the seconds or the percentile that it is told for."""
    for ending, words in (
        ("_usd", ""),
        ("_ms", ""),
        ("_", " "),
        ("chars", "characters"),
        ("ai ", "AI "),
        ("1000 retained", "1,000 retained characters"),
        ("cost estimated", "cost, of it estimated"),
    ):
        name = name.replace(ending, words)
    if not part:
        return name
    return f"{name} after {part} s" if part.isdigit() else f"{name}, {part}"


def span(report: Mapping[str, Any]) -> str:
    """The days of a report, the last one included."""
    last = datetime.fromisoformat(report["until"]) - timedelta(milliseconds=1)
    return f"{(report['since'] or 'the beginning').split('T')[0]} to {last.date()}"


def label(group: Mapping[str, Any]) -> str:
    """The values that a group stands for, harmless to print; an empty one is «none»."""
    return ", ".join(_printable(text) or "none" for text in group["by"].values())


def _printable(text: str) -> str:
    # What XML cannot hold ends the whole process in vl-convert 1.9, which also cuts a long name in the middle
    # of what takes two UTF-16 units; and a terminal obeys escapes.
    plain = (
        character if character.isprintable() and character <= "\uffff" else "\ufffd" for character in text
    )
    return "".join(plain)


def _interval(found: Mapping[str, Any], unit: str) -> str:
    if found["ci95"]:
        low, high = found["ci95"]
        return f"{value(low, unit)} to {value(high, unit)}"
    known = found["value"] is not None
    return TOO_FEW if known and found["n"] and found["clusters"] < MIN_CLUSTERS else ""


def _looked(found: Mapping[str, Any]) -> str:
    return f"{found['n']:,} looked at, {found['censored']:,} not" if found["n"] + found["censored"] else ""
