"""A log as long as asked for, written straight into the tables of the real store."""

import random
import sqlite3
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import Any

from centaur.adapters.event_schema import transaction
from centaur.adapters.event_store import EventStore

PER_SESSION = 200
PER_ACTIVITY = 50
START_MS = 1_761_000_000_000
SPAN_MS = 27 * 24 * 60 * 60 * 1000
OUTCOMES = ("accepted", "accepted", "rejected_explicit", "rejected_implicit", "ignored", "typed_through", "")
MODELS = ("qwen2.5-coder:1.5b", "codestral-latest", "")
LANGUAGES = ("python", "typescript", "go", "markdown")
MOMENTS = ("15", "30", "120", "300", "600")

Rows = dict[str, list[tuple[Any, ...]]]
Stamps = Generator[tuple[str, int, int, float], int | None, None]


def write(path: Path, episodes: int, end_ms: int) -> None:
    """Make a log whose last day is `end_ms`; every suggestion has a request, a generation and its events."""
    with closing(EventStore(path)) as store:
        store.query("SELECT 1")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for first in range(0, episodes, PER_SESSION):
            rows = _session(first, min(PER_SESSION, episodes - first), end_ms - SPAN_MS, episodes)
            with transaction(connection):
                for kind, values in rows.items():
                    if values:
                        marks = ", ".join("?" * len(values[0]))
                        connection.executemany(f"INSERT INTO {kind} VALUES ({marks})", values)  # noqa: S608 - our names


def _session(first: int, size: int, start_ms: int, episodes: int) -> Rows:
    chance = random.Random(first)  # noqa: S311 - the same log every time
    session = f"{first // PER_SESSION:016x}"
    rows: Rows = {
        kind: []
        for kind in (
            "session",
            "opportunity",
            "generation",
            "delivered",
            "shown",
            "read",
            "outcome",
            "survival",
        )
    }
    stamps = _stamps(session, start_ms + SPAN_MS * first // episodes)
    rows["session"].append((*next(stamps), "start", "vscode", "1.1", "0.1.0", "3.11", "linux"))
    for number in range(size):
        if number % PER_ACTIVITY == 0:
            stamps.send(31 * 60 * 1000)
        _life(rows, stamps, f"{session}-{number:x}", chance)
    return rows


def _stamps(session: str, at: int) -> Stamps:
    sequence, elapsed = 0, 0.0
    while True:
        sequence += 1
        elapsed += 400.0
        at += 400
        pause = yield (session, sequence, at, elapsed)
        if pause:
            at += pause


def _life(rows: Rows, stamps: Stamps, number: str, chance: random.Random) -> None:
    model, outcome = chance.choice(MODELS), chance.choice(OUTCOMES)
    latency = chance.lognormvariate(4.5, 1.0)
    opportunity, generation, suggestion = f"o{number}", f"g{number}", f"s{number}"
    rows["generation"].append(
        (
            *next(stamps),
            generation,
            opportunity,
            "model" if model else "local",
            "fresh",
            "complete",
            model,
            "ollama" if model else "",
            "inline/fim" if model else "",
            1 if model else None,
            "5f1d",
            "block_complete",
            900,
            24,
            None,
            0.0001,
            latency / 2,
            latency,
            "",
            None,
        )
    )
    rows["opportunity"].append(
        (
            *next(stamps),
            opportunity,
            "5f1d9c2b",
            chance.choice(LANGUAGES),
            "automatic",
            "delivered",
            "",
            chance.choice(("fresh", "memory", "disk")),
            latency,
            "suggestion",
            "",
            "",
            None,
        )
    )
    rows["delivered"].append((*next(stamps), suggestion, opportunity, generation, "fresh", 0, 60, 0, "", ""))
    if not outcome:
        return
    rows["shown"].append((*next(stamps), suggestion, 300.0, 60))
    rows["read"].append((*next(stamps), suggestion, 750.0))
    accepted = 60 if outcome == "accepted" else 0
    rows["outcome"].append(
        (*next(stamps), suggestion, outcome, "", "observed", 60, accepted, 0, 1100.0, None)
    )
    if accepted:
        for moment in MOMENTS:
            kept = chance.random()
            rows["survival"].append(
                (
                    *next(stamps),
                    suggestion,
                    moment,
                    float(moment) * 1000,
                    60,
                    round(kept),
                    1 - kept,
                    kept,
                    int(60 * kept),
                    "",
                )
            )
