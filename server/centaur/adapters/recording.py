"""What is recorded, as far as the user allows: nothing, numbers, or also redacted texts."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from math import inf

from centaur.adapters.event_writer import EventWriter
from centaur.adapters.pause_file import PauseWatch
from centaur.adapters.session_lock import SessionLock
from centaur.adapters.text_store import TextStore
from centaur.completion.ports import Clock
from centaur.evidence.events import Event, SessionEvent
from centaur.evidence.ledger import NOT_RECORDED, Ledger
from centaur.settings import FULL, OFF, Settings


@dataclass(frozen=True, slots=True)
class Stores:
    """Where one session's evidence goes; its lock is held until all of it is there."""

    events: EventWriter
    texts: TextStore
    lock: SessionLock | None


class Recording:
    """Implements `session.EventLog`, and keeps texts; `settings` are those of now.

    Without stores, at the level "off" and in a pause, what happens is forgotten: not a row is written, and
    what was open then ends as not recorded when something may be written again.
    """

    def __init__(self, pauses: PauseWatch, stores: Stores | None, clock: Clock) -> None:
        self._pauses = pauses
        self._stores = stores
        self._clock = clock
        self._ledger = Ledger()
        self._note: dict[str, object] = {NOT_RECORDED: False}
        self._unwritten_start: SessionEvent | None = None
        self.settings = Settings()

    def begin(self, start: SessionEvent) -> None:
        """Keep how the session began: now, or before the first event that the user allows."""
        self._unwritten_start = start
        if self.allowed():
            self._write_start()

    def allowed(self) -> bool:
        """Whether the user lets anything be recorded now."""
        return self.settings.level != OFF and not self._pauses.until("recording")

    def record(self, event: Event) -> None:
        """Keep the event; it is durable a moment later."""
        if not self._stores:
            return
        allowed = self.allowed()
        if allowed:
            self._write_start()
        for told in self._ledger.take(event, self._clock.monotonic(), allowed=allowed):
            self._stores.events.record(told)
        self._tell_others({NOT_RECORDED: self._ledger.owes})

    def keep(self, kind: str, of: str, text: str) -> None:
        """Keep a text of a suggestion or a generation, without its secrets, where the user allows texts."""
        whole = self._ledger.is_whole(of)
        if self._stores and self.settings.level == FULL and whole and self.allowed():
            self._stores.texts.keep(kind, of, text)

    def forget_old_texts(self) -> None:
        """Remove the texts that are older than the user wants them kept."""
        if self._stores:
            self._stores.texts.forget(self.settings.retention_days)

    def suggestions_paused(self) -> str:
        """That the user wants no suggestions now, as a sentence, or ""."""
        return _sentence("suggestions are paused", self._pauses.until("suggestions"))

    def recording_paused(self) -> str:
        """That the user wants nothing recorded now, as a sentence, or ""."""
        return _sentence("recording is paused", self._pauses.until("recording"))

    def problems(self) -> tuple[str, ...]:
        """What keeps evidence from becoming durable, and what was lost or set aside."""
        if not self._stores:
            return ()
        events, texts = self._stores.events.status(), self._stores.texts.problem
        found = (
            events.problem and f"events are not being stored: {events.problem}",
            f"{events.lost} events could not be stored and are lost" if events.lost else "",
            events.quarantined
            and f"the event log was damaged and begun anew; the old one is {events.quarantined}",
            texts and f"texts are not being kept: {texts}",
        )
        problems = tuple(filter(None, found))
        self._tell_others({"level": self.settings.level, "lost": events.lost, "problems": problems})
        return problems

    async def flush(self) -> None:
        """Return when all that was recorded is durable."""
        if self._stores:
            await self._stores.events.flush()

    async def close(self) -> None:
        """Make everything durable, and let go of the stores and of the session's lock."""
        if not self._stores:
            return
        await self._stores.events.close()
        await asyncio.to_thread(self._stores.texts.close)
        if self._stores.lock:
            self._stores.lock.release()

    def _tell_others(self, news: dict[str, object]) -> None:
        """Other processes, such as `centaur status`, read how this one does in the file of its lock."""
        note = self._note | news
        if note != self._note and self._stores and self._stores.lock:
            self._note = note
            self._stores.lock.note(note)

    def _write_start(self) -> None:
        if self._stores and self._unwritten_start:
            self._stores.events.record(self._unwritten_start)
            self._unwritten_start = None


def _sentence(what: str, until: float) -> str:
    if not until:
        return ""
    if until == inf:
        return f"{what}, until you resume"
    return f"{what} until {datetime.fromtimestamp(until).astimezone():%H:%M}"
