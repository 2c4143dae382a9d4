"""What ended sessions left open: suggestions without an outcome, and accepted texts that nobody watches."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from centaur.adapters import session_lock
from centaur.adapters.event_store import EventStore, EventStoreError
from centaur.evidence.events import EVENT_TYPES, Event, OutcomeEvent, Recorded, Stamp, SurvivalEvent
from centaur.evidence.ledger import NOT_RECORDED

_OPEN = """
    SELECT suggestion_id, max(offered_chars), max(accepted_chars), max(visible_ms) FROM (
        SELECT session_id, suggestion_id, offered_chars, 0 AS accepted_chars, visible_ms FROM shown
        UNION ALL SELECT session_id, suggestion_id, 0, 0, visible_ms FROM read
        UNION ALL SELECT session_id, suggestion_id, 0, accepted_chars, 0 FROM partial
    )
    WHERE session_id = ? AND suggestion_id IN (SELECT suggestion_id FROM shown)
    AND suggestion_id NOT IN (SELECT suggestion_id FROM outcome)
    GROUP BY suggestion_id ORDER BY suggestion_id
"""

_UNWATCHED = """
    WITH moments(moment) AS (VALUES ('15'), ('30'), ('120'), ('300'), ('600')),
    accepted(suggestion_id, accepted_chars, elapsed_ms) AS (
        SELECT suggestion_id, max(accepted_chars), max(elapsed_ms) FROM (
            SELECT session_id, suggestion_id, accepted_chars, elapsed_ms FROM partial
            UNION ALL SELECT session_id, suggestion_id, accepted_chars, elapsed_ms FROM outcome
        )
        WHERE session_id = ? AND accepted_chars > 0 GROUP BY suggestion_id
    )
    SELECT suggestion_id, moment, elapsed_ms, accepted_chars FROM accepted, moments WHERE NOT EXISTS (
        SELECT 1 FROM survival WHERE survival.suggestion_id = accepted.suggestion_id
        AND (survival.moment = moments.moment OR survival.censored_reason <> '')
    )
    ORDER BY suggestion_id, CAST(moment AS INTEGER)
"""

_STAMPS = " UNION ALL ".join(
    f'SELECT sequence, elapsed_ms FROM "{event_type.kind}" WHERE session_id = ?1'  # noqa: S608 - our names
    for event_type in EVENT_TYPES
)
_LAST_STAMP = f"SELECT max(sequence), max(elapsed_ms) FROM ({_STAMPS})"  # noqa: S608 - our names

log = logging.getLogger(__name__)


class Recovery:
    """Looks after the sessions whose lock is free; `locks` is the folder of all locks.

    `allowed` tells whether the user lets anything be recorded at this moment.
    """

    def __init__(
        self, store: EventStore, locks: Path, now: Callable[[], float], allowed: Callable[[], bool]
    ) -> None:
        self._store = store
        self._locks = locks
        self._now = now
        self._allowed = allowed

    def open_suggestions(self) -> dict[str, int]:
        """What was left open, by id, with its length: an editor may still accept it. Nothing is changed."""
        found: dict[str, int] = {}
        for lock in session_lock.ended(self._locks):
            try:
                found |= {row[0]: row[1] for row in self._rows(_OPEN, lock.session_id)}
            except EventStoreError as error:
                log.warning("what an ended session left open cannot be read: %s", error)
            finally:
                lock.release()
        return found

    def run(self) -> None:
        """Write the end of what is still open, and forget the ended sessions.

        Each lock is held meanwhile, so that of two servers that start together one writes; a session that
        could not be written, or may not be, is left for the next start.
        """
        if not self._allowed():
            return
        for lock in session_lock.ended(self._locks):
            try:
                self._end(lock.session_id, stopped=lock.noted().get(NOT_RECORDED) is True)
            except EventStoreError as error:
                log.warning("an ended session waits for the next start: %s", error)
                lock.release()
            else:
                lock.remove()

    def _end(self, session_id: str, *, stopped: bool) -> None:
        ((sequence, elapsed_ms),) = self._rows(_LAST_STAMP, session_id) or [(None, None)]
        if sequence is None:
            return
        time_ms = int(self._now() * 1000)
        events = enumerate(self._ends(session_id, elapsed_ms, stopped=stopped), sequence + 1)
        self._store.append(
            [Recorded(Stamp(session_id, number, time_ms, elapsed_ms), event) for number, event in events]
        )

    def _ends(self, session_id: str, ended_ms: float, *, stopped: bool) -> Iterator[Event]:
        """The end of what was open when the process ended, or when recording had stopped before that."""
        reason, censored = (NOT_RECORDED, NOT_RECORDED) if stopped else ("process_ended", "restart")
        for suggestion_id, offered, accepted, visible_ms in self._rows(_OPEN, session_id):
            yield OutcomeEvent(
                suggestion_id, "orphaned", reason, "observed", offered, accepted, 0, visible_ms
            )
        for suggestion_id, moment, accepted_ms, accepted in self._rows(_UNWATCHED, session_id):
            watched_ms = max(ended_ms - accepted_ms, 0.0)
            yield SurvivalEvent(suggestion_id, moment, watched_ms, accepted, censored_reason=censored)

    def _rows(self, sql: str, session_id: str) -> list[tuple[Any, ...]]:
        """The rows of a log that exists: one is not made by being read."""
        return self._store.query(sql, (session_id,)) if self._store.path.exists() else []
