"""Who brought the characters of a document into it: hands, the clipboard, accepts, or the editor itself."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from centaur.evidence.edits import trimmed
from centaur.evidence.events import Event, TypingEvent
from centaur.text.buffer import Edit

MINUTE = 60.0
_KIND_OF_REASON = {"paste": "pasted"} | dict.fromkeys(("undo", "redo", "reload", "refactor", "git"), "other")
# A key, a word with the editor's help, and what editors add to a key: closers, indentation, a comment's sign.
_BY_HAND = re.compile(r"\w{0,40}(?:\(\)|\[\]|\{\}|<>|''|\"\"|``|.)?|\s+[*/#]{0,3}\s*", re.DOTALL)
_ONE_KEY = 2


@dataclass(slots=True)
class _Change:
    """One change of a document: what went along with a suggestion, and the other texts it brought."""

    uri: str
    at: float
    along: int = 0
    others: list[str] = field(default_factory=list)
    reason: str = ""


class Typing:
    """Counts by the minute. The last change waits for its reason, which may come after it."""

    def __init__(self, record: Callable[[Event], None]) -> None:
        self._record = record
        self._counts = {"typed": 0, "pasted": 0, "accepted": 0, "other": 0}
        self._begun: float | None = None
        self._change: _Change | None = None

    def edit(self, uri: str, edit: Edit, along: tuple[int, int] | None, at: float) -> None:
        """An edit brought text. `along`, where a suggestion went along: how much by accepts, and in all."""
        change = self._change
        if change is None or (change.uri, change.at) != (uri, at):
            self._settle()
            change = self._change = _Change(uri, at)
        if along is None:
            change.others.append(trimmed(edit).inserted)
        else:
            change.along += along[1] - along[0]
        self._begin(at)

    def accepted(self, count: int, typed_before: int, at: float) -> None:
        """So many characters were accepted; some of them had come before and were taken for typed."""
        self._counts["accepted"] += count
        self._counts["typed"] -= typed_before
        self._begin(at)

    def explain(self, uri: str, reason: str) -> None:
        """Why the last change of the document came about."""
        if self._change and self._change.uri == uri:
            self._change.reason = reason

    def tick(self, at: float) -> None:
        """Write a minute that is over."""
        if self._begun is not None and self._begun + MINUTE <= at:
            self.end()

    def deadlines(self) -> tuple[float, ...]:
        """When `tick` has something to do."""
        return () if self._begun is None else (self._begun + MINUTE,)

    def end(self) -> None:
        """Write what was counted."""
        self._settle()
        self._begun = None
        # What was taken for typed in the last minute and proved accepted in this one is still owed.
        counts = {kind: max(0, count) for kind, count in self._counts.items()}
        self._counts = {kind: min(0, count) for kind, count in self._counts.items()}
        if any(counts.values()):
            self._record(TypingEvent(**{f"{kind}_chars": count for kind, count in counts.items()}))

    def _begin(self, at: float) -> None:
        if self._begun is None:
            self._begun = at

    def _settle(self) -> None:
        """Count the last change under the reason that was given, or the one that its form suggests."""
        change, self._change = self._change, None
        if change is None:
            return
        self._counts[_KIND_OF_REASON.get(change.reason, "typed")] += change.along
        kind = _KIND_OF_REASON.get(change.reason) or _kind_of(change.others)
        self._counts[kind] += sum(map(len, change.others))


def by_hand(inserted: str) -> bool:
    """Whether a key brings this text, or a word that is picked from a list."""
    return _BY_HAND.fullmatch(inserted) is not None


def _kind_of(inserted: Sequence[str]) -> str:
    """Hands and clipboard change one place, or several with one key; the rest is done by the editor."""
    if len(inserted) > 1:
        return "typed" if all(len(text) <= _ONE_KEY for text in inserted) else "other"
    return "typed" if all(by_hand(text) for text in inserted) else "pasted"
