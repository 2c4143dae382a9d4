"""What an editor can ask about code and about suggestions, and what its user decides on the answers."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence

from centaur.completion.ports import Runtime
from centaur.completion.types import Suggestion
from centaur.evidence.events import OpportunityEvent
from centaur.evidence.tracking import TrackedRange
from centaur.explanation.explainer import Explainer
from centaur.explanation.insertion import insertion
from centaur.explanation.lives import Life, Lives
from centaur.explanation.outline import outline
from centaur.explanation.sentences import sentences
from centaur.explanation.types import Emit, Explanation, Form, Insertion, Shown, Why
from centaur.explanation.why import Offer, Recent, in_words
from centaur.text.buffer import Buffer, Edit
from centaur.text.document import Document
from centaur.text.positions import Position


class Explanations:
    """The explanations of one window. `hashed` makes of a document's address what the log may know of it."""

    def __init__(
        self,
        explainer: Callable[[], Explainer],
        recent: Recent,
        runtime: Runtime,
        hashed: Callable[[str], str],
    ) -> None:
        self._explainer = explainer
        self._recent = recent
        self._runtime = runtime
        self._hashed = hashed
        self._lives = Lives(runtime.record, runtime.keep)
        self._meanwhile: dict[str, tuple[str, list[Edit]]] = {}
        self._disarm: Callable[[], None] = lambda: None

    async def explain(
        self,
        document: Document,
        selection: tuple[Position, Position],
        others: Sequence[Document],
        emit: Emit,
    ) -> Explanation:
        """Explain a selection; an empty one is about the symbol around it."""
        explainer, opportunity_id = self._explainer(), self._runtime.new_id()
        work = explainer.explain(opportunity_id, document, selection, others, emit)
        return await self._answered(opportunity_id, document, explainer, work)

    async def why(self, suggestion_id: str, emit: Emit | None) -> Why | None:
        """How a suggestion came about; with `emit` a model also says what it does. None for an unknown id."""
        facts = self._recent.why(suggestion_id)
        if facts is None:
            return None
        offer = self._recent.offer(suggestion_id)
        if emit is None or offer is None:
            return Why(facts, in_words(facts))
        opportunity_id, text = self._runtime.new_id(), offer.suggestion.text
        explainer = self._explainer()
        work = explainer.foretell(opportunity_id, offer.document, offer.cursor, text, emit)
        explanation = await self._answered(opportunity_id, offer.document, explainer, work)
        return Why(facts, in_words(facts), explanation)

    def accept(self, explanation_id: str, document: Document, kept: str, form: Form) -> Insertion | None:
        """It is kept in these words: what to insert and where. None where the language has no comments."""
        life = self._lives.get(explanation_id)
        found = _written(life, document, kept, form) if life else None
        if life and not found:
            return None
        if self._lives.accept(explanation_id, kept, self._now()) and found:
            self._runtime.keep("kept", explanation_id, kept)
            self._lives.await_insertion(explanation_id, document.uri, found)
            return found
        return None

    def documentation(self, explanation_id: str, document: Document) -> Insertion | None:
        """What an editor may insert for it; that it does so is its user's accept."""
        life = self._lives.get(explanation_id)
        if life is None or life.shown.kind != "explanation":
            return None
        found = _written(life, document, life.shown.markdown, "docstring")
        if found:
            self._lives.await_insertion(explanation_id, document.uri, found)
        return found

    def reject(self, explanation_id: str) -> bool:
        """It is turned down, and not given again from what is kept; whether it was still to be decided."""
        rejected = self._lives.reject(explanation_id, self._now())
        if rejected and (life := self._lives.get(explanation_id)):
            life.forget(life.shown.generation_id)
        return rejected

    def leave(self, explanation_id: str) -> None:
        """It was closed without a decision."""
        self._lives.leave(explanation_id, self._now())

    def label(self, explanation_id: str, sentence: int, label: str) -> bool:
        """One of its sentences was labelled; whether there are such a sentence and label."""
        return self._lives.label(explanation_id, sentence, label)

    def uri(self, explanation_id: str) -> str:
        """The address of the document that it is about, or ""."""
        life = self._lives.get(explanation_id)
        return life.uri if life else ""

    def markdown(self, explanation_id: str) -> str:
        """What was offered under the id, or ""."""
        life = self._lives.get(explanation_id)
        return life.shown.markdown if life else ""

    def offered(
        self, document: Document, cursor: Position, suggestions: Iterable[Suggestion], elapsed_ms: float
    ) -> None:
        """These suggestions were offered here: they may be asked about."""
        for suggestion in suggestions:
            self._recent.offered(Offer(document, cursor, suggestion, elapsed_ms))

    def edited(self, document: Document, edits: Sequence[Edit]) -> bool:
        """The document became this by these edits; whether they inserted an accepted explanation."""
        for uri, meanwhile in self._meanwhile.values():
            if uri == document.uri:
                meanwhile.extend(edits)
        inserted = self._lives.edited(document, edits, self._now())
        if inserted:
            self._arm()
        return inserted

    def changed_because(self, uri: str, reason: str) -> None:
        """Why the last change of the document came about."""
        self._lives.explain(uri, reason, self._now())

    def saved(self, uri: str) -> None:
        """The document was saved."""
        self._lives.saved(uri, self._now())

    def closed(self, uri: str) -> None:
        """The document was closed."""
        self._lives.closed(uri, self._now())

    def end(self) -> None:
        """The session ends."""
        self._disarm()
        self._lives.end(self._now())

    async def _answered(
        self, opportunity_id: str, document: Document, explainer: Explainer, work: Awaitable[Shown]
    ) -> Explanation:
        """What came of it, as an opportunity in the log whatever it was."""
        started = self._now()
        self._meanwhile[opportunity_id] = (document.uri, [])
        shown = Shown("none", "", 0, 0, "failed", "error")
        try:
            shown = await work
        except asyncio.CancelledError:
            shown = Shown("none", "", 0, 0, "cancelled", "cancelled")
            raise
        finally:
            self._record(opportunity_id, document, shown, started)
            _, edits = self._meanwhile.pop(opportunity_id)
        if not shown.markdown:
            return Explanation("", shown)
        explanation = Explanation(self._runtime.new_id(), shown, sentences(shown.markdown))
        place = _place(document.buffer, shown)
        for edit in edits:
            place.apply(edit)
        self._runtime.keep("explanation", explanation.id, shown.markdown)
        life = Life(explanation.id, document.uri, shown, explanation.sentences, place, explainer.forget)
        self._lives.deliver(life, opportunity_id, self._now())
        self._arm()
        return explanation

    def _record(self, opportunity_id: str, document: Document, shown: Shown, started: float) -> None:
        self._runtime.record(
            OpportunityEvent(
                opportunity_id,
                self._hashed(document.uri),
                document.language,
                "invoked",
                shown.result,
                shown.reason,
                shown.source,
                (self._now() - started) * 1000,
                "explanation",
            )
        )

    def _now(self) -> float:
        return self._runtime.clock.monotonic()

    def _arm(self) -> None:
        """Wake up when a look is next due."""
        self._disarm()
        due = self._lives.next_deadline()
        if due is not None:
            self._disarm = self._runtime.clock.call_later(due - self._now(), self._tick)

    def _tick(self) -> None:
        self._lives.tick(self._now())
        self._arm()


def _place(buffer: Buffer, shown: Shown) -> TrackedRange:
    """The lines that are explained, to be followed through edits."""
    start = buffer.offset(Position(shown.first, 0))
    below = shown.last + 1 < buffer.line_count
    end = buffer.offset(Position(shown.last + 1, 0)) if below else buffer.length
    return TrackedRange(start, buffer.after(Position(shown.first, 0), end - start))


def _written(life: Life, document: Document, kept: str, form: Form) -> Insertion | None:
    """What was kept as documentation of the code it is about, where that stands now."""
    line = document.buffer.position(life.place.start).line
    seen = outline(document)
    definition = seen.beginning(line, document.buffer.line_count) if seen else None
    return insertion(document, line, definition, kept, form)
