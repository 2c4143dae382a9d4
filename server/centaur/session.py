"""One window's session: what an editor can say, and what becomes of it. Core: no LSP, no file, no clock."""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from centaur.completion.engine import Engine
from centaur.completion.offers import Offers
from centaur.completion.ports import Clock
from centaur.completion.types import Answer, Proposal, Request, Trigger
from centaur.evidence.events import Event, OpportunityEvent
from centaur.evidence.lifecycle import Lifecycle
from centaur.text.buffer import Edit
from centaur.text.document import Document
from centaur.text.positions import Position


class EventLog(Protocol):
    """Where events go: recording costs microseconds, flushing waits until they are durable."""

    def record(self, event: Event) -> None:
        """Keep the event; it is durable a moment later."""

    async def flush(self) -> None:
        """Return when all that was recorded is durable."""

    async def close(self) -> None:
        """Flush, and let go of the store."""


class Learner(Protocol):
    """The local engine, as it learns from what is open and from what changes on disk."""

    def opened(self, document: Document) -> None:
        """A document was opened."""

    def changed(self, document: Document, edits: Sequence[Edit]) -> None:
        """A document changed; it is the new version."""

    def closed(self, uri: str) -> None:
        """A document was closed."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a session is made of; `app` puts it together."""

    engine: Engine
    lifecycle: Lifecycle
    offers: Offers
    log: EventLog
    learner: Learner
    clock: Clock
    new_id: Callable[[], str]
    salt: str
    status: Callable[[], dict[str, object]]
    stop: Callable[[], None]


class Session:
    """The state of one window: its open documents and the lives of its suggestions."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._documents: dict[str, Document] = {}
        self._disarm: Callable[[], None] = lambda: None

    def opened(self, document: Document) -> None:
        """A document was opened."""
        self._documents[document.uri] = document
        self._parts.learner.opened(document)

    def changed(self, document: Document, edits: Sequence[Edit]) -> None:
        """A document changed by these edits, in order; it is the new version."""
        self._documents[document.uri] = document
        self._parts.learner.changed(document, edits)
        for edit in edits:
            self._parts.lifecycle.edit(document.uri, edit, self._now())
        self._arm()

    def closed(self, uri: str) -> None:
        """A document was closed: its suggestions end."""
        self._documents.pop(uri, None)
        self._parts.learner.closed(uri)
        self._parts.lifecycle.close(uri, self._now())
        self._arm()

    async def suggest(self, document: Document, cursor: Position, trigger: Trigger) -> Answer:
        """Answer one request; it becomes one opportunity in the log, whatever came of it."""
        request = Request(self._parts.new_id(), document, cursor, trigger)
        started = self._now()
        try:
            proposal = await self._parts.engine.suggest(request)
        except asyncio.CancelledError:
            self._record_opportunity(request, Proposal("cancelled", reason="superseded"), started)
            raise
        except Exception:
            self._record_opportunity(request, Proposal("failed", reason="error"), started)
            raise
        if not self._is_current(document):
            proposal = Proposal("cancelled", reason="document_changed")
        elapsed_ms = self._record_opportunity(request, proposal, started)
        suggestions = tuple(
            self._parts.offers.offer(request, index, candidate, self._now())
            for index, candidate in enumerate(proposal.candidates)
        )
        self._arm()
        return Answer(
            request.opportunity_id,
            proposal.result,
            suggestions,
            proposal.reason,
            proposal.sentence,
            elapsed_ms,
        )

    def shown(self, suggestion_id: str) -> None:
        """The suggestion has become visible."""
        self._parts.lifecycle.shown(suggestion_id, self._now())
        self._arm()

    def visibility(self, suggestion_id: str, visible: bool) -> None:
        """The window that shows the suggestion lost or regained focus."""
        self._parts.lifecycle.visibility(suggestion_id, visible, self._now())
        self._arm()

    def partly_accepted(self, suggestion_id: str, accepted_chars: int, unit: str) -> None:
        """A part was accepted, counted in code points from the start of the latest delivery's text."""
        self._parts.lifecycle.partial(suggestion_id, accepted_chars, unit, self._now())
        self._arm()

    async def accepted(self, suggestion_id: str) -> None:
        """The whole was accepted. Returns when that is durable."""
        self._parts.lifecycle.accept(suggestion_id, self._now())
        self._arm()
        await self._parts.log.flush()

    def dismissed(self, suggestion_id: str, reason: str) -> None:
        """The suggestion was dismissed, by a key or by leaving it."""
        self._parts.lifecycle.dismiss(suggestion_id, reason, self._now())
        self._arm()

    def status(self) -> dict[str, object]:
        """What the status bar shows."""
        return self._parts.status()

    async def close(self) -> None:
        """End the session: provisional ends become final and everything is durable."""
        self._disarm()
        self._parts.stop()
        self._parts.lifecycle.end(self._now())
        await self._parts.log.close()

    def _is_current(self, document: Document) -> bool:
        now = self._documents.get(document.uri)
        return now is not None and now.version == document.version

    def _record_opportunity(self, request: Request, proposal: Proposal, started: float) -> float:
        """Write the opportunity; the result is how long it took, in milliseconds."""
        elapsed_ms = (self._now() - started) * 1000
        document = hashlib.blake2b((self._parts.salt + request.document.uri).encode(), digest_size=8)
        source = proposal.candidates[0].origin.source if proposal.candidates else ""
        self._parts.log.record(
            OpportunityEvent(
                request.opportunity_id,
                document.hexdigest(),
                request.document.language,
                request.trigger,
                proposal.result,
                proposal.reason,
                source,
                elapsed_ms,
            )
        )
        return elapsed_ms

    def _now(self) -> float:
        return self._parts.clock.monotonic()

    def _arm(self) -> None:
        """Wake the lifecycle when it next has something to do."""
        self._disarm()
        deadline = self._parts.lifecycle.next_deadline()
        if deadline is not None:
            self._disarm = self._parts.clock.call_later(deadline - self._now(), self._tick)

    def _tick(self) -> None:
        self._parts.lifecycle.tick(self._now())
        self._arm()
