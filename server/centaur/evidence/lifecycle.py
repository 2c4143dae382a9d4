"""The lives of all suggestions: which of them a signal concerns, and what it means for the others."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from math import inf

from centaur.evidence.adopted import Adopted
from centaur.evidence.aftermath import Aftermath
from centaur.evidence.edits import trimmed
from centaur.evidence.events import (
    DeliveredEvent,
    Event,
    ImpossibleEvent,
    PartialEvent,
    RejectedPlaceEvent,
)
from centaur.evidence.place import Move
from centaur.evidence.rejections import Rejections
from centaur.evidence.suggestion import Offered, Suggestion
from centaur.evidence.suggestions import Suggestions
from centaur.evidence.survival import Keep
from centaur.evidence.tracking import TrackedRange
from centaur.evidence.typing import Typing
from centaur.text.buffer import Edit

__all__ = ["Lifecycle", "Offered"]

EXPLICIT_REASONS = frozenset({"escape", "command", "thumbs_down"})
PASSIVE_REASONS = frozenset({"cursor_left", "editor_switched"})
UNITS = frozenset({"word", "line"})
AGAINST = frozenset({Move.OTHER_TEXT, Move.BEFORE_ANCHOR})
REJECTED = frozenset({"rejected_explicit", "rejected_implicit"})
FROM_OUTSIDE = frozenset({"reload", "git"})


class Lifecycle:
    """What every signal means, decided once, the same for every editor. `at` is monotonic seconds.

    Signals arrive in any order and may be wrong: what fits no state is counted and changes nothing. `keep`
    takes texts for where the user allows them; `rejections` is what should not be offered again.
    """

    def __init__(
        self,
        record: Callable[[Event], None],
        new_id: Callable[[], str],
        keep: Keep = lambda _kind, _suggestion_id, _text: None,
    ) -> None:
        self._record = record
        self._new_id = new_id
        self._suggestions = Suggestions(record, self._remember)
        self._adopted = Adopted()
        self._changed_at: dict[str, float] = {}
        self._aftermath = Aftermath(record, keep)
        self._typing = Typing(record)
        self.rejections = Rejections()
        self.impossible = 0

    def offer(self, offered: Offered, at: float) -> str:
        """The id of the text at its place: the same as long as its life goes on, else a new one."""
        self.tick(at)
        suggestion, previous = self._suggestions.continued(offered), ""
        if suggestion is None:
            previous = self._suggestions.finished_there(offered)
            suggestion = self._suggestions.begin(self._new_id(), offered)
        suggestion.deliver(offered)
        for other in self._suggestions.open(offered.uri):
            if other.live and other.offered.opportunity_id != offered.opportunity_id:
                other.end("ignored", "superseded", at)
                self._aftermath.not_accepted(other, other.written(), at)
        self._record(
            DeliveredEvent(
                suggestion.id,
                offered.opportunity_id,
                offered.generation_id,
                offered.source,
                offered.display_index,
                len(offered.text),
                suggestion.place.done,
                previous,
                offered.changed_by,
            )
        )
        return suggestion.id

    def remainder(self, uri: str, offset: int) -> tuple[str, str] | None:
        """The suggestion on offer that fits exactly at the offset, and the rest of its text.

        What another window has rejected meanwhile is on offer no more.
        """
        best = self._suggestions.on_offer(uri, offset)
        if best is None or any(key in self.rejections for key in best.place_keys):
            return None
        return best.id, best.place.rest

    def shown(self, suggestion_id: str, at: float, *, inferred: bool = False) -> None:
        """It became visible. Of several candidates only this one is."""
        suggestion = self._known(suggestion_id, "shown", at)
        if suggestion is None or suggestion.complete:
            return
        for other in self._suggestions.open(suggestion.offered.uri):
            if other is not suggestion:
                other.visibility.stop(at)
        suggestion.inferred = inferred
        suggestion.see(at)

    def visibility(self, suggestion_id: str, visible: bool, at: float) -> None:
        """The window lost or regained focus: the clock stops, the life goes on."""
        if visible:
            self.shown(suggestion_id, at)
        elif suggestion := self._known(suggestion_id, "visibility", at):
            suggestion.visibility.stop(at)

    def partial(self, suggestion_id: str, accepted_length: int, unit: str, at: float) -> None:
        """A word or a line was accepted: so many code points from the start of the latest delivery."""
        if self._echoed(suggestion_id, "command", "inserted"):
            return
        suggestion = self._known(suggestion_id, "partial", at)
        if suggestion is None:
            return
        if accepted_length <= 0:
            self._refuse(suggestion_id, "partial", suggestion.state)
            return
        before = suggestion.characters.accepted
        new = suggestion.characters.accept_part(accepted_length, suggestion.place.done)
        self._typing.accepted(*new, at)
        suggestion.see(at)
        suggestion.note_read(at)
        accepted = suggestion.characters.accepted
        if accepted > before:
            self._record(PartialEvent(suggestion.id, unit if unit in UNITS else "", accepted))
            self._aftermath.accepted(suggestion, at)
        if suggestion.characters.complete_by_accept:
            self._accept(suggestion, "partial", at)

    def accept(self, suggestion_id: str, at: float, *, inferred: bool = False) -> None:
        """The accept command ran, before or after its document change."""
        if echoed := self._echoed(suggestion_id, "partial", "inserted"):
            echoed.reason = "command"
            return
        if outcome := self._adopted.accept(suggestion_id, at):
            self._record(outcome)
            return
        suggestion = self._known(suggestion_id, "accept", at)
        if suggestion:
            new = suggestion.characters.accept_rest(suggestion.place.done)
            self._typing.accepted(*new, at)
            suggestion.inferred = inferred
            self._accept(suggestion, "inserted" if inferred else "command", at)

    def untold(self, suggestion_id: str) -> None:
        """Who brought the last of it cannot be told, unless the accept command still comes."""
        if suggestion := self._suggestions.get(suggestion_id):
            suggestion.untold = True

    def dismiss(self, suggestion_id: str, reason: str, at: float) -> None:
        """The human rejected it, or turned away from it."""
        suggestion = self._known(suggestion_id, "dismiss", at)
        if suggestion is None:
            return
        if reason in EXPLICIT_REASONS and not suggestion.complete:
            suggestion.note_shown(at)
            suggestion.finish("rejected_explicit", reason, "explicit", at)
            self._aftermath.not_accepted(suggestion, suggestion.written(), at)
            self._set_siblings_aside(suggestion, at)
        elif reason in PASSIVE_REASONS:
            suggestion.end("ignored", reason, at)
            self._aftermath.not_accepted(suggestion, suggestion.written(), at)
            self._end_siblings(suggestion, at)
        else:
            self._refuse(suggestion.id, "dismiss", suggestion.state)

    def edit(self, uri: str, edit: Edit, at: float) -> None:
        """The document changed: typed along, something else, or elsewhere. Edits of one change share `at`."""
        self.tick(at)
        self._changed_at[uri] = at
        self._mark_undone(self._aftermath.edit(uri, edit, at))
        moved = [self._follow(one, edit) for one in self._suggestions.of(uri) if not one.place.passes(edit)]
        self._count_typing(uri, edit, moved, at)
        self._aftermath.locate()
        against = [each for each in moved if each.suggestion.live and each.move in AGAINST]
        reasons = ["sibling" if self._eclipsed(each.suggestion) else each.move.value for each in against]
        for each, reason in zip(against, reasons, strict=True):
            rejected = each.suggestion.read and reason != "sibling"
            each.suggestion.end("rejected_implicit" if rejected else "ignored", reason, at)
            if each.written and reason != "sibling":
                each.written.follow(trimmed(edit))
                self._aftermath.not_accepted(each.suggestion, each.written, at)
        for suggestion in (each.suggestion for each in moved if each.move is Move.ALONG):
            if suggestion.live and suggestion.place.complete:
                suggestion.completed(at)
                self._end_siblings(suggestion, at)

    def explain(self, uri: str, reason: str, at: float) -> None:
        """Why the last change of the document came about, told at once or a moment later."""
        self.tick(at)
        changed_at = self._changed_at.get(uri, at)
        self._typing.explain(uri, reason)
        self._mark_undone(self._aftermath.explain(uri, reason, changed_at, at))
        if reason in FROM_OUTSIDE:
            for suggestion in self._suggestions.open(uri):
                suggestion.reload(changed_at, at)

    def saved(self, uri: str, at: float) -> None:
        """The document was saved."""
        self.tick(at)
        self._aftermath.saved(uri, at)

    def close(self, uri: str, at: float) -> None:
        """The document was closed."""
        self.tick(at)
        self._changed_at.pop(uri, None)
        self._aftermath.close(uri, "document_closed", at)
        for suggestion in self._suggestions.open(uri):
            suggestion.end("ignored", "document_closed", at)

    def adopt(self, suggestion_id: str, at: float, offered_chars: int = 0) -> None:
        """A process that died showed this: for 30 s an accept of it is an accept and not impossible."""
        self._adopted.add(suggestion_id, offered_chars, at)

    def end(self, at: float) -> None:
        """The session ends: what has ended or is complete becomes final, what is open is left open."""
        self.tick(at)
        for suggestion in self._suggestions.unfinished():
            suggestion.conclude(at)
        self._aftermath.end(at)
        self._typing.end()

    def tick(self, at: float) -> None:
        """Write what time has decided; late or early calls change no outcome."""
        self._suggestions.tick(at)
        self._aftermath.tick(at)
        self._typing.tick(at)

    def next_deadline(self) -> float | None:
        """When `tick` may next have something to write."""
        due = min(chain((self._suggestions.due,), self._aftermath.deadlines(), self._typing.deadlines()))
        return None if due == inf else due

    def _accept(self, suggestion: Suggestion, reason: str, at: float) -> None:
        suggestion.see(at)
        suggestion.note_read(at)
        suggestion.finish("accepted", reason, "explicit", at)
        self._aftermath.accepted(suggestion, at)
        self._set_siblings_aside(suggestion, at)

    def _remember(self, decided: Suggestion) -> None:
        """Let what was rejected not come back."""
        if decided.outcome in REJECTED:
            self.rejections.add(decided.place_keys, decided.offered.generation_id)
            for key in decided.place_keys:
                self._record(RejectedPlaceEvent(decided.id, key))

    def _follow(self, suggestion: Suggestion, edit: Edit) -> "_Moved":
        written = suggestion.written() if suggestion.read and suggestion.live else None
        before = suggestion.place.done
        return _Moved(suggestion, suggestion.follow(edit), before, written)

    def _count_typing(self, uri: str, edit: Edit, moved: "Sequence[_Moved]", at: float) -> None:
        along = [each.along() for each in moved if each.move is Move.ALONG]
        self._typing.edit(uri, edit, max(along, default=None), at)

    def _mark_undone(self, suggestion_ids: Iterable[str]) -> None:
        for suggestion_id in suggestion_ids:
            if suggestion := self._suggestions.get(suggestion_id):
                suggestion.undone = True

    def _end_siblings(self, decided: Suggestion, at: float) -> None:
        for other in self._suggestions.siblings(decided):
            other.end("ignored", "sibling", at)

    def _set_siblings_aside(self, decided: Suggestion, at: float) -> None:
        for other in self._suggestions.siblings(decided):
            other.set_aside(at)

    def _eclipsed(self, suggestion: Suggestion) -> bool:
        """Whether another candidate was on show in its stead."""
        if suggestion.visibility.running:
            return False
        return any(other.visibility.running for other in self._suggestions.siblings(suggestion))

    def _echoed(self, suggestion_id: str, *reasons: str) -> Suggestion | None:
        """The one whose accept this is the other half of: a last word makes a partial and a command."""
        suggestion = self._suggestions.get(suggestion_id)
        accepted = suggestion and suggestion.outcome == "accepted" and suggestion.reason in reasons
        return suggestion if accepted else None

    def _known(self, suggestion_id: str, signal: str, at: float) -> Suggestion | None:
        """The suggestion the signal is about, unless it is unknown or its life is over."""
        self.tick(at)
        suggestion = self._suggestions.get(suggestion_id)
        if suggestion is None or suggestion.outcome:
            self._refuse(suggestion_id, signal, suggestion.state if suggestion else "unknown")
            return None
        return suggestion

    def _refuse(self, suggestion_id: str, signal: str, state: str) -> None:
        """Count the impossible. An id that is not ours could be any text, so it is not written down."""
        self.impossible += 1
        known = suggestion_id if suggestion_id in self._suggestions else ""
        self._record(ImpossibleEvent(known, signal, state))


@dataclass(frozen=True, slots=True)
class _Moved:
    """What an edit meant for a suggestion, how much of it was there before, and what stood in its place."""

    suggestion: Suggestion
    move: Move
    before: int
    written: TrackedRange | None

    def along(self) -> tuple[int, int]:
        """How many of the characters that came were accepted, and how many came."""
        done = self.suggestion.place.done
        return sum(self.suggestion.characters.brought(self.before, done)), done - self.before
