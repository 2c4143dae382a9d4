"""The state of one suggestion, from its delivery to its one outcome."""

from dataclasses import dataclass
from math import inf
from typing import Protocol

from centaur.evidence.accepted_text import Standing
from centaur.evidence.characters import Characters
from centaur.evidence.events import Event, Evidence, Outcome, OutcomeEvent, ReadEvent, ShownEvent
from centaur.evidence.place import Move, Place
from centaur.evidence.tracking import TrackedRange
from centaur.evidence.visibility import Visibility
from centaur.text.buffer import Edit

SHOWN_SECONDS = 0.3
READ_SECONDS = 0.75
PROVISIONAL_SECONDS = 2.0
ACCEPT_GRACE_SECONDS = 0.25
"""How long the last character may wait for an accept command before it counts as typed.

In VS Code the change and the item's command leave within milliseconds of each other and take one pipe, so
250 ms leaves room for a busy machine; it is still too short to finish one text by hand and accept the next.
"""


@dataclass(frozen=True, slots=True)
class Offered:
    """A text on its way to the editor, as it would stand in the document, at the offset where it would go.

    `place_key` is its hash with the text around it, as the rejection memory knows it.
    """

    uri: str
    anchor: int
    text: str
    opportunity_id: str
    generation_id: str
    source: str
    display_index: int = 0
    changed_by: str = ""
    place_key: str = ""


@dataclass(frozen=True, slots=True)
class _End:
    """A passive end: an accept or another display until it is final continues the suggestion."""

    outcome: Outcome
    reason: str
    at: float
    done: int


class Follower(Protocol):
    """Who follows the life of a suggestion."""

    def record(self, event: Event) -> None:
        """It writes this event."""

    def wake(self, at: float) -> None:
        """`settle` may have something to do then."""

    def decided(self, suggestion: "Suggestion") -> None:
        """It has its outcome."""


