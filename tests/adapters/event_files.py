"""Files of events as a test wants them, and how much a store finds in them."""

from pathlib import Path

from centaur.adapters.event_store import EventStore
from tests.adapters.event_rows import reads


def stored(path: Path) -> int:
    """How many events a store that opens the file now finds."""
    store = EventStore(path)
    try:
        return sum(store.counts().values())
    finally:
        store.close()


def append(path: Path, count: int, first: int = 1) -> EventStore:
    """A store that has kept some events and has let go of the file."""
    store = EventStore(path)
    store.append(reads(count, first))
    store.close()
    return store
