"""What was rejected of late, in this window, in another, or before the start: read from the log."""

from collections.abc import Callable, Iterable
from contextlib import suppress

from centaur.adapters.event_store import EventStore, EventStoreError
from centaur.evidence.rejections import REMEMBERED

LOOK_SECONDS = 1.0

_VERSION = "PRAGMA data_version"  # another number whenever another process has written
_KEYS = "SELECT place_key FROM rejected_place ORDER BY time_ms DESC LIMIT ?"


class RejectedPlaces:
    """Gives `learn` the keys of the newest rejections, first and whenever another process has written."""

    def __init__(self, store: EventStore, learn: Callable[[Iterable[str]], None]) -> None:
        self._store = store
        self._learn = learn
        self._seen = None

    def look(self) -> None:
        """Read what is new. A log that cannot be read is the writer's to complain of."""
        if not self._store.path.exists():
            return
        with suppress(EventStoreError):
            ((version,),) = self._store.query(_VERSION)
            if version != self._seen:
                self._learn(key for (key,) in self._store.query(_KEYS, (REMEMBERED,)))
                self._seen = version
