"""Files that only their owner reads, and how to tell that one has been removed or replaced."""

import os
from pathlib import Path


def make_private(path: Path) -> None:
    """The file exists and only its owner reads it; SQLite gives its -wal and -shm files the same mode.

    An existing file is never opened here: closing it would drop the locks that SQLite holds in this process.
    Raises OSError where the path is a link, which could lead anywhere.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        if path.is_symlink():
            raise OSError(f"{path} is a symbolic link") from None
        path.chmod(0o600)


def inode(path: Path) -> tuple[int, int]:
    """Which file is at the path now; (0, 0) where there is none."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (stat.st_dev, stat.st_ino)
