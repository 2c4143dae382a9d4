"""How many bytes a suggestion costs on disk: its numbers, and its texts where they are kept."""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from secrets import token_hex

from centaur.adapters.event_store import EventStore
from centaur.adapters.text_store import TextStore, text_files
from centaur.evidence.events import (
    DeliveredEvent,
    Event,
    GenerationEvent,
    Moment,
    OpportunityEvent,
    OutcomeEvent,
    ReadEvent,
    Recorded,
    ShownEvent,
    Stamp,
    SurvivalEvent,
)
from centaur.evidence.ids import numbered

SUGGESTIONS = 5_000
TEXTS = 500
ACCEPTED_EVERY = 3
MOMENTS: tuple[Moment, ...] = ("15", "30", "120", "300", "600")
PROMPT_CHARS = 4_096
SOURCE = Path(json.__file__).read_text(encoding="utf-8")


def main() -> None:
    """Record many lives as they are, and look at the files."""
    with tempfile.TemporaryDirectory() as folder:
        figures = {
            "suggestions": SUGGESTIONS,
            "numbers_bytes": numbers(Path(folder)) / SUGGESTIONS,
            "texts_bytes": texts(Path(folder)) / TEXTS,
        }
    if "--json" in sys.argv:
        print(json.dumps(figures))
        return
    print(f"bytes a suggestion, one of {ACCEPTED_EVERY} accepted and followed for ten minutes")
    print(f"numbers {figures['numbers_bytes']:,.0f}")
    print(f"texts {figures['texts_bytes']:,.0f}, with a prompt of 4 KB")


def numbers(folder: Path) -> int:
    """The size of a log of so many suggestions, once SQLite has put it into one file."""
    session, sequence, at = token_hex(8), 0, int(time.time() * 1000)
    new_id = numbered(session)
    path = folder / "events.db"
    with closing(EventStore(path)) as store:
        for number in range(SUGGESTIONS):
            events = life(new_id, accepted=number % ACCEPTED_EVERY == 0)
            stamps = (
                Stamp(session, sequence + nth, at + sequence, sequence * 1.5) for nth in range(len(events))
            )
            store.append([Recorded(stamp, event) for stamp, event in zip(stamps, events, strict=True)])
            sequence += len(events)
    return path.stat().st_size


def life(new_id: Callable[[], str], *, accepted: bool) -> list[Event]:
    """What is recorded of one suggestion of a model, with ids of real length."""
    opportunity, generation, suggestion = (new_id() for _ in range(3))
    document, prompt = token_hex(8), token_hex(6)
    events: list[Event] = [
        GenerationEvent(
            generation,
            opportunity,
            "model",
            "fresh",
            "complete",
            model="qwen2.5-coder:1.5b",
            provider="ollama",
            prompt_id="inline/fim",
            prompt_version=1,
            prompt_hash=prompt,
            stop_reason="block_complete",
            input_tokens=900,
            output_tokens=24,
            first_token_ms=120.125,
            total_ms=240.25,
        ),
        OpportunityEvent(
            opportunity, document, "python", "automatic", "delivered", source="fresh", latency_ms=250.5
        ),
        DeliveredEvent(suggestion, opportunity, generation, "fresh", 0, 60, 0),
        ShownEvent(suggestion, 300.125, 60),
        ReadEvent(suggestion, 750.25),
    ]
    if not accepted:
        return [*events, OutcomeEvent(suggestion, "ignored", "other_text", "observed", 60, 0, 0, 1100.5)]
    return [
        *events,
        OutcomeEvent(suggestion, "accepted", "command", "explicit", 60, 60, 0, 1100.5),
        *(SurvivalEvent(suggestion, moment, 15_000.5, 60, True, 0.0, 1.0, 60) for moment in MOMENTS),
    ]


def texts(folder: Path) -> int:
    """The size of a day's file with the prompt, the suggestion and what stood there in the end."""
    store, new_id = TextStore(folder, time.time), numbered(token_hex(8))
    for number in range(TEXTS):
        start = number * 7 % (len(SOURCE) - PROMPT_CHARS)
        suggestion = new_id()
        store.keep("prompt", new_id(), SOURCE[start : start + PROMPT_CHARS])
        for kind in ("suggestion", "final"):
            store.keep(kind, suggestion, SOURCE[start : start + 60])
    store.close()
    return sum(path.stat().st_size for path in text_files(folder))


if __name__ == "__main__":
    main()
