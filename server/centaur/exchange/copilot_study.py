"""Rows of the public Copilot telemetry study (Mozannar et al., arXiv 2210.14306), folded into episodes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from centaur.exchange.json_lines import Tally, read_rows
from centaur.exchange.sequences import Taken, free, sequence
from centaur.exchange.source import ExchangeError
from centaur.exchange.values import day, label, moment, number, ratio, text
from centaur.metrics.facts import IMPORTED, MOMENTS, Episode, Fact

READ_US = 750_000
"""Visible for so many microseconds, a suggestion was read. Whole numbers: sums of tenths are not exact."""

SHOWN_AGAIN = ("Replay", "Browsing")
CLOSED = {"Accepted": "accepted", "Rejected": "rejected"}
_STATES = {"Shown", *SHOWN_AGAIN, *CLOSED}

Ratios = dict[int, float | None]


@dataclass(frozen=True, slots=True)
class _Row:
    user: str
    state: str
    time_ms: int
    visible_us: int
    suggestion: str
    ratios: Ratios


@dataclass(slots=True)
class _Open:
    """A suggestion that is on show."""

    opened: _Row
    displays: int = 0
    visible_us: int = 0
    ratios: Ratios = field(default_factory=dict)


def read(path: Path, name: str, tally: Tally) -> Iterator[Fact]:
    """The episodes, each as soon as it is closed; a session is all that one user did."""
    if path.is_dir():
        raise ExchangeError(f"{path} is a folder: name the file in it, such as {path / 'events.jsonl.gz'}")
    tally.expect([path])
    taken: Taken = {}
    for found, became in _closed(read_rows(path, _row, tally)):
        yield _episode(found, became, name, free(_sequence(found, became), taken))


def _closed(rows: Iterator[_Row]) -> Iterator[tuple[_Open, str]]:
    """Each suggestion with what became of it; the user's next one, or the end, leaves it ignored."""
    on_show: dict[str, _Open] = {}
    for row in rows:
        if row.state == "Shown":
            if row.user in on_show:
                yield on_show[row.user], "ignored"
            on_show[row.user] = _Open(row, displays=1)
            continue
        found = on_show.setdefault(row.user, _Open(row))
        found.visible_us += row.visible_us
        if row.state in SHOWN_AGAIN:
            found.displays += 1
            continue
        found.ratios = row.ratios
        del on_show[row.user]
        yield found, CLOSED[row.state]
    for found in on_show.values():
        yield found, "ignored"


def _row(row: dict[str, Any]) -> _Row:
    state = text(row, "state")
    if state not in _STATES:
        raise ValueError(f"state is unknown: {state[:40]!r}")
    ratios = row.get("edit_ratio") or {}
    if not isinstance(ratios, dict):
        raise ValueError("edit_ratio is not an object")  # noqa: TRY004 - one kind of error for every reason
    return _Row(
        label(row, "user"),
        state,
        moment(row, "time"),
        round(number(row, "seconds_in_state") * 1_000_000),
        text(row, "suggestion"),
        {seconds: ratio(ratios, f"{seconds}s") for seconds in MOMENTS},
    )


def _episode(found: _Open, became: str, name: str, sequence: int) -> Episode:
    opened, accepted = found.opened, became == "accepted"
    characters = len(opened.suggestion)
    return Episode(
        origin=f"imported:{name}",
        user=opened.user,
        session_id=f"{name}:{opened.user}",
        activity=0,
        sequence=sequence,
        suggestion_id=f"{name}:{opened.user}:{sequence:x}",
        time_ms=opened.time_ms,
        day=day(opened.time_ms),
        engine="copilot",
        evidence=IMPORTED,
        became=became,
        read=accepted or found.visible_us >= READ_US,
        deliveries=found.displays,
        offered_chars=characters,
        accepted_chars=characters if accepted else 0,
        **(_looks(found.ratios) if accepted else {}),
    )


def _looks(ratios: Ratios) -> dict[str, Any]:
    """What the accepted text looked like later; a null ratio says that nobody could tell."""
    looks: dict[str, Any] = {}
    for seconds, edited in ratios.items():
        looks[f"edit_ratio_{seconds}"] = edited
        looks[f"unchanged_{seconds}"] = None if edited is None else edited == 0
        looks[f"censored_{seconds}"] = "unknown" if edited is None else ""
    return looks


def _sequence(found: _Open, became: str) -> int:
    told = (found.opened, became, found.displays, found.visible_us, sorted(found.ratios.items()))
    return sequence(found.opened.time_ms, repr(told))
