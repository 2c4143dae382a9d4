"""The way of a question about code: what it is about, what is known of it, what a model says of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from centaur.completion.ports import Runtime
from centaur.evidence.events import GenerationEvent
from centaur.explanation import wording
from centaur.explanation.answer import answer
from centaur.explanation.facts import Facts, Naming, facts
from centaur.explanation.narrator import Narrator
from centaur.explanation.outline import outline
from centaur.explanation.subject import Subject, subject
from centaur.explanation.types import Emit, Shown, Told
from centaur.privacy import hidden
from centaur.privacy.secrets import redact
from centaur.text.buffer import Buffer
from centaur.text.document import Document
from centaur.text.positions import Position

AROUND_CHARS = 4_000
NO_MODEL = "no model of style chat is configured (explain.model)"


@dataclass(frozen=True, slots=True)
class Explainer:
    """The parts a question passes through; without narrators there are facts alone.

    `excluded` says why a path is, or ""; `without` why there is no model; `naming` which files have a name.
    """

    excluded: Callable[[str | None], str]
    runtime: Runtime
    of_code: Narrator | None = None
    of_suggestions: Narrator | None = None
    without: str = NO_MODEL
    naming: Naming = lambda _name: ()

    async def explain(
        self,
        opportunity_id: str,
        document: Document,
        selection: tuple[Position, Position],
        others: Sequence[Document],
        emit: Emit,
    ) -> Shown:
        """The explanation of a selection, or of the symbol at an empty one."""
        if sentence := self.excluded(document.path):
            line = selection[0].line
            return Shown("none", "", line, line, "suppressed", "excluded", sentence)
        outlined = outline(document)
        about = subject(document, *selection, outlined)
        open_ones = [other for other in others if not self.excluded(other.path)]
        known = facts(about, outlined, open_ones, self.naming)
        if self.of_code is None:
            return self._facts(opportunity_id, about, known, self.without)
        slots = _slots(document, about.first, about.read, about.lines(), wording.for_prompt(known))
        checked = _Checked(about.first + 1, about.read + 1, about.left_out, emit)
        told = await self.of_code.tell(opportunity_id, slots, document.uri, checked.emit)
        if not told.text:
            reason = f"{self.of_code.name}: {told.failure or 'it said nothing'}"
            return self._facts(opportunity_id, about, known, reason)
        return checked.shown(told, self.of_code.name)

    async def foretell(
        self, opportunity_id: str, document: Document, at: Position, text: str, emit: Emit
    ) -> Shown:
        """What a suggested text would do at this place, before it is accepted; nothing without a model."""
        lines = text.split("\n")
        last = at.line + len(lines) - 1
        if sentence := self.excluded(document.path):
            return Shown("none", "", at.line, last, "suppressed", "excluded", sentence)
        if self.of_suggestions is None:
            return Shown("none", "", at.line, last, "empty", "no_model", self.without)
        lines[0] = document.buffer.line(at.line)[: at.column] + lines[0]
        slots = _slots(document, at.line, at.line, lines, "")
        checked = _Checked(at.line + 1, last + 1, "", emit)
        told = await self.of_suggestions.tell(opportunity_id, slots, document.uri, checked.emit)
        if not told.text:
            sentence = f"{self.of_suggestions.name}: {told.failure or 'it said nothing'}"
            return Shown("none", "", at.line, last, "failed", "model", sentence)
        return checked.shown(told, self.of_suggestions.name)

    def forget(self, generation_id: str) -> None:
        """The text of this generation was rejected."""
        for narrator in (self.of_code, self.of_suggestions):
            if narrator:
                narrator.forget(generation_id)

    def _facts(self, opportunity_id: str, about: Subject, known: Facts, reason: str) -> Shown:
        generation_id = self.runtime.new_id()
        self.runtime.record(
            GenerationEvent(generation_id, opportunity_id, "local", "fresh", status="complete")
        )
        markdown = _with_note(wording.summary(known, reason), about.left_out)
        return Shown(
            "facts",
            markdown,
            about.first,
            about.last,
            "delivered",
            sentence=reason,
            generation_id=generation_id,
            source="fresh",
        )


@dataclass(frozen=True, slots=True)
class _Checked:
    """A model's words about these lines (from 1) on their way to a reader."""

    first: int
    last: int
    note: str
    show: Emit

    def emit(self, text: str) -> None:
        """Show what there is so far, already harmless."""
        if so_far := answer(text, self.first, self.last, whole=False).markdown:
            self.show(_with_note(so_far, self.note))

    def shown(self, told: Told, name: str) -> Shown:
        """The whole of it."""
        checked = answer(told.text, self.first, self.last)
        cut = f"{name} was cut short: {told.failure}." if told.failure else ""
        notes = " ".join(filter(None, [self.note, cut]))
        return Shown(
            "explanation",
            _with_note(checked.markdown, notes),
            self.first - 1,
            self.last - 1,
            "delivered",
            "cut_short" if told.failure else "",
            notes,
            told.generation_id,
            told.source,
            checked.changed_by,
        )


def _with_note(markdown: str, note: str) -> str:
    return f"{markdown}\n\n> {note}" if note else markdown


def _slots(document: Document, first: int, last: int, lines: Sequence[str], known: str) -> dict[str, str]:
    """What a prompt is filled with, without secrets: numbers between the lines of a key would hide it."""
    buffer = document.buffer
    code = _clean("\n".join(lines)).split("\n")
    return {
        "prefix": _clean(buffer.before(Position(first, 0), AROUND_CHARS)),
        "suffix": _clean(_below(buffer, last)),
        "language": document.language,
        "code": "\n".join(f"{number}: {line}" for number, line in enumerate(code, first + 1)),
        "facts": _clean(known),
    }


def _below(buffer: Buffer, last: int) -> str:
    return buffer.after(Position(last + 1, 0), AROUND_CHARS) if last + 1 < buffer.line_count else ""


def _clean(text: str) -> str:
    return redact(hidden.strip(text))
