"""A cache of completions in a folder of its own."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from centaur.adapters.disk_cache import WRITE_AFTER_S, DiskCache


class Home:
    """A folder for a cache, the caches opened in it, and what they warned of."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.warnings: list[str] = []
        self.opened: list[DiskCache] = []

    @property
    def database(self) -> Path:
        return self.folder / "cache.db"

    @property
    def quarantined(self) -> list[Path]:
        return list(self.folder.parent.glob(f"{self.folder.name}.broken-*"))

    def open(self) -> DiskCache:
        cache = DiskCache(self.folder, self.warnings.append, patience=60)
        self.opened.append(cache)
        return cache

    def close(self) -> None:
        for cache in self.opened:
            cache.close()
        self.opened.clear()

    async def with_entry(self, key: str = "key", value: str = "value") -> None:
        await put(self.open(), key, value)
        self.close()

    def tamper(self, statement: str, *values: Any) -> None:
        with closing(sqlite3.connect(self.database)) as connection, connection:
            connection.execute(statement, values)


async def put(cache: DiskCache, key: str, value: str) -> None:
    """Put it, and return when it is written."""
    await cache.put(key, value)
    await asyncio.sleep(2 * WRITE_AFTER_S)
    await cache.get("")
