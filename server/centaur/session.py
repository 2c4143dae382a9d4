"""One window's session: what an editor can say, and what becomes of it. Core: no LSP, no file, no clock."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from centaur.completion.engine import Engine
from centaur.completion.offers import Offers
from centaur.completion.ports import Clock
from centaur.completion.problems import Problem
from centaur.completion.types import Answer, Proposal, Request, Trigger
from centaur.evidence.events import Event, OpportunityEvent, SessionEvent
from centaur.evidence.ids import hashed
from centaur.evidence.inference import Inference
from centaur.evidence.lifecycle import Lifecycle
from centaur.explanation.explanations import Explanations
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


class Host(Protocol):
    """What surrounds a session: the settings, the engines made from them, the files of the workspace."""

    @property
    def engine(self) -> Engine:
        """The way of a keystroke, under the settings of now."""

    def configure(self, table: Mapping[str, Any]) -> None:
        """The editor's settings are now these."""

    def opened(self, document: Document) -> None:
        """A document was opened."""

    def changed(self, document: Document, edits: Sequence[Edit]) -> None:
        """A document changed; it is the new version."""

    def closed(self, document: Document) -> None:
        """A document was closed."""

    def diagnosed(self, uri: str, problems: Sequence[Problem]) -> None:
        """Other tools find these problems in a document."""

    def files_changed(self, paths: Sequence[str]) -> None:
        """Files changed on disk."""

    def status(self) -> dict[str, object]:
        """What the status bar shows: `engine`, `kind` and `message`."""

    async def close(self) -> None:
        """Stop what goes on in the background."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a session is made of; `app` puts it together. `salt` makes the hash of a document its own."""

    host: Host
    lifecycle: Lifecycle
    offers: Offers
    log: EventLog
    explanations: Explanations
    clock: Clock
    new_id: Callable[[], str]
    salt: str