class Suggestion:
    """One text at one place. It writes its own events; `outcome` is empty until the last of them."""

    def __init__(self, suggestion_id: str, offered: Offered, follower: Follower) -> None:
        self.id = suggestion_id
        self.offered = offered
        self.place = Place(offered.anchor, offered.text)
        self.characters = Characters(len(offered.text))
        self.visibility = Visibility()
        self.read = False
        self.outcome = ""
        self.reason = ""
        self.undone = False
        self.inferred = False
        self.untold = False
        self.place_keys: dict[str, None] = {}
        self._shown = False
        self._end: _End | None = None
        self._completed_at: float | None = None
        self._follower = follower

    @property
    def live(self) -> bool:
        """Whether it is on offer: neither ended nor complete."""
        return not self.outcome and self._end is None and self._completed_at is None

    @property
    def complete(self) -> bool:
        """Whether all of it is in the document and only the accept command may still come."""
        return self._completed_at is not None and not self.outcome

    @property
    def state(self) -> str:
        """Where it is in its life, by one word."""
        if self.outcome:
            return self.outcome
        if self._completed_at is not None:
            return "complete"
        if self._end:
            return "ended"
        return "read" if self.read else "shown" if self._shown else "delivered"

    def deliver(self, offered: Offered) -> None:
        """The text is sent to the editor, for the first time or again."""
        self.offered = offered
        self.place_keys[offered.place_key] = None
        self._end = None
        self.place.offered_again(offered.text)
        self.characters.deliver(self.place.done, len(self.place.text))

    def see(self, at: float) -> None:
        """It is visible from now on; a passive end is taken back. What is complete cannot be seen."""
        if self._completed_at is None:
            self._end = None
            self.characters.see()
            self.visibility.start(at)
            self._follower.wake(self.deadline())

    def follow(self, edit: Edit) -> Move:
        """Follow an edit of the document."""
        before = self.place.done
        move = self.place.apply(edit)
        if move is Move.ALONG:
            self.characters.advance(before, self.place.done)
        elif self.place.done < before:
            self.characters.retreat(self.place.done)
        if move is Move.BACK and self.place.done < self.characters.first_seen:
            return Move.BEFORE_ANCHOR
        return move

    def standing(self) -> Standing | None:
        """Where the accepted part stands, once all of it does."""
        text = self.place.text if self.place.complete else self.place.text[: self.place.done]
        if not 0 < self.characters.accepted_end <= len(text):
            return None
        return Standing(self.offered.uri, self.place.anchor, text, self.characters.brought(0, len(text)))

    def written(self) -> TrackedRange:
        """What stands in its place so far, followed from now on with all that is written there."""
        return TrackedRange(self.place.anchor, self.place.text[: self.place.done], grows=True)

    def note_shown(self, at: float) -> None:
        """Write that it was shown, once."""
        self.characters.see()
        if not self._shown:
            self._shown = True
            visible_ms = self.visibility.milliseconds(at)
            self._follower.record(ShownEvent(self.id, visible_ms, self.characters.offered))

    def note_read(self, at: float) -> None:
        """Write that it was read, once."""
        self.note_shown(at)
        if not self.read:
            self.read = True
            self._follower.record(ReadEvent(self.id, self.visibility.milliseconds(at)))

    def completed(self, at: float) -> None:
        """The last of it came into the document; who brought it shows within the grace."""
        self.visibility.stop(at)
        self._end = None
        self._completed_at = at
        self._follower.wake(self.deadline())

    def end(self, outcome: Outcome, reason: str, at: float) -> None:
        """End it passively. The first such end counts."""
        if self.live:
            self.visibility.stop(at)
            self._end = _End(outcome, reason, at, self.place.done)
            self._follower.wake(self.deadline())

    def set_aside(self, at: float) -> None:
        """Another candidate was decided upon: that says more than what a change seemed to mean here."""
        if not self.outcome:
            self._end = None
            self.end("ignored", "sibling", at)

    def reload(self, changed_at: float, at: float) -> None:
        """The change at that moment came from outside: what it seemed to say was nobody's decision."""
        decided = self._end.at if self._end else self._completed_at
        if not self.outcome and (decided is None or decided >= changed_at):
            self.visibility.stop(at)
            # What completed it came from outside with the rest, so nobody typed it.
            done = self.characters.accepted_end if self._completed_at else self._done_in_its_life()
            self._completed_at = None
            self._end = _End("ignored", "reload", at, done)
            self._follower.wake(self.deadline())

    def finish(self, outcome: Outcome, reason: str, evidence: Evidence, at: float) -> None:
        """Write the one outcome. What was never shown has none."""
        self.visibility.stop(at)
        self.outcome, self.reason = outcome if self._shown else "unseen", reason
        if self._shown:
            self._follower.record(
                OutcomeEvent(
                    self.id,
                    outcome,
                    reason,
                    "inferred" if self.inferred else evidence,
                    self.characters.offered,
                    self.characters.accepted,
                    self.characters.typed(self._done_in_its_life()),
                    self.visibility.milliseconds(at),
                )
            )
        self._follower.decided(self)

    def settle(self, at: float) -> None:
        """Write what the passing of time alone has decided. It never makes a rejection."""
        if self.visibility.reaches(SHOWN_SECONDS) <= at:
            self.note_shown(at)
        if self.visibility.reaches(READ_SECONDS) <= at:
            self.note_read(at)
        if self._final_at() <= at:
            self.conclude(at)

    def conclude(self, at: float) -> None:
        """Make final what is complete or has ended; what is still open stays open."""
        if self._completed_at is not None:
            if self.characters.seen:
                self.note_shown(at)
            if self.untold:
                self.finish("orphaned", "untold", "inferred", at)
            else:
                self.finish("typed_through", "complete", "observed", at)
        elif self._end:
            self.finish(self._end.outcome, self._end.reason, "observed", at)

    def deadline(self) -> float:
        """When `settle` next has something to do."""
        if self._end:
            return self._end.at + PROVISIONAL_SECONDS
        if self.read or not self.visibility.running:
            return self._final_at()
        seconds = READ_SECONDS if self._shown else SHOWN_SECONDS
        return min(self._final_at(), self.visibility.reaches(seconds))

    def _done_in_its_life(self) -> int:
        """How much was in the document, without what came or went when it was over."""
        if self._completed_at is not None:
            return len(self.place.text)
        return self._end.done if self._end else self.place.done

    def _final_at(self) -> float:
        if self._completed_at is not None:
            return self._completed_at + ACCEPT_GRACE_SECONDS
        return self._end.at + PROVISIONAL_SECONDS if self._end else inf
