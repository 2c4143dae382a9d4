"""One call of a model under way, and whether what has been typed since still agrees with it."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field

from centaur.completion.kept import Kept
from centaur.completion.memory import Keys
from centaur.completion.types import Generation, Near, Request, Source

_MAX_TYPED = 500
_MAX_CLOSED = 2
_CLOSING = ")]}'\"`>"


@dataclass(slots=True, eq=False)
class Call:
    """A question to a model with the answer so far; `wanted` says that it goes on with nobody waiting.

    Once `told`, `generation` is what came of it, or None where the call was cancelled. The call itself may go
    on for a moment: the endpoint has still to say what it took.
    """

    request: Request
    near: Near
    offset: int
    keys: Keys
    generation_id: str
    source: Source
    variant: int = 0
    text: str = ""
    context: str = ""
    waiting: int = 0
    wanted: bool = False
    generation: Generation | None = None
    told: asyncio.Event = field(default_factory=asyncio.Event)
    _task: "asyncio.Task[None] | None" = None

    def begin(self, work: Coroutine[None, None, None]) -> None:
        """Have the model asked."""
        self._task = asyncio.create_task(work)
        self._task.add_done_callback(lambda _task: self.told.set())

    def tell(self, generation: Generation) -> None:
        """Answer all who wait."""
        self.generation = generation
        self.told.set()

    def kept(self, text: str, generation: Generation) -> Kept:
        """The text as the caches keep it."""
        cost_usd, estimated = generation.cost_usd, generation.estimated
        return Kept(text, generation.stop_reason, cost_usd, self.context, estimated)

    def check(self) -> None:
        """Raise what has gone wrong in asking, which is nobody's answer."""
        if self._task and self._task.done() and not self._task.cancelled():
            self._task.result()

    async def ended(self) -> None:
        """Return when nothing of it is under way."""
        if self._task:
            await asyncio.wait({self._task})

    def cancel(self) -> None:
        """End it, unless only what it took is missing."""
        if self._task and not self.told.is_set():
            self._task.cancel()

    def typed_since(self, request: Request, near: Near) -> str | None:
        """What was typed since the question, where the answer may still begin with it, else None."""
        if request.document.uri != self.request.document.uri:
            return None
        typed = typed_between(self.near, near, request.document.buffer.offset(request.cursor) - self.offset)
        if typed is None:
            return None
        if self.told.is_set():
            text = self.generation.text if self.generation else ""
            return typed if text and text.startswith(typed) else None
        return typed if self.text.startswith(typed) or typed.startswith(self.text) else None

    def watch(self, stop_early: Callable[[str], str]) -> Callable[[str], str]:
        """The function that sees the text so far, with a glance of our own."""

        def seen(text: str) -> str:
            self.text = text
            return stop_early(text)

        return seen

    def leave(self) -> None:
        """End the call if nobody waits for it and its text is not wanted for later."""
        if not self.waiting and not self.wanted:
            self.cancel()


def typed_between(old: Near, new: Near, moved: int) -> str | None:
    """What was typed at the cursor between the two, or None where anything else has changed.

    An editor may have added the closing half of a bracket or quote behind the cursor.
    """
    if not 0 <= moved <= _MAX_TYPED:
        return None
    typed = new.prefix[len(new.prefix) - moved :]
    if len(typed) < moved or not (old.prefix + typed).endswith(new.prefix):
        return None
    for closed in range(_MAX_CLOSED + 1):
        added, rest = new.suffix[:closed], new.suffix[closed:]
        if (
            old.suffix.startswith(rest)
            and len(old.suffix) - len(rest) <= closed
            and not added.strip(_CLOSING)
        ):
            return typed
    return None
