"""The cache's file: diskcache, opened so that no row can run code or reach outside the folder."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from diskcache import Cache, Disk, Timeout
from diskcache.core import DEFAULT_SETTINGS, METADATA, MODE_RAW

NAME = "cache.db"
SIZE_LIMIT = 256 * 1024 * 1024
LOCK_SECONDS = 0.25
_PASSING = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL}


class PlantedError(Exception):
    """Something in the file that this program never wrote."""


class TextDisk(Disk):  # type: ignore[misc]  # diskcache ships no types
    """Keys and values are text in the row. The parent would unpickle (CVE-2025-69872) and delete any file."""

    def get(self, key: Any, raw: Any) -> str:
        """The key, where it is text."""
        if not raw or not isinstance(key, str):
            raise PlantedError("a key that is not text")
        return key

    def fetch(self, mode: Any, filename: Any, value: Any, read: Any) -> str:
        """The value, where it is text inside the row."""
        if mode != MODE_RAW or filename is not None or read or not isinstance(value, str):
            raise PlantedError("a value that is not text")
        return value

    def remove(self, file_path: Any) -> None:
        """No file is ours to remove: no value lies outside its row."""


def open_cache(folder: Path) -> Cache:
    """The cache in the folder, its files readable by their owner alone."""
    path = folder / NAME
    # SQLite gives its other files the mode of this one.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    _refuse_foreign_settings(path)
    return Cache(
        str(folder),
        timeout=LOCK_SECONDS,
        disk=TextDisk,
        disk_min_file_size=2**30,  # every value inside its row
        size_limit=SIZE_LIMIT,
        eviction_policy="least-recently-stored",
        sqlite_mmap_size=0,  # a mapped file that someone cuts short would kill the process
    )


def passes(error: Exception) -> bool:
    """Whether the same call may succeed later: another server is writing, or the disk is full."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest of the number only details it
    return isinstance(error, Timeout) or code in _PASSING


def _refuse_foreign_settings(path: Path) -> None:
    """The library makes attributes and pragmas of whatever names its settings table holds."""
    with closing(sqlite3.connect(path, timeout=LOCK_SECONDS)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'Settings'").fetchone():
            return
        names = {name for (name,) in connection.execute("SELECT key FROM Settings")}
    if names - DEFAULT_SETTINGS.keys() - METADATA.keys():
        raise PlantedError("a setting that is not the library's")
