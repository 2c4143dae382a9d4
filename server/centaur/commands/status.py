"""`centaur status`: what is recorded, where, and how much."""

from typing import Any

from centaur import __version__
from centaur.adapters import config_file
from centaur.adapters.event_store import EventStore, EventStoreError
from centaur.adapters.state_dir import StateDir


def status(state: StateDir) -> dict[str, Any]:
    """The settings in force, and the size and contents of the log."""
    settings, warnings = config_file.read(state.config_file)
    counts, problem = _counts(state)
    return {
        "version": __version__,
        "engines": list(settings.engines),
        "recording": settings.level,
        "events_file": str(state.events),
        "events_bytes": state.events.stat().st_size if state.events.exists() else 0,
        "events": counts,
        "impossible_transitions": counts.get("impossible", 0),
        "warnings": [*warnings, *([problem] if problem else [])],
    }


def _counts(state: StateDir) -> tuple[dict[str, int], str]:
    if not state.events.exists():
        return {}, ""
    store = EventStore(state.events)
    try:
        return store.counts(), ""
    except EventStoreError as error:
        return {}, str(error)
    finally:
        store.close()
