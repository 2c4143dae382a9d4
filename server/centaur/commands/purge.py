"""`centaur purge`: everything that was recorded, cached or logged is deleted; settings and prompts stay."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from centaur.adapters import session_lock, text_store
from centaur.adapters.file_lock import guarded
from centaur.adapters.state_dir import StateDir

_TRIES = 5


class PurgeError(Exception):
    """Something could not be deleted; the message names it."""


def purge(state: StateDir) -> dict[str, Any]:
    """Delete, and say what and how much. Servers may be running: they begin anew with their next event."""
    if not state.state.exists():
        return {"deleted": [], "bytes": 0}
    if problem := state.prepare():
        raise PurgeError(problem)
    with guarded(state.state):
        found = _delete(state)
    for lock in session_lock.ended(state.sessions):
        lock.remove()
    return found


def _delete(state: StateDir) -> dict[str, Any]:
    deleted: list[str] = []
    size = 0
    for path, delete in _found(state):
        size += size_of(path)
        try:
            delete(path)
        except OSError as error:
            raise PurgeError(f"{path} cannot be deleted: {error.strerror}; run it again") from error
        deleted.append(path.name)
    return {"deleted": deleted, "bytes": size}


def size_of(path: Path) -> int:
    """The bytes of a file, or of all files in a folder; what is gone meanwhile counts nothing."""
    files = path.rglob("*") if path.is_dir() else [path]
    total = 0
    for file in files:
        try:
            total += file.stat().st_size if file.is_file() else 0
        except OSError:
            continue
    return total


def quarantined(state: StateDir) -> list[Path]:
    """Damaged files that were set aside, and not thrown away."""
    return sorted(path for path in state.state.glob("*.broken-*") if not path.name.endswith(("-wal", "-shm")))


def _found(state: StateDir) -> Iterator[tuple[Path, Callable[[Path], None]]]:
    """Each path that holds something, with what deletes it."""
    folder = state.state
    # The log beside a database goes first: one that outlives its database would be read into the next one.
    files = [*folder.glob("events.broken-*")]
    for database in (state.events, state.facts, state.imported):
        files += [*folder.glob(f"{database.name}-*"), database]
    files += [
        *folder.glob("sent.*"),
        *folder.glob("spending-*"),
        *text_store.text_files(folder),
        *folder.glob(f"{state.log.name}.*"),
        state.report,
    ]
    yield from ((path, _unlink) for path in files if path.exists() or path.is_symlink())
    caches = [state.cache, *folder.glob(f"{state.cache.name}.broken-*")]
    yield from ((path, _remove) for path in caches if path.exists() or path.is_symlink())
    if size_of(state.log):
        yield state.log, _empty


def _unlink(path: Path) -> None:
    path.unlink(missing_ok=True)


def _remove(folder: Path) -> None:
    """Remove a folder into which a running server may put a file at the same time."""
    if folder.is_symlink() or not folder.is_dir():
        _unlink(folder)
        return
    for _ in range(_TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
    shutil.rmtree(folder)


def _empty(path: Path) -> None:
    """Cut the file to nothing: running servers write on into the same one."""
    os.truncate(path, 0)
