"""What evidence costs a keystroke on the event loop: the change, and the answer that is followed."""

import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from centaur.adapters.clock import SystemClock
from centaur.adapters.event_store import EventStore
from centaur.adapters.event_writer import EventWriter
from centaur.completion.engine import Engine
from centaur.completion.offers import Offers
from centaur.completion.ports import Runtime
from centaur.completion.problems import Problem
from centaur.completion.types import Candidate, Near, Origin, Proposal, Request
from centaur.evidence.ids import numbered
from centaur.evidence.lifecycle import Lifecycle
from centaur.explanation.explainer import Explainer
from centaur.explanation.explanations import Explanations
from centaur.explanation.why import Recent
from centaur.session import Parts, Session
from centaur.settings import Settings
from centaur.text.buffer import Buffer, Edit
from centaur.text.document import Document
from centaur.text.positions import Position

KEYSTROKES = 5_000
DECIDED = 64
ACCEPTED = 20
SECONDS_BETWEEN_KEYS = 0.08
LINES = 1_000
LINE = "total = sum(item.price for item in items)"
TARGET_MS = 0.2
ROWS = ("change", "request", "engine", "evidence")  # the engine answers within the request

new_id = numbered("0123456789abcdef")


class Pace(SystemClock):
    """Time as a fast typist has it: the loop's own, but each keystroke takes its while."""

    def __init__(self) -> None:
        self._gone = 0.0

    def pause(self) -> None:
        """Until the next key."""
        self._gone += SECONDS_BETWEEN_KEYS

    def monotonic(self) -> float:
        """Seconds that never jump back."""
        return super().monotonic() + self._gone


class Instant:
    """An engine that costs nothing."""

    async def propose(self, request: Request, near: Near) -> Proposal:  # noqa: ARG002 - the port's form
        """Another text each time, so that every answer is a new suggestion."""
        text = f" + value_{request.opportunity_id}"
        return Proposal("delivered", (Candidate(text, Origin("local", "fresh", new_id())),))

    async def others(self, request: Request, near: Near) -> Proposal:  # noqa: ARG002 - the port's form
        """There is one text."""
        return Proposal("empty")

    def anticipate(self, request: Request, near: Near, text: str) -> None:
        """Nothing is asked."""

    def forget(self, generation_id: str) -> None:
        """Nothing is kept."""


class Timed:
    """An engine, and how many milliseconds of work its last answer was."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.forget = engine.forget
        self.last_ms = 0.0

    async def suggest(self, request: Request) -> Proposal:
        """What the engine says."""
        began = time.thread_time()
        proposal = await self._engine.suggest(request)
        self.last_ms = (time.thread_time() - began) * 1000
        return proposal


class Surroundings:
    """A host that does nothing: what it does elsewhere is measured elsewhere."""

    def __init__(self, engine: Engine) -> None:
        self.timed = Timed(engine)
        self.engine = cast(Engine, self.timed)

    def configure(self, table: Mapping[str, Any]) -> None:
        """Nothing is set."""

    def opened(self, document: Document) -> None:
        """Nothing is learnt."""

    def changed(self, document: Document, edits: Sequence[Edit]) -> None:
        """Nothing is learnt."""

    def closed(self, document: Document) -> None:
        """Nothing is forgotten."""

    def diagnosed(self, uri: str, problems: Sequence[Problem]) -> None:
        """Nothing is wrong."""

    def files_changed(self, paths: Sequence[str]) -> None:
        """No file is read."""

    def status(self) -> dict[str, object]:
        """Nothing is wrong."""
        return {}

    async def close(self) -> None:
        """Nothing goes on."""


class Typist:
    """One document under the hands of somebody who has accepted and rejected much of late."""

    def __init__(self, folder: Path) -> None:
        self.clock = clock = Pace()
        log = EventWriter(EventStore(folder / "events.db"), "measured", clock)
        lifecycle = Lifecycle(log.record, new_id)
        offers = Offers(lifecycle)
        engine = Engine(Settings(), lambda _path: "", offers.rest, (Instant(),), rejected=offers.was_rejected)
        run = Runtime(clock, log.record, new_id, b"")
        explainer = Explainer(lambda _path: "", run)
        explanations = Explanations(lambda: explainer, Recent(log.record), run, lambda uri: uri)
        self.host = Surroundings(engine)
        self.session = Session(Parts(self.host, lifecycle, offers, log, explanations, clock, new_id, "salt"))
        text = f"{LINE}\n" * LINES
        # A language without a grammar, or a guard would refuse some of the texts.
        self.document = Document("file:///measured.r", "/measured.r", "r", 1, Buffer.of(text))
        self.session.opened(self.document)

    async def prepare(self) -> None:
        """Fill everything that is followed to its brim."""
        for line in range(ACCEPTED):
            suggestion, text = await self.suggest(Position(line * 40, len(LINE)))
            self.session.shown(suggestion)
            self.write(Position(line * 40, len(LINE)), text)
            await self.session.accepted(suggestion)
        for line in range(DECIDED):
            suggestion, _ = await self.suggest(Position(line * 15 + 7, len(LINE)))
            self.session.shown(suggestion)
            self.session.dismissed(suggestion, "escape")

    async def suggest(self, at: Position) -> tuple[str, str]:
        """The id and the text of what is suggested there."""
        answer = await self.session.suggest(self.document, at, "automatic")
        return answer.suggestions[0].id, answer.suggestions[0].text

    def write(self, at: Position, text: str) -> float:
        """Write the text; the result is how many milliseconds of work that was for the session."""
        buffer, edit = self.document.buffer.replace(at, at, text)
        before = self.document
        self.document = Document(before.uri, before.path, before.language, before.version + 1, buffer)
        began = time.thread_time()
        self.session.changed(self.document, [edit])
        return (time.thread_time() - began) * 1000


async def measure(folder: Path) -> dict[str, float]:
    """Milliseconds of the loop's own work for a keystroke: its parts, and all of it without the engine."""
    typist = Typist(folder)
    await typist.prepare()
    times: dict[str, list[float]] = {name: [] for name in ROWS}
    for count in range(KEYSTROKES):
        typist.clock.pause()
        line, column = 500 + count // 60, len(LINE) + count % 60
        change = typist.write(Position(line, column), "x")
        began = time.thread_time()
        suggestion, _ = await typist.suggest(Position(line, column + 1))
        typist.session.shown(suggestion)
        request, engine = (time.thread_time() - began) * 1000, typist.host.timed.last_ms
        for name, value in zip(ROWS, (change, request, engine, change + request - engine), strict=True):
            times[name].append(value)
        await asyncio.sleep(0)
    await typist.session.close()
    found = {}
    for name, values in times.items():
        found[f"{name}_p50_ms"] = statistics.median(values)
        found[f"{name}_p99_ms"] = statistics.quantiles(values, n=100)[98]
    return found | {"target_p99_ms": TARGET_MS}


def main() -> None:
    """Measure in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measure(Path(folder)))
    if "--json" in sys.argv:
        print(json.dumps(found))
        return
    for name in ROWS:
        print(f"{name:8} p50 {found[f'{name}_p50_ms']:.3f} ms   p99 {found[f'{name}_p99_ms']:.3f} ms")
    print(f"target   p99 {TARGET_MS} ms for the evidence of a keystroke")


if __name__ == "__main__":
    main()
