"""A state folder with a log told by hand."""

from contextlib import closing
from pathlib import Path

from centaur.adapters.event_store import EventStore
from centaur.adapters.state_dir import StateDir
from tests.support.event_tables import EventLog


def logged(log: EventLog, home: Path | None = None) -> StateDir:
    """The folder of this test, or another one, after all of that has been recorded."""
    state = StateDir(home, home) if home else StateDir.locate()
    with closing(EventStore(state.events)) as store:
        store.append(log.recorded)
    return state
