"""Requests under way: the newest of a document wins, an older one is answered at once with nothing."""

import asyncio
from collections.abc import Coroutine
from typing import Generic, TypeVar

T = TypeVar("T")

_GRACE_S = 1.0


class InFlight(Generic[T]):
    """The one request of each document that is still worth answering."""

    def __init__(self) -> None:
        self._turns: dict[str, asyncio.Future[None]] = {}
        self._works: set[asyncio.Task[T]] = set()

    async def newest(self, document: str, work: Coroutine[None, None, T]) -> T | None:
        """The result of the work, or None as soon as a newer request of the document arrives.

        Work that lost its turn, or whose request was cancelled, is cancelled and not waited for.
        """
        self.cancel(document)
        turn = self._turns[document] = asyncio.get_running_loop().create_future()
        task = asyncio.ensure_future(work)
        self._works.add(task)
        task.add_done_callback(self._works.discard)
        try:
            await asyncio.wait((task, turn), return_when=asyncio.FIRST_COMPLETED)
            return task.result() if task.done() and not task.cancelled() else None
        finally:
            task.cancel()

    def cancel(self, document: str) -> None:
        """Answer the request of the document, if there is one, with nothing."""
        if turn := self._turns.pop(document, None):
            turn.cancel()

    async def cancel_all(self) -> None:
        """Answer every request with nothing, and wait a moment for the work to stop."""
        for document in tuple(self._turns):
            self.cancel(document)
        if self._works:
            await asyncio.wait(tuple(self._works), timeout=_GRACE_S)
