"""Events on their way to the log: recording costs microseconds, a thread makes them durable in groups."""

import asyncio
import logging
import threading
from concurrent.futures import Future
from dataclasses import dataclass

from centaur.adapters.event_store import EventRefusedError, EventStore, EventStoreError
from centaur.completion.ports import Clock
from centaur.evidence.events import Event, Recorded, Stamp

GATHER_S = 0.02  # events of one answer become durable together, and not while it is being made
MAX_WAITING = 10_000  # events kept in memory while the disk takes none: some megabytes

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WriterStatus:
    """How the log is doing: `problem` is a sentence, empty while events become durable."""

    waiting: int
    lost: int
    problem: str
    quarantined: str


class EventWriter:
    """Implements `session.EventLog`: what the disk refuses waits for the next event; no keystroke fails."""

    def __init__(self, store: EventStore, session_id: str, clock: Clock) -> None:
        self._store = store
        self._session_id = session_id
        self._clock = clock
        self._started = clock.monotonic()
        self._sequence = 0
        self._waiting: list[Recorded] = []
        self._flushes: list[Future[None]] = []
        self._lost = 0
        self._problem = ""
        self._asked = False
        self._closing = False
        self._wake = threading.Condition()
        self._thread = threading.Thread(target=self._write, name="centaur-events", daemon=True)
        self._thread.start()

    def record(self, event: Event) -> None:
        """Stamp the event and hand it to the thread."""
        self._sequence += 1
        elapsed_ms = round((self._clock.monotonic() - self._started) * 1000, 3)
        stamp = Stamp(self._session_id, self._sequence, int(self._clock.now() * 1000), elapsed_ms)
        with self._wake:
            if self._closing:
                self._lost += 1
                return
            self._waiting.append(Recorded(stamp, event))
            self._ask()

    async def flush(self) -> None:
        """Return when all that was recorded is durable; raises EventStoreError where it cannot be."""
        durable: Future[None] = Future()
        with self._wake:
            if self._closing:
                return
            self._flushes.append(durable)
            self._urge()
        await asyncio.wrap_future(durable)

    async def close(self) -> None:
        """Write what waits and let go of the store. Afterwards nothing is recorded."""
        with self._wake:
            self._closing = True
            self._urge()
        await asyncio.to_thread(self._thread.join)

    def status(self) -> WriterStatus:
        """How the log is doing."""
        quarantined = self._store.quarantined
        with self._wake:
            return WriterStatus(len(self._waiting), self._lost, self._problem, str(quarantined or ""))

    def _ask(self) -> None:
        if not self._asked:
            self._urge()

    def _urge(self) -> None:
        """Have the thread look again, though it may be gathering already."""
        self._asked = True
        self._wake.notify()

    def _write(self) -> None:
        """The thread: take all that waits, make it durable, tell those who wait for it."""
        closing = False
        while not closing:
            with self._wake:
                self._wake.wait_for(lambda: self._asked)
                self._wake.wait_for(lambda: self._flushes or self._closing, GATHER_S)
                self._asked, closing = False, self._closing
                events, self._waiting = self._waiting, []
                flushes, self._flushes = self._flushes, []
            error = self._append(events)
            for durable in flushes:
                if not durable.set_running_or_notify_cancel():
                    continue
                if error:
                    durable.set_exception(error)
                else:
                    durable.set_result(None)
        self._store.close()

    def _append(self, events: list[Recorded]) -> EventStoreError | None:
        """Make the events durable, or keep them for later and say why."""
        try:
            self._append_each_that_fits(events)
        except EventStoreError as error:
            if not self._problem:
                log.warning("events are not being stored: %s", error)
            self._problem = str(error)
            self._keep(events)
            return error
        self._problem = ""
        return None

    def _append_each_that_fits(self, events: list[Recorded]) -> None:
        try:
            self._store.append(events)
        except EventRefusedError as error:
            if len(events) > 1:
                for event in events:
                    self._append_each_that_fits([event])
                return
            log.warning("an event was dropped: %s", error)
            with self._wake:
                self._lost += 1

    def _keep(self, events: list[Recorded]) -> None:
        with self._wake:
            waiting = [*events, *self._waiting]
            self._waiting = [] if self._closing else waiting[-MAX_WAITING:]
            self._lost += len(waiting) - len(self._waiting)
