"""The lives of explanations: shown, read, decided upon once, and what becomes of the text that was kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import inf

from centaur.evidence.accepted_text import Standing
from centaur.evidence.events import (
    DeliveredEvent,
    Event,
    Evidence,
    FeedbackEvent,
    ImpossibleEvent,
    Outcome,
    OutcomeEvent,
    ReadEvent,
    ShownEvent,
)
from centaur.evidence.similarity import common, edit_ratio
from centaur.evidence.suggestion import READ_SECONDS, SHOWN_SECONDS
from centaur.evidence.survival import Keep, Survival
from centaur.evidence.tracking import TrackedRange
from centaur.evidence.visibility import Visibility
from centaur.explanation.sentences import Sentence
from centaur.explanation.types import Insertion, Shown
from centaur.text.buffer import Edit
from centaur.text.document import Document

LABELS = frozenset({"good", "factual_error", "irrelevant", "style"})
REMEMBERED = 64
_EVIDENCE: dict[str, Evidence] = {"command": "explicit", "inserted": "inferred"}


@dataclass(slots=True)
class Life:
    """One explanation; `place` follows the code it is about, `outcome` is empty while it is undecided.

    `forget` makes its maker forget the text of a generation.
    """

    id: str
    uri: str
    shown: Shown
    sentences: tuple[Sentence, ...]
    place: TrackedRange
    forget: Callable[[str], None]
    visibility: Visibility = field(default_factory=Visibility)
    seen: bool = False
    read: bool = False
    outcome: str = ""


class Lives:
    """Every explanation of late. `at` is monotonic seconds; time alone decides nothing."""

    def __init__(self, record: Callable[[Event], None], keep: Keep) -> None:
        self._record = record
        self._lives: dict[str, Life] = {}
        self._survival = Survival(record, keep)
        self._awaited: dict[str, tuple[str, Insertion]] = {}
        self._inserted: set[str] = set()
        self._changed_at: dict[str, float] = {}

    def deliver(self, life: Life, opportunity_id: str, at: float) -> None:
        """It is on the screen of whoever asked. An undecided one of the same code ends."""
        for other in self._open(life.uri):
            if other.place.start == life.place.start and other.shown.kind == life.shown.kind:
                self._end(other, "ignored", "superseded", at)
        self._lives[life.id] = life
        life.visibility.start(at)
        shown = life.shown
        self._record(
            DeliveredEvent(
                life.id,
                opportunity_id,
                shown.generation_id,
                shown.source,
                0,
                len(shown.markdown),
                0,
                changed_by=",".join(shown.changed_by),
            )
        )
        for forgotten in [one.id for one in self._lives.values() if one.outcome][:-REMEMBERED]:
            del self._lives[forgotten]

    def get(self, explanation_id: str) -> Life | None:
        """The explanation, if it is remembered."""
        return self._lives.get(explanation_id)

    def accept(self, explanation_id: str, kept: str, at: float) -> bool:
        """It was kept, perhaps in other words; whether it was still to be decided."""
        if explanation_id in self._inserted:
            self._inserted.discard(explanation_id)
            return False
        life = self._undecided(explanation_id, "accept")
        if life:
            self._note_read(life, at)
            self._end(life, "accepted", "command", at, kept)
        return life is not None

    def reject(self, explanation_id: str, at: float) -> bool:
        """It was turned down; whether it was still to be decided."""
        life = self._undecided(explanation_id, "dismiss")
        if life:
            self._note_seen(life, at)
            self._end(life, "rejected_explicit", "command", at)
        return life is not None

    def leave(self, explanation_id: str, at: float) -> None:
        """It was closed without a decision."""
        if life := self._undecided(explanation_id, "dismiss"):
            self._end(life, "ignored", "closed", at)

    def label(self, explanation_id: str, sentence: int, label: str) -> bool:
        """A sentence was labelled, before or after the decision; whether there are both."""
        life = self._lives.get(explanation_id)
        if life is None or label not in LABELS or not 0 <= sentence < len(life.sentences):
            known = life.id if life else ""
            self._record(ImpossibleEvent(known, "feedback", "known" if life else "unknown"))
            return False
        one = life.sentences[sentence]
        self._record(FeedbackEvent(life.id, sentence, one.start, one.end, label))  # type: ignore[arg-type]  # checked against LABELS above
        return True

    def await_insertion(self, explanation_id: str, uri: str, insertion: Insertion) -> None:
        """The editor was given this to insert: once it stands there it is followed, and accepted."""
        self._awaited[explanation_id] = (uri, insertion)

    def edited(self, document: Document, edits: Sequence[Edit], at: float) -> bool:
        """The document became this by these edits; whether they were the insertion of an explanation."""
        self._changed_at[document.uri] = at
        for edit in edits:
            self._survival.edit(document.uri, edit, at)
            for life in self._open(document.uri):
                life.place.apply(edit)
        awaited = [(name, one) for name, (uri, one) in self._awaited.items() if uri == document.uri]
        arrived = [name for name, one in awaited if self._arrive(name, document, one, at)]
        return bool(arrived)

    def explain(self, uri: str, reason: str, at: float) -> None:
        """Why the last change of the document came about."""
        if reason == "undo":
            self._survival.undone_at(uri, self._changed_at.get(uri, at), at)
        elif reason in ("reload", "git"):
            self._survival.censor(uri, reason, at)

    def saved(self, uri: str, at: float) -> None:
        """The document was saved."""
        self._survival.saved(uri, at)

    def closed(self, uri: str, at: float) -> None:
        """The document was closed: what is undecided there was left."""
        for life in self._open(uri):
            self._end(life, "ignored", "document_closed", at)
        self._survival.censor(uri, "document_closed", at)

    def end(self, at: float) -> None:
        """The session ends: what is undecided stays open, as a suggestion does."""
        self.tick(at)
        self._survival.end(at)

    def tick(self, at: float) -> None:
        """Write what the passing of time has decided."""
        for life in self._lives.values():
            if not life.outcome and life.visibility.reaches(SHOWN_SECONDS) <= at:
                self._note_seen(life, at)
            if not life.outcome and life.visibility.reaches(READ_SECONDS) <= at:
                self._note_read(life, at)
        self._survival.tick(at)

    def next_deadline(self) -> float | None:
        """When `tick` next has something to do."""
        undecided = (life for life in self._lives.values() if not life.outcome and not life.read)
        looks = [life.visibility.reaches(READ_SECONDS if life.seen else SHOWN_SECONDS) for life in undecided]
        due = min([*looks, *self._survival.deadlines()], default=inf)
        return None if due == inf else due

    def _arrive(self, explanation_id: str, document: Document, awaited: Insertion, at: float) -> bool:
        buffer = document.buffer
        if buffer.after(awaited.position, len(awaited.text)) != awaited.text:
            return False
        del self._awaited[explanation_id]
        life = self._lives.get(explanation_id)
        if life and not life.outcome:
            self._note_read(life, at)
            self._inserted.add(explanation_id)
            self._end(life, "accepted", "inserted", at, life.shown.markdown)
        start, mine = buffer.offset(awaited.position), b"\1" * len(awaited.text)
        self._survival.accepted(explanation_id, Standing(document.uri, start, awaited.text, mine), at)
        return True

    def _end(self, life: Life, outcome: Outcome, reason: str, at: float, kept: str | None = None) -> None:
        """Write the one outcome. What was never seen has none."""
        if outcome != "accepted":
            self._awaited.pop(life.id, None)
        life.visibility.stop(at)
        life.outcome = outcome if life.seen else "unseen"
        if not life.seen:
            return
        offered = life.shown.markdown
        same = 0 if kept is None else len(offered) if kept == offered else common(offered, kept)
        self._record(
            OutcomeEvent(
                life.id,
                outcome,
                reason,
                _EVIDENCE.get(reason, "observed"),
                len(offered),
                same,
                0 if kept is None else len(kept) - same,
                life.visibility.milliseconds(at),
                None if kept is None else edit_ratio(offered, kept),
            )
        )

    def _note_seen(self, life: Life, at: float) -> None:
        if not life.seen:
            life.seen = True
            visible_ms = life.visibility.milliseconds(at)
            self._record(ShownEvent(life.id, visible_ms, len(life.shown.markdown)))

    def _note_read(self, life: Life, at: float) -> None:
        self._note_seen(life, at)
        if not life.read:
            life.read = True
            self._record(ReadEvent(life.id, life.visibility.milliseconds(at)))

    def _undecided(self, explanation_id: str, signal: str) -> Life | None:
        life = self._lives.get(explanation_id)
        if life is None or life.outcome:
            self._record(
                ImpossibleEvent(life.id if life else "", signal, life.outcome if life else "unknown")
            )
            return None
        return life

    def _open(self, uri: str) -> list[Life]:
        return [life for life in self._lives.values() if life.uri == uri and not life.outcome]