class Session:
    """The state of one window: its open documents and the lives of its suggestions."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.explanations = parts.explanations
        self._documents: dict[str, Document] = {}
        self._reasons: dict[str, tuple[int, str]] = {}
        self._inference = Inference(parts.lifecycle)
        self._disarm: Callable[[], None] = lambda: None
        self._deadline: float | None = None

    def opened(self, document: Document) -> None:
        """A document was opened."""
        self._documents[document.uri] = document
        self._parts.host.opened(document)

    def changed(self, document: Document, edits: Sequence[Edit]) -> None:
        """A document changed by these edits, in order; it is the new version."""
        self._documents[document.uri] = document
        self._parts.host.changed(document, edits)
        at = self._now()
        self._inference.edit(document.uri, edits, at)
        if self.explanations.edited(document, edits):
            self._parts.lifecycle.explain(document.uri, "refactor", at)
        version, reason = self._reasons.pop(document.uri, (None, ""))
        if version == document.version:
            self._explain(document.uri, reason, at)
        self._arm()

    def reason(self, uri: str, version: int, reason: str) -> None:
        """Why the document became this version; it may be told before the change or after it."""
        document = self._documents.get(uri)
        if document is None or version < document.version:
            return
        if version == document.version:
            self._explain(uri, reason, self._now())
            self._arm()
        else:
            self._reasons[uri] = (version, reason)

    def saved(self, uri: str) -> None:
        """A document was saved."""
        self._parts.lifecycle.saved(uri, self._now())
        self.explanations.saved(uri)
        self._arm()

    def closed(self, uri: str) -> None:
        """A document was closed: its suggestions end."""
        if document := self._documents.pop(uri, None):
            self._parts.host.closed(document)
        self._reasons.pop(uri, None)
        self._inference.closed(uri, self._now())
        self.explanations.closed(uri)
        self._arm()

    async def suggest(
        self, document: Document, cursor: Position, trigger: Trigger, ahead: str = ""
    ) -> Answer:
        """Answer one request; it becomes one opportunity in the log, whatever came of it.

        What is `ahead` stands before the cursor here, but not yet in the editor.
        """
        started = self._now()
        request = Request(self._parts.new_id(), document, cursor, trigger, started, ahead)
        self._inference.asked(document.uri, request.offset, started)
        try:
            proposal = await self._parts.host.engine.suggest(request)
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
        at = Position(cursor.line, cursor.column - len(ahead))
        self.explanations.offered(document, at, suggestions, elapsed_ms)
        for first in suggestions[:1]:
            self._inference.delivered(document.uri, request.offset, first.id, first.text, self._now())
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
        self._told().shown(suggestion_id, self._now())
        self._arm()

    def visibility(self, suggestion_id: str, visible: bool) -> None:
        """The window that shows the suggestion lost or regained focus."""
        self._told().visibility(suggestion_id, visible, self._now())
        self._arm()

    def partly_accepted(self, suggestion_id: str, accepted_chars: int, unit: str) -> None:
        """A part was accepted, counted in code points from the start of the latest delivery's text."""
        self._told().partial(suggestion_id, accepted_chars, unit, self._now())
        self._arm()

    async def accepted(self, suggestion_id: str) -> None:
        """The whole was accepted. Returns when that is durable."""
        self._inference.heard_accept()
        self._parts.lifecycle.accept(suggestion_id, self._now())
        self._arm()
        await self._parts.log.flush()

    def dismissed(self, suggestion_id: str, reason: str) -> None:
        """The suggestion was dismissed, by a key or by leaving it."""
        self._told().dismiss(suggestion_id, reason, self._now())
        self._arm()

    def configure(self, table: Mapping[str, Any]) -> None:
        """The editor's settings are now these."""
        self._parts.host.configure(table)

    def diagnosed(self, uri: str, problems: Sequence[Problem]) -> None:
        """These are the problems that other tools find in an open document."""
        if uri in self._documents:
            self._parts.host.diagnosed(uri, problems)

    def files_changed(self, paths: Sequence[str]) -> None:
        """Files changed on disk."""
        self._parts.host.files_changed(paths)

    def status(self) -> dict[str, object]:
        """What the status bar shows."""
        return self._parts.host.status()

    async def close(self) -> None:
        """End the session: provisional ends become final and everything is durable."""
        self._disarm()
        self._parts.lifecycle.end(self._now())
        self.explanations.end()
        self._parts.log.record(SessionEvent("end"))
        await self._parts.host.close()
        await self._parts.log.close()

    def _explain(self, uri: str, reason: str, at: float) -> None:
        self._parts.lifecycle.explain(uri, reason, at)
        self.explanations.changed_because(uri, reason)

    def _told(self) -> Lifecycle:
        """Where a signal of the client goes; one that speaks for itself needs no inference."""
        self._inference.heard()
        return self._parts.lifecycle

    def _is_current(self, document: Document) -> bool:
        now = self._documents.get(document.uri)
        return now is not None and now.version == document.version

    def _record_opportunity(self, request: Request, proposal: Proposal, started: float) -> float:
        """Write the opportunity; the result is how long it took, in milliseconds."""
        elapsed_ms = (self._now() - started) * 1000
        source = proposal.candidates[0].origin.source if proposal.candidates else ""
        self._parts.log.record(
            OpportunityEvent(
                request.opportunity_id,
                hashed(self._parts.salt, request.document.uri),
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
        """Wake the lifecycle when it next has something to do, and let no cache give what was rejected.

        A timer that comes too early does no harm, so one is set anew only where it would come too late.
        """
        for generation_id in self._parts.lifecycle.rejections.take_generations():
            self._parts.host.engine.forget(generation_id)
        deadline = self._parts.lifecycle.next_deadline()
        if deadline is None or (self._deadline is not None and self._deadline <= deadline):
            return
        self._disarm()
        self._deadline = deadline
        self._disarm = self._parts.clock.call_later(deadline - self._now(), self._tick)

    def _tick(self) -> None:
        self._deadline = None
        self._parts.lifecycle.tick(self._now())
        self._arm()
