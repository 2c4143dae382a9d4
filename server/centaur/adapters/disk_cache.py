"""Completions on disk, in a cache that may be damaged or planted with traps and still harms nobody."""

import asyncio
import os
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from centaur.adapters.private_file import inode

if TYPE_CHECKING:
    from diskcache import Cache

PATIENCE_SECONDS = 0.4
WRITE_AFTER_S = 0.02  # whoever waits for the answer that is kept has it by then, and all of the interpreter
_AT_ONCE_S = 0.0005  # most reads take less, and coming back through the event loop takes as long
_TRIES = 2


class DiskCache:
    """`ports.Cache` in a folder of its own; a call ends after `patience`, and `warn` hears one sentence.

    One thread does the work, because another server's write can hold a call up for long. A damaged cache is
    set aside and begun anew; after the second time, and in a folder not ours, nothing is kept on disk.
    """

    def __init__(self, folder: Path, warn: Callable[[str], None], patience: float = PATIENCE_SECONDS) -> None:
        self._folder = folder
        self._warn = warn
        self._patience = patience
        self._notice = ""
        self._warned = False
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="cache")
        self._cache: Cache | None = None
        self._inode = (0, 0)
        self._tries_left = _TRIES
        self._unwritten: dict[str, str] = {}
        self._closed = False

    async def get(self, key: str) -> str | None:
        """The value stored under the key, or None."""
        if key in self._unwritten:
            return self._unwritten[key]
        value = await self._run(lambda cache: cache.get(key))
        return value if isinstance(value, str) else None

    async def put(self, key: str, value: str) -> None:
        """Keep the value; it is written a moment later, if that is possible."""
        if self._closed:
            return
        if not self._unwritten:
            asyncio.get_running_loop().call_later(WRITE_AFTER_S, self._write)
        self._unwritten[key] = value

    async def evict(self, key: str) -> None:
        """Forget the key."""
        self._unwritten.pop(key, None)
        await self._run(lambda cache: cache.delete(key))

    def close(self) -> None:
        """Write what was put and let go of the files; what comes later is not kept."""
        self._write()
        self._closed = True  # what a timer writes between the two is not kept
        self._worker.submit(self._release)
        self._worker.shutdown()

    def _write(self) -> None:
        """Have all that was put written; who asks for it now waits behind that."""
        if self._unwritten and not self._closed:
            rows, self._unwritten = self._unwritten, {}
            with suppress(RuntimeError):  # closed meanwhile, in another thread
                self._worker.submit(self._try, lambda cache: [cache.set(*row) for row in rows.items()])

    async def _run(self, action: "Callable[[Cache], Any]") -> Any:
        """What the action gives, or None where it fails or takes longer than a keystroke can wait."""
        if self._closed:
            return None
        try:
            work = self._worker.submit(self._try, action)
            await asyncio.sleep(0)  # who waits for it may have something else to do until then
            with suppress(TimeoutError):
                return work.result(_AT_ONCE_S)
            async with asyncio.timeout(self._patience):
                return await asyncio.wrap_future(work)
        except TimeoutError:
            return None
        finally:
            self._tell()

    def _try(self, action: "Callable[[Cache], Any]") -> Any:
        # The library costs too much for the time before the first request.
        from centaur.adapters import cache_file  # noqa: PLC0415 - see above

        while self._tries_left > 0:
            try:
                if self._inode != inode(self._folder / cache_file.NAME):
                    self._release()  # removed, or set aside by another process
                if self._cache is None:
                    self._cache = self._open(cache_file.open_cache)
                    self._inode = inode(self._folder / cache_file.NAME)
                return None if self._cache is None else action(self._cache)
            except Exception as error:  # noqa: BLE001 - a planted row can make the library raise anything
                if cache_file.passes(error):
                    return None
                self._set_aside(error)
        return None

    def _open(self, open_cache: "Callable[[Path], Cache]") -> "Cache | None":
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours(self._folder):
            self._tries_left = 0
            self._notice = f"{self._folder} is a link or another user's: completions are not kept on disk"
            return None
        self._folder.chmod(0o700)
        return open_cache(self._folder)

    def _set_aside(self, error: Exception) -> None:
        self._release()
        self._tries_left -= 1
        aside = self._folder.with_name(f"{self._folder.name}.broken-{time.time_ns()}")
        self._notice = f"the completion cache was damaged ({error}) and is begun anew, the old one is {aside}"
        try:
            self._folder.rename(aside)
        except OSError as refused:
            self._tries_left = 0
            self._notice = f"the completion cache is damaged ({error}) and cannot be replaced ({refused})"

    def _tell(self) -> None:
        if self._notice and not self._warned:
            self._warned = True
            self._warn(self._notice)

    def _release(self) -> None:
        with suppress(sqlite3.Error):
            if self._cache is not None:
                self._cache.close()
        self._cache = None


def _is_ours(folder: Path) -> bool:
    return not folder.is_symlink() and (not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid())
