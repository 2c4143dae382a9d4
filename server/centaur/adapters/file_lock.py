"""Locks that the system takes back when a process ends, however that happens."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def try_lock(descriptor: int) -> None:
        """Lock the open file; raises OSError where another process holds it."""
        # Far behind what the file says: bytes that are locked here cannot be read by others.
        os.lseek(descriptor, 2**30, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    @contextmanager
    def guarded(folder: Path) -> Iterator[None]:  # noqa: ARG001 - see below
        """Nothing: here no file can be removed or renamed while another process has it open."""
        yield
else:
    import fcntl

    def try_lock(descriptor: int) -> None:
        """Lock the open file; raises OSError where another process holds it."""
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    @contextmanager
    def guarded(folder: Path) -> Iterator[None]:
        """While someone is inside, nobody else is.

        SQLite opens several files by their names, and they must be of one database.
        """
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            with suppress(OSError):  # some network file systems lock no folder
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
