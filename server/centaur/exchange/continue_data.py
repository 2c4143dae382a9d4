"""The `autocomplete` records of Continue's `dev_data` folder, schemas 0.1.0 and 0.2.0, as episodes.

The fields are those of continuedev/continue, packages/config-yaml/src/schemas/data/autocomplete. A record is
written when a completion is accepted, or ten seconds after it was shown; accepting later writes another one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from centaur.exchange.json_lines import Tally, read_rows
from centaur.exchange.sequences import Taken, free, sequence
from centaur.exchange.source import ExchangeError
from centaur.exchange.values import day, label, moment, ratio, text
from centaur.metrics.facts import IMPORTED, Episode, Fact
from centaur.metrics.fold import IDLE_MS
from centaur.progress import passing
from centaur.text.languages import language_of

RECORDS = "autocomplete.jsonl"
_BECAME = {True: "accepted", False: "rejected", None: "open"}


@dataclass(frozen=True, slots=True)
class _Record:
    id: str
    user: str
    editor: str
    time_ms: int
    became: str
    language: str
    model: str
    from_cache: bool
    latency_ms: float | None
    characters: int


def read(path: Path, name: str, tally: Tally) -> Iterator[Fact]:
    """The episodes in the order of their time; half an hour without one begins another activity."""
    records: dict[str, _Record] = {}
    tally.expect(files := _files(path))
    for file in files:
        for record in read_rows(file, _record, tally):
            if record.id not in records or record.became == "accepted":
                records[record.id] = record
    taken: Taken = {}
    last: dict[str, tuple[int, int]] = {}
    found = sorted(records.values(), key=lambda one: (one.time_ms, one.id))
    for record in passing(found, len(found), tally.stages("importing")):
        before, activity = last.get(record.user, (record.time_ms, record.time_ms))
        if record.time_ms - before > IDLE_MS:
            activity = record.time_ms
        last[record.user] = (record.time_ms, activity)
        yield _episode(record, name, activity, free(sequence(record.time_ms, record.id), taken))


def _files(path: Path) -> list[Path]:
    """The file itself, or those of the folder, of each schema."""
    files = [path] if path.is_file() else sorted(path.rglob(RECORDS))
    if not files:
        raise ExchangeError(
            f"there is no {RECORDS} in {path}; Continue keeps it in ~/.continue/dev_data/0.2.0"
        )
    return files


def _record(row: dict[str, Any]) -> _Record:
    accepted = row.get("accepted")
    if accepted is not None and not isinstance(accepted, bool):
        raise ValueError("accepted is neither true nor false")
    completion = row.get("completion")
    return _Record(
        label(row, "completionId"),
        label(row, "userId") if "userId" in row else "",
        label(row, "userAgent").partition("/")[0] if "userAgent" in row else "",
        moment(row, "timestamp" if "timestamp" in row else "createdAt"),
        _BECAME[accepted],
        language_of(text(row, "filepath")),
        label(row, "modelName"),
        row.get("cacheHit") is True,
        ratio(row, "time"),
        len(completion) if isinstance(completion, str) else 0,
    )


def _episode(record: _Record, name: str, activity: int, number: int) -> Episode:
    return Episode(
        origin=f"imported:{name}",
        user=record.user,
        session_id=f"{name}:{record.user}",
        activity=activity,
        sequence=number,
        suggestion_id=f"{name}:{record.id}",
        time_ms=record.time_ms,
        day=day(record.time_ms),
        language=record.language,
        trigger="automatic",
        engine="continue",
        source="memory" if record.from_cache else "fresh",
        model=record.model,
        editor=record.editor,
        evidence=IMPORTED,
        became=record.became,
        read=True,
        offered_chars=record.characters,
        accepted_chars=record.characters if record.became == "accepted" else 0,
        latency_ms=record.latency_ms,
    )
