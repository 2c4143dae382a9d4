"""A log told by hand: requests and what became of their suggestions, in the tables of the real store."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from centaur.adapters.event_store import EventStore
from centaur.adapters.fact_store import FactStore
from centaur.adapters.state_dir import StateDir
from centaur.commands.metrics import asking
from centaur.evidence.events import (
    DeliveredEvent,
    Event,
    Evidence,
    GenerationEvent,
    OpportunityEvent,
    Outcome,
    OutcomeEvent,
    PartialEvent,
    ReadEvent,
    Recorded,
    SessionEvent,
    ShownEvent,
    Stamp,
)
from centaur.metrics.facts import OWN
from centaur.metrics.report import Ask

NOON = 1_793_620_800_000
"""2026-11-02 12:00 UTC, in Unix milliseconds."""


@dataclass(frozen=True, slots=True)
class Told:
    """One request, and the suggestion it delivered unless `result` says that it did not."""

    outcome: Outcome | None = None
    reason: str = ""
    evidence: Evidence = "explicit"
    shown: bool = True
    read: bool = False
    offered: int = 10
    accepted: int = 0
    part: int = 0
    deliveries: int = 1
    result: str = "delivered"
    source: str = "fresh"
    language: str = "python"
    trigger: str = "automatic"
    kind: str = "suggestion"
    arm: str = ""
    engine: str = "local"
    model: str = ""
    prompt: tuple[str, int] | None = None
    latency: float = 50.0
    first_token: float | None = None


ACCEPTED = Told("accepted", read=True, accepted=10)
ESCAPED = Told("rejected_explicit", "escape", read=True)
TYPED_OVER = Told("rejected_implicit", "other_text", "observed", read=True)
LEFT = Told("ignored", "cursor_left", "observed")
LEFT_READ = replace(LEFT, read=True)
SIBLING = Told("ignored", "sibling", "observed")
TYPED = Told("typed_through", "complete", "observed", read=True)
ORPHANED = Told("orphaned", evidence="inferred")
OPEN = Told()
UNSEEN = Told(shown=False)


class EventLog:
    """Everything told so far; a request comes a second after the one before, or `after` so many minutes."""

    def __init__(self, start_ms: int = NOON) -> None:
        self.recorded: list[Recorded] = []
        self.time_ms = start_ms
        self._session = ""
        self._last_id = 0

    def session(self, name: str, *requests: Told, editor: str = "vscode") -> "EventLog":
        """A session begins, and makes these requests."""
        self._session = name
        self.write(SessionEvent("start", editor))
        return self.requests(*requests)

    def requests(self, *requests: Told, after: float = 0) -> "EventLog":
        """The session goes on with these requests, the first of them after so many more minutes."""
        self.time_ms += round(after * 60_000)
        for told in requests:
            self.time_ms += 1000
            self._request(told)
        return self

    def write(self, event: Event) -> None:
        """One event, now."""
        stamp = Stamp(self._session, len(self.recorded), self.time_ms, float(len(self.recorded)))
        self.recorded.append(Recorded(stamp, event))

    def _request(self, told: Told) -> None:
        self._last_id += 1
        opportunity, generation, suggestion = (f"{kind}{self._last_id}" for kind in "ogs")
        prompt_id, prompt_version = told.prompt or ("", None)
        self.write(
            GenerationEvent(
                generation,
                opportunity,
                told.engine,
                told.source,
                "complete",
                model=told.model,
                prompt_id=prompt_id,
                prompt_version=prompt_version,
                first_token_ms=told.first_token,
            )
        )
        self.write(
            OpportunityEvent(
                opportunity,
                "document",
                told.language,
                told.trigger,
                told.result,
                told.reason if told.result != "delivered" else "",
                told.source if told.result == "delivered" else "",
                told.latency,
                told.kind,
                arm=told.arm,
            )
        )
        if told.result == "delivered":
            for _ in range(told.deliveries):
                self.write(
                    DeliveredEvent(suggestion, opportunity, generation, told.source, 0, told.offered, 0)
                )
            self._life(suggestion, told)

    def _life(self, suggestion: str, told: Told) -> None:
        if told.shown:
            self.write(ShownEvent(suggestion, 300.0, told.offered))
        if told.read:
            self.write(ReadEvent(suggestion, 750.0))
        if told.part:
            self.write(PartialEvent(suggestion, "word", told.part))
        if told.outcome:
            self.write(
                OutcomeEvent(
                    suggestion,
                    told.outcome,
                    told.reason,
                    told.evidence,
                    told.offered,
                    told.accepted,
                    0,
                    900.0,
                )
            )


@contextmanager
def stored(recorded: Sequence[Recorded], folder: Path) -> Iterator[Ask]:
    """The events in a store of their own, as something that answers what a report asks."""
    state = StateDir(folder, folder)
    with closing(EventStore(state.events)) as store:
        store.append(recorded)
    facts = FactStore(state)
    facts.refresh()
    yield asking(facts, OWN)
