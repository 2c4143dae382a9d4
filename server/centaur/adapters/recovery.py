"""What ended sessions left open: suggestions whose process died before their outcome."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from centaur.adapters import session_lock
from centaur.adapters.event_store import EventStore, EventStoreError
from centaur.evidence.events import EVENT_TYPES, OutcomeEvent, Recorded, Stamp

_OPEN = """
    SELECT suggestion_id, max(visible_ms), max(offered_chars), max(accepted_chars) FROM (
        SELECT session_id, suggestion_id, visible_ms, offered_chars, 0 AS accepted_chars FROM shown
        UNION ALL SELECT session_id, suggestion_id, visible_ms, 0, 0 FROM read
        UNION ALL SELECT session_id, suggestion_id, 0, 0, accepted_chars FROM partial
    )
    WHERE session_id = ? AND suggestion_id IN (SELECT suggestion_id FROM shown)
    AND suggestion_id NOT IN (SELECT suggestion_id FROM outcome)
    GROUP BY suggestion_id ORDER BY suggestion_id
"""
_STAMPS = " UNION ALL ".join(
    f'SELECT sequence, elapsed_ms FROM "{event_type.kind}" WHERE session_id = ?1'  # noqa: S608 - our names
    for event_type in EVENT_TYPES
)
_LAST_STAMP = f"SELECT max(sequence), max(elapsed_ms) FROM ({_STAMPS})"  # noqa: S608 - our names

log = logging.getLogger(__name__)


class _Open(NamedTuple):
    suggestion_id: str
    visible_ms: float
    offered_chars: int
    accepted_chars: int


class Recovery:
    """Looks after the sessions whose lock is free; `locks` is the folder of all locks."""

    def __init__(self, store: EventStore, locks: Path, now: Callable[[], float]) -> None:
        self._store = store
        self._locks = locks
        self._now = now

    def open_suggestions(self) -> tuple[str, ...]:
        """The ids of what was left open, which an editor may still accept. Nothing is changed."""
        found: list[str] = []
        for lock in session_lock.ended(self._locks):
            try:
                found += (left.suggestion_id for left in self._left_open(lock.session_id))
            except EventStoreError as error:
                log.warning("what ended sessions left open cannot be read: %s", error)
            finally:
                lock.release()
        return tuple(found)

    def run(self) -> None:
        """Write ORPHANED for what is still open, and forget the ended sessions.

        Each lock is held meanwhile, so that of two servers that start together one writes; a session that
        could not be written is left for the next start.
        """
        for lock in session_lock.ended(self._locks):
            try:
                self._write(lock.session_id)
            except EventStoreError as error:
                log.warning("an ended session waits for the next start: %s", error)
                lock.release()
            else:
                lock.remove()

    def _write(self, session_id: str) -> None:
        left = self._left_open(session_id)
        if not left:
            return
        sequence, elapsed_ms = self._last_stamp(session_id)
        time_ms = int(self._now() * 1000)
        self._store.append(
            [
                Recorded(Stamp(session_id, sequence + number, time_ms, elapsed_ms), _orphaned(one))
                for number, one in enumerate(left, 1)
            ]
        )

    def _left_open(self, session_id: str) -> list[_Open]:
        if not self._store.path.exists():
            return []
        return [_Open(*row) for row in self._store.query(_OPEN, (session_id,))]

    def _last_stamp(self, session_id: str) -> tuple[int, float]:
        """The highest sequence of the session in any table, and when that was."""
        ((sequence, elapsed_ms),) = self._store.query(_LAST_STAMP, (session_id,))
        return sequence, elapsed_ms


def _orphaned(left: _Open) -> OutcomeEvent:
    return OutcomeEvent(
        left.suggestion_id,
        "orphaned",
        "process_ended",
        "observed",
        left.offered_chars,
        left.accepted_chars,
        0,
        left.visible_ms,
    )
