"""What the human wrote where a text was read and not accepted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from centaur.evidence.edits import trimmed
from centaur.evidence.events import Event, TypedInsteadEvent
from centaur.evidence.similarity import edit_ratio, kept_ratio
from centaur.evidence.suggestion import Suggestion
from centaur.evidence.survival import Keep
from centaur.evidence.tracking import TrackedRange
from centaur.text.buffer import Edit

SECONDS = 30.0
MAX_CHARS = 10_000


_DECIDED = frozenset({"rejected_explicit", "rejected_implicit", "ignored"})


@dataclass(frozen=True, slots=True)
class _Watched:
    suggestion: Suggestion
    written: TrackedRange
    since: float


class TypedInstead:
    """Watches each such place for 30 s. Where something is accepted after all, nothing is written instead."""

    def __init__(self, record: Callable[[Event], None], keep: Keep) -> None:
        self._record = record
        self._keep = keep
        self._watched: dict[str, _Watched] = {}

    def watch(self, suggestion: Suggestion, written: TrackedRange, at: float) -> None:
        """It was not accepted so far; `written` is what stands in its place until now."""
        self._watched[suggestion.id] = _Watched(suggestion, written, at)

    def accepted(self, uri: str, start: int, end: int) -> None:
        """Something was accepted between these offsets."""
        for watched in self._of(uri):
            if watched.written.start <= end and watched.written.end >= start:
                del self._watched[watched.suggestion.id]

    def edit(self, uri: str, edit: Edit) -> None:
        """The document changed."""
        if not self._watched:
            return
        meant = trimmed(edit)
        for watched in self._of(uri):
            watched.written.follow(meant)
            if len(watched.written.text) > MAX_CHARS:
                del self._watched[watched.suggestion.id]

    def close(self, uri: str) -> None:
        """What stands in this document now was not written here, or cannot be seen."""
        for watched in self._of(uri):
            del self._watched[watched.suggestion.id]

    def tick(self, at: float) -> None:
        """Write what stands where 30 s have passed."""
        for watched in list(self._watched.values()):
            if watched.since + SECONDS <= at:
                del self._watched[watched.suggestion.id]
                if watched.suggestion.outcome in _DECIDED:
                    self._write(watched.suggestion, watched.written.text)

    def deadlines(self) -> Iterator[float]:
        """When `tick` has something to do."""
        return (watched.since + SECONDS for watched in self._watched.values())

    def _of(self, uri: str) -> list[_Watched]:
        return [watched for watched in self._watched.values() if watched.suggestion.offered.uri == uri]

    def _write(self, suggestion: Suggestion, written: str) -> None:
        offered = suggestion.place.text
        ratio, kept = edit_ratio(offered, written), kept_ratio(offered, written)
        self._record(TypedInsteadEvent(suggestion.id, SECONDS * 1000, len(written), ratio, kept))
        self._keep("typed_instead", suggestion.id, written)
