"""What becomes of accepted texts: undone, corrected, or still there after seconds and minutes."""

from collections.abc import Callable, Iterator
from math import inf

from centaur.evidence.accepted_text import AcceptedText, Standing
from centaur.evidence.edits import trimmed
from centaur.evidence.events import Event, Moment, UndoneEvent
from centaur.text.buffer import Edit

__all__ = ["Keep", "Survival"]

Keep = Callable[[str, str, str], None]
"""Takes the kind, the suggestion id and the text of what to keep where the user allows texts."""


class Survival:
    """Follows every accepted text until the last look at it, or until something ends that.

    Looks are at fixed times after the accept and at saves. What ends them early is written as a reason at
    every look that is left, never as text that was deleted. No moment of a text is written twice.
    """

    def __init__(self, record: Callable[[Event], None], keep: Keep) -> None:
        self._record = record
        self._keep = keep
        self._texts: dict[str, AcceptedText] = {}
        self._begun: set[str] = set()
        self._next_look = inf

    def accepted(self, suggestion_id: str, standing: Standing, at: float) -> None:
        """A text, or more of it, was accepted and stands in its document."""
        if text := self._texts.get(suggestion_id):
            text.accepted_further(standing, at)
        elif suggestion_id not in self._begun:
            self._begun.add(suggestion_id)
            self._texts[suggestion_id] = AcceptedText(suggestion_id, standing, at)
            self._next_look = min(self._next_look, *self._looks())

    def unlocated(self, suggestion_id: str, standing: Standing, at: float) -> None:
        """A text was accepted, and it was not seen where it came to stand."""
        self.accepted(suggestion_id, standing, at)
        if text := self._texts.get(suggestion_id):
            self._censor(text, "not_located", at)

    def edit(self, uri: str, edit: Edit, at: float) -> list[str]:
        """The document changed; the result is the ids whose accept was undone by that."""
        if not self._texts:
            return []
        meant = trimmed(edit)
        taken_back = [(text, text.follow(meant, at)) for text in self._of(uri)]
        return [self._undo(text, count, at) for text, count in taken_back if count]

    def undone_at(self, uri: str, changed_at: float, at: float) -> list[str]:
        """The change at that moment was an undo; the result is the ids whose accept it took back."""
        touched = [(text, lost) for text in self._of(uri) if (lost := text.lost_at(changed_at)) is not None]
        undone = [(text, lost) for text, lost in touched if lost and text.is_undoable(changed_at)]
        ids = [self._undo(text, lost, changed_at) for text, lost in undone]
        for text, _ in touched:
            self._censor(text, "undo", at)
        return ids

    def saved(self, uri: str, at: float) -> None:
        """The document was saved."""
        for text in self._of(uri):
            if text.is_news_at_save():
                self._look(text, "save", at)

    def censor(self, uri: str, reason: str, at: float) -> None:
        """The texts of this document can be followed no more."""
        for text in self._of(uri):
            self._censor(text, reason, at)

    def end(self, at: float) -> None:
        """The session ends."""
        for text in list(self._texts.values()):
            self._censor(text, "session_end", at)

    def tick(self, at: float) -> None:
        """Look at what it is time to look at; a late look sees the same, because edits come after it."""
        if at < self._next_look:
            return
        for text in list(self._texts.values()):
            while (due := text.next_look) is not None and due <= at:
                self._look(text, text.take_due(), due)
            if text.next_look is None:
                self._keep("final", text.suggestion_id, text.text)
                del self._texts[text.suggestion_id]
        self._next_look = min(self._looks(), default=inf)

    def deadlines(self) -> tuple[float, ...]:
        """When `tick` has something to do."""
        return (self._next_look,)

    def _looks(self) -> Iterator[float]:
        return (due for text in self._texts.values() if (due := text.next_look) is not None)

    def _of(self, uri: str) -> list[AcceptedText]:
        return [text for text in self._texts.values() if text.uri == uri]

    def _look(self, text: AcceptedText, moment: Moment, at: float) -> None:
        self._note_correction(text)
        self._record(text.look(moment, at))

    def _undo(self, text: AcceptedText, count: int, at: float) -> str:
        self._record(UndoneEvent(text.suggestion_id, text.after_ms(at), count))
        self._censor(text, "undo", at)
        return text.suggestion_id

    def _censor(self, text: AcceptedText, reason: str, at: float) -> None:
        """Write the reason at every look that is left. What an undo took was no correction."""
        if self._texts.pop(text.suggestion_id, None) is None:
            return
        if reason != "undo":
            self._note_correction(text)
        while text.next_look is not None:
            self._record(text.censored(text.take_due(), reason, at))

    def _note_correction(self, text: AcceptedText) -> None:
        if correction := text.take_correction():
            self._record(correction)
