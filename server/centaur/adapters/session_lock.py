"""A lock file for each session, held while its process lives: a free one tells of an ended session."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from centaur.adapters.private_file import inode

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


_SUFFIX = ".lock"
_TRIES = 20


class SessionLock:
    """A held lock. The system lets go of it when the process ends, however that happens."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.session_id = path.name.removesuffix(_SUFFIX)
        self._path = path
        self._descriptor = descriptor

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


def live(folder: Path) -> tuple[str, ...]:
    """The ids of the sessions whose process lives."""
    names = {path.name.removesuffix(_SUFFIX) for path in folder.glob(f"*{_SUFFIX}")}
    for lock in ended(folder):
        names.discard(lock.session_id)
        lock.release()
    return tuple(sorted(names))


def _try(path: Path, create: int = 0) -> SessionLock | None:
    """The lock, if the file is free and still the one at its path."""
    descriptor = os.open(path, os.O_RDWR | create, 0o600)
    try:
        _lock(descriptor)
        stat = os.fstat(descriptor)
        if (stat.st_dev, stat.st_ino) == inode(path):
            return SessionLock(path, descriptor)
    except OSError:
        pass
    os.close(descriptor)
    return None
