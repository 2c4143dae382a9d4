"""Other texts of a model for a place where the person asked by key, to be looked through."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress

from centaur.completion.call import Call
from centaur.completion.memory import Keys

_LEAST_PATIENCE_S = 0.1
_SHARE = 0.25
_TOO_OFTEN = 2  # once may be the network

Ask = Callable[[Call], Coroutine[None, None, None]]


class Alternatives:
    """The `variants` of one place, the newest asked about; they are made `beside` its first text.

    Some servers of one's own drop the question they are at for the next (llama-cpp-python does, unless it is
    started with `--interrupt_requests false`). They are asked apart, and for one text at a time.
    """

    def __init__(self, count: int) -> None:
        self.variants = range(1, count + 1)
        self._broken_off = 0
        self._place = ""
        self._calls: Sequence[Call] = ()

    def begin(self, near_key: str, calls: Callable[[], Sequence[Call]], ask: Ask) -> None:
        """Have the variants of this place made, unless they are or have been."""
        if near_key == self._place:
            return
        self.cancel()
        self._place, self._calls = near_key, calls()
        for call, above in zip(self._calls, (None, *self._calls), strict=False):
            call.begin(ask(call) if above is None or self.beside else _after(above, ask, call))

    def call(self, keys: Keys) -> Call | None:
        """The call that was made for this variant of the place, where it was made of late."""
        return next((call for call in self._calls if call.keys == keys), None)

    async def wait_after(self, took_ms: float) -> None:
        """Return when they are made, or a little later than the first text, which took so long.

        VS Code keeps to the list that its key was answered with: what comes later cannot be looked through.
        """
        await self.wait(max(_LEAST_PATIENCE_S, took_ms / 1000 * _SHARE))

    async def wait(self, seconds: float) -> None:
        """Return when they are made, or after this time."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, seconds)):
                for call in self._calls:
                    await call.told.wait()

    @property
    def beside(self) -> bool:
        """Whether variants may be asked for while another text is made."""
        return bool(self.variants) and self._broken_off < _TOO_OFTEN

    def broke_off(self) -> None:
        """The answer beside which they were asked for has ended before its time."""
        self.cancel()
        self._broken_off += 1

    def cancel(self) -> None:
        """End what is being written."""
        for call in self._calls:
            call.cancel()
        self._place, self._calls = "", ()


async def _after(above: Call, ask: Ask, call: Call) -> None:
    await above.ended()
    await ask(call)
