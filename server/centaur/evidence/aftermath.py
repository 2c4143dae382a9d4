"""What comes after a decision: how accepted text survives, and what was written instead of the rest."""

from collections.abc import Callable, Iterator
from itertools import chain

from centaur.evidence.accepted_text import Standing
from centaur.evidence.events import Event
from centaur.evidence.suggestion import Suggestion
from centaur.evidence.survival import Keep, Survival
from centaur.evidence.tracking import TrackedRange
from centaur.evidence.typed_instead import TypedInstead
from centaur.text.buffer import Edit

LOCATING_SECONDS = 2.0


class Aftermath:
    """Follows suggestions after they were decided upon. An accept may come before its change, so it waits."""

    def __init__(self, record: Callable[[Event], None], keep: Keep) -> None:
        self._survival = Survival(record, keep)
        self._instead = TypedInstead(record, keep)
        self._waiting: dict[str, tuple[Suggestion, float]] = {}

    def accepted(self, suggestion: Suggestion, at: float) -> None:
        """It, or more of it, was accepted; its change has come or is to come."""
        self._instead.accepted(suggestion.offered.uri, suggestion.place.anchor, suggestion.place.cursor)
        self._waiting[suggestion.id] = (suggestion, at)
        self.locate()

    def not_accepted(self, suggestion: Suggestion, written: TrackedRange, at: float) -> None:
        """It was turned down, or left; this stands in its place so far."""
        if suggestion.read:
            self._instead.watch(suggestion, written, at)

    def edit(self, uri: str, edit: Edit, at: float) -> list[str]:
        """The document changed; the result is the ids whose accept was undone by that."""
        self._instead.edit(uri, edit)
        return self._survival.edit(uri, edit, at)

    def locate(self) -> None:
        """Begin to follow what was accepted and stands in its document now."""
        for suggestion, at in list(self._waiting.values()):
            if standing := suggestion.standing():
                del self._waiting[suggestion.id]
                self._survival.accepted(suggestion.id, standing, at)

    def explain(self, uri: str, reason: str, changed_at: float, at: float) -> list[str]:
        """Why the document changed at that moment; the result is the ids whose accept was undone by that."""
        if reason in ("reload", "git"):
            self.close(uri, reason, at)
        return self._survival.undone_at(uri, changed_at, at) if reason == "undo" else []

    def saved(self, uri: str, at: float) -> None:
        """The document was saved."""
        self._survival.saved(uri, at)

    def close(self, uri: str, reason: str, at: float) -> None:
        """What is in this document can be followed no more."""
        self._instead.close(uri)
        self._give_up([one for one, _ in self._waiting.values() if one.offered.uri == uri], at)
        self._survival.censor(uri, reason, at)

    def end(self, at: float) -> None:
        """The session ends."""
        self._give_up([one for one, _ in self._waiting.values()], at)
        self._survival.end(at)

    def tick(self, at: float) -> None:
        """Write what time has decided."""
        self._give_up([one for one, since in self._waiting.values() if since + LOCATING_SECONDS <= at], at)
        self._survival.tick(at)
        self._instead.tick(at)

    def deadlines(self) -> Iterator[float]:
        """When `tick` has something to do."""
        waiting = (since + LOCATING_SECONDS for _, since in self._waiting.values())
        return chain(waiting, self._survival.deadlines(), self._instead.deadlines())

    def _give_up(self, lost: list[Suggestion], at: float) -> None:
        for suggestion in lost:
            del self._waiting[suggestion.id]
            place, mine = suggestion.place, suggestion.characters.brought(0, len(suggestion.place.text))
            self._survival.unlocated(
                suggestion.id, Standing(suggestion.offered.uri, place.anchor, place.text, mine), at
            )
