"""An editor with one document: what a human does there reaches a lifecycle as the signals of an editor."""

from collections.abc import Iterable
from itertools import count
from typing import TypeVar

from centaur.evidence.events import DeliveredEvent, Event, OutcomeEvent, ReadEvent, ShownEvent
from centaur.evidence.lifecycle import Lifecycle, Offered
from centaur.text.buffer import Edit

URI = "file:///main.py"
TEXT = "append(name)"
E = TypeVar("E")


class Life:
    """One document with a cursor, one lifecycle, and the clock of the test."""

    def __init__(self, before: str = "value = $0\n") -> None:
        self.cursor = before.index("$0")
        self.text = before.replace("$0", "")
        self.now = 100.0
        self.events: list[Event] = []
        self._ids = count(1)
        self._opportunities = count(1)
        self.kept: list[tuple[str, str, str]] = []
        self.lifecycle = Lifecycle(
            self.events.append, lambda: f"s{next(self._ids)}", lambda *text: self.kept.append(text)
        )

    def wait(self, seconds: float, *, timers: bool = True) -> None:
        """Time passes, and the timers ring as they should, or all too late."""
        end = self.now + seconds
        while timers and (due := self.lifecycle.next_deadline()) is not None and due <= end:
            self.lifecycle.tick(due)
        self.now = end

    def offer(self, *texts: str) -> str:
        """The server answers a request at the cursor; the result is the id of the first candidate."""
        opportunity = f"o{next(self._opportunities)}"
        ids = [
            self.lifecycle.offer(Offered(URI, self.cursor, text, opportunity, "g1", "fresh", index), self.now)
            for index, text in enumerate(texts)
        ]
        return ids[0]

    def ask_again(self) -> str:
        """The editor asks at its cursor and is answered from what is on show."""
        known, rest = self.lifecycle.remainder(URI, self.cursor) or ("", "")
        assert rest, "nothing on show fits at the cursor"
        assert self.offer(rest) == known
        return known

    def offer_and_show(self, text: str, *, visible: float = 1.0) -> str:
        """The text has been visible for so many seconds."""
        suggestion_id = self.offer(text)
        self.show(suggestion_id)
        self.wait(visible)
        return suggestion_id

    def take(self, text: str = TEXT) -> str:
        """The text is offered, read and accepted at the cursor."""
        suggestion_id = self.offer_and_show(text)
        self.insert(text)
        self.accept(suggestion_id)
        return suggestion_id

    def show(self, suggestion_id: str) -> None:
        self.lifecycle.shown(suggestion_id, self.now)

    def hide(self, suggestion_id: str) -> None:
        self.lifecycle.visibility(suggestion_id, visible=False, at=self.now)

    def accept(self, suggestion_id: str) -> None:
        """The accept command alone."""
        self.lifecycle.accept(suggestion_id, self.now)

    def partial(self, suggestion_id: str, length: int, unit: str = "word") -> None:
        """The signal of a partial accept alone."""
        self.lifecycle.partial(suggestion_id, length, unit, self.now)

    def dismiss(self, suggestion_id: str, reason: str) -> None:
        self.lifecycle.dismiss(suggestion_id, reason, self.now)

    def insert(self, text: str, closed: str = "") -> None:
        """One key: the text before the cursor, and what the editor closes by itself after it."""
        self.replace(self.cursor, self.cursor, text + closed)
        self.cursor -= len(closed)

    def write(self, text: str) -> None:
        for character in text:
            self.insert(character)

    def backspace(self, times: int = 1) -> None:
        for _ in range(times):
            self.replace(self.cursor - 1, self.cursor, "")

    def replace(self, start: int, end: int, text: str) -> None:
        """Any change; the cursor stays where it is, or goes to the end of what came over it."""
        edit = Edit(start, self.text[start:end], text)
        self.text = self.text[:start] + text + self.text[end:]
        if end < self.cursor:
            self.cursor += len(text) - (end - start)
        elif start <= self.cursor:
            self.cursor = start + len(text)
        self.follow(edit)

    def follow(self, edit: Edit) -> None:
        """The change reaches the lifecycle."""
        self.lifecycle.edit(URI, edit, self.now)

    def explain(self, reason: str) -> None:
        """The editor says why the last change came about."""
        self.lifecycle.explain(URI, reason, self.now)

    def save(self) -> None:
        self.lifecycle.saved(URI, self.now)

    def close(self) -> None:
        self.lifecycle.close(URI, self.now)

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def outcomes(self) -> list[tuple[str, str, str]]:
        """Every outcome with its id and reason."""
        return [(row.suggestion_id, row.outcome, row.reason) for row in self.of(OutcomeEvent)]

    @property
    def shown_ids(self) -> list[str]:
        return [row.suggestion_id for row in self.of(ShownEvent)]

    @property
    def read_ids(self) -> list[str]:
        return [row.suggestion_id for row in self.of(ReadEvent)]

    @property
    def delivered_ids(self) -> list[str]:
        return [row.suggestion_id for row in self.of(DeliveredEvent)]


def only(rows: Iterable[E]) -> E:
    """The one row there is."""
    (row,) = rows
    return row


def check(life: Life, outcome: str, *, accepted: int = 0, typed: int = 0, reason: str = "") -> OutcomeEvent:
    """After the provisional time there is exactly one outcome, this one; in the end nothing is due."""
    life.wait(3)
    row = only(life.of(OutcomeEvent))
    assert (row.outcome, row.accepted_chars, row.typed_chars) == (outcome, accepted, typed)
    assert not reason or row.reason == reason
    life.wait(700)
    assert life.lifecycle.next_deadline() is None
    return row
