"""`centaur status`: what is recorded, where, how much, and how the running servers do."""

from pathlib import Path
from typing import Any

from centaur import __version__
from centaur.adapters import config_file, session_lock, text_store
from centaur.adapters.event_store import EventStore, EventStoreError
from centaur.adapters.state_dir import StateDir
from centaur.commands.pause import pauses
from centaur.commands.purge import quarantined, size_of


def status(state: StateDir) -> dict[str, Any]:
    """The settings in force, the size and contents of the log, and the state of each running server."""
    settings, warnings = config_file.read(state.config_file)
    # What does not exist yet is not made by being asked about.
    unusable = state.prepare() if state.state.exists() else ""
    counts, problem = _counts(state)
    texts = text_store.text_files(state.state)
    sessions = session_lock.live(state.sessions)
    told = (f"a running server: {said}" for note in sessions.values() for said in note.get("problems", ()))
    return {
        "version": __version__,
        "engines": list(settings.engines),
        "recording": settings.level,
        **pauses(state),
        "state_folder": str(state.state),
        "events_file": str(state.events),
        "events_bytes": sum(map(size_of, _with_its_log(state.events))),
        "events": counts,
        "impossible_transitions": counts.get("impossible", 0),
        "text_days": len({text_store.day_of(path) for path in texts}),
        "text_bytes": sum(map(size_of, texts)),
        "text_kept_days": settings.retention_days,
        "cache_bytes": size_of(state.cache),
        "log_bytes": size_of(state.log),
        "damaged_files": [path.name for path in quarantined(state)],
        "live_sessions": len(sessions),
        "live_levels": sorted({str(note.get("level", "unknown")) for note in sessions.values()}),
        "lost_events": sum(note.get("lost", 0) for note in sessions.values()),
        "warnings": [*filter(None, (unusable, problem)), *warnings, *told],
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


def _with_its_log(path: Path) -> list[Path]:
    return [path.with_name(path.name + ending) for ending in ("", "-wal")]
