"""A lock file for each session, held while its process lives: a free one tells of an ended session."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from centaur.adapters.file_lock import try_lock
from centaur.adapters.private_file import inode

_SUFFIX = ".lock"
_TRIES = 20


class SessionLock:
    """A held lock. The system lets go of it when the process ends, however that happens."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.session_id = path.name.removesuffix(_SUFFIX)
        self._path = path
        self._descriptor = descriptor

    def note(self, values: Mapping[str, object]) -> None:
        """Let others read this of the living session."""
        with suppress(OSError):
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            os.ftruncate(self._descriptor, 0)
            os.write(self._descriptor, json.dumps(values).encode())

    def noted(self) -> dict[str, Any]:
        """What the session that ended said of itself last."""
        return _note(self._path)

    def release(self) -> None:
        """Let go, and leave the file: the next start looks whether this session left something open."""
        os.close(self._descriptor)

    def remove(self) -> None:
        """Let go, and leave nothing: all is known of this session."""
        with suppress(OSError):
            self._path.unlink()
        self.release()


def hold(folder: Path, session_id: str) -> SessionLock | None:
    """The lock of a session that begins; None where the folder takes no file."""
    with suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        for _ in range(_TRIES):
            # Whoever looks for ended sessions may have taken the file between its making and its locking.
            if lock := _try(folder / f"{session_id}{_SUFFIX}", os.O_CREAT):
                return lock
    return None


def ended(folder: Path) -> Iterator[SessionLock]:
    """The locks of the sessions whose process has ended, each held from now on."""
    for path in sorted(folder.glob(f"*{_SUFFIX}")):
        with suppress(OSError):
            if lock := _try(path):
                yield lock


def live(folder: Path) -> dict[str, dict[str, Any]]:
    """The sessions whose process lives, by id, each with its note."""
    ended_ids = set()
    for lock in ended(folder):
        ended_ids.add(lock.session_id)
        lock.release()
    paths = {path.name.removesuffix(_SUFFIX): path for path in sorted(folder.glob(f"*{_SUFFIX}"))}
    return {name: _note(path) for name, path in paths.items() if name not in ended_ids}


def _note(path: Path) -> dict[str, Any]:
    """What the session says of itself; nothing, where that is being written at this moment."""
    with suppress(OSError, ValueError):
        note = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(note, dict):
            return note
    return {}


def _try(path: Path, create: int = 0) -> SessionLock | None:
    """The lock, if the file is free and still the one at its path."""
    descriptor = os.open(path, os.O_RDWR | create, 0o600)
    try:
        try_lock(descriptor)
        stat = os.fstat(descriptor)
        if (stat.st_dev, stat.st_ino) == inode(path):
            return SessionLock(path, descriptor)
    except OSError:
        pass
    os.close(descriptor)
    return None
