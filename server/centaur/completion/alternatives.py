"""Other texts of a model for a place where the person asked by key, to be looked through."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

_LEAST_PATIENCE_S = 0.1
_SHARE = 0.25
_TOO_OFTEN = 2  # once may be the network


class Alternatives:
    """The `variants` of one place, the newest asked about; they are made `beside` its first text.

    Some servers of one's own drop the question they are at for the next (llama-cpp-python does, unless it is
    started with `--interrupt_requests false`). They are asked apart, and for one text at a time.
    """

    def __init__(self, count: int) -> None:
        self.variants = range(1, count + 1)
        self._broken_off = 0
        self._place = ""
        self._tasks: tuple[asyncio.Task[Any], ...] = ()

    def begin(self, near_key: str, ask: Callable[[int], Coroutine[Any, Any, object]]) -> None:
        """Have the variants of this place made, unless they are or have been."""
        if near_key == self._place:
            return
        self.cancel()
        self._place = near_key
        works = [ask(variant) for variant in self.variants] if self.beside else [self._one_by_one(ask)]
        self._tasks = tuple(asyncio.create_task(work) for work in works)

    async def wait_after(self, took_ms: float) -> None:
        """Return when they are made, or a little later than the first text, which took so long.

        VS Code keeps to the list that its key was answered with: what comes later cannot be looked through.
        """
        await self.wait(max(_LEAST_PATIENCE_S, took_ms / 1000 * _SHARE))

    async def wait(self, seconds: float) -> None:
        """Return when they are made, or after this time."""
        if pending := [task for task in self._tasks if not task.done()]:
            await asyncio.wait(pending, timeout=max(0.0, seconds))

    @property
    def beside(self) -> bool:
        """Whether variants may be asked for while another text is made."""
        return bool(self.variants) and self._broken_off < _TOO_OFTEN

    def broke_off(self) -> None:
        """The answer beside which they were asked for has ended before its time."""
        self.cancel()
        self._broken_off += 1

    def cancel(self) -> None:
        """End what is under way."""
        for task in self._tasks:
            task.cancel()
        self._place, self._tasks = "", ()

    async def _one_by_one(self, ask: Callable[[int], Coroutine[Any, Any, object]]) -> None:
        for variant in self.variants:
            await ask(variant)
