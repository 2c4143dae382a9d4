"""What the core needs from the world, as protocols that the adapters implement."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from centaur.completion.types import Generation, Near, Proposal, Request
from centaur.evidence.events import Event
from centaur.local.prediction import Prediction
from centaur.privacy.redaction import RedactedPrompt
from centaur.text.document import Document
from centaur.text.positions import Position


class Clock(Protocol):
    """Time comes in from outside, so that tests can hold it still."""

    def monotonic(self) -> float:
        """Seconds that never jump."""

    def now(self) -> float:
        """Seconds since 1970, UTC."""

    def call_later(self, seconds: float, action: Callable[[], None]) -> Callable[[], None]:
        """Run `action` after `seconds`; the result cancels it."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """What every proposer uses: time, where events go, new ids, and a secret of this process alone.

    `keep` takes the kind, the id and the text of what to keep where the user allows texts.
    """

    clock: Clock
    record: Callable[[Event], None]
    new_id: Callable[[], str]
    secret: bytes
    keep: Callable[[str, str, str], None] = lambda _kind, _id, _text: None


class Predictor(Protocol):
    """The local engine: immediate, in memory, and silent when it is not sure."""

    def predict(self, document: Document, cursor: Position) -> Prediction | None:
        """What probably comes at the cursor, or None."""


class CallCancelledError(asyncio.CancelledError):
    """A call of a model was cancelled; `generation` is what is known of what it took."""

    def __init__(self, generation: Generation) -> None:
        super().__init__()
        self.generation = generation


Written = Callable[[Generation], None]
"""Hears of a text that is complete; what its call took may not be in it yet."""


def unheard(_generation: Generation) -> None:
    """Nobody waits for the text before the call has ended."""


class Model(Protocol):
    """A language model behind one endpoint."""

    @property
    def name(self) -> str:
        """The model's name at its provider."""

    @property
    def provider(self) -> str:
        """The preset, or the endpoint's host."""

    @property
    def style(self) -> str:
        """How it is asked: `fim-suffix`, `fim-tokens` or `chat`."""

    @property
    def takes_files(self) -> bool:
        """Whether pieces of other files reach it as files of a repository, and not above the code at hand."""

    @property
    def identity(self) -> str:
        """Endpoint, model, style and options in one string: two models that could differ never share it."""

    async def generate(
        self,
        prompt: RedactedPrompt,
        stop_early: Callable[[str], str],
        variant: int = 0,
        written: Written = unheard,
    ) -> Generation:
        """Ask once and stream the answer. Never raises, except CallCancelledError when cancelled.

        `stop_early` sees the text so far and returns a reason to stop (`block_complete`, `line_limit`) or "".
        Each `variant` above 0 may be another text. `written` may be called once, before the call has ended.
        """


class Cache(Protocol):
    """Completions kept between sessions. It may forget anything at any time."""

    async def get(self, key: str) -> str | None:
        """The value stored under the key, or None."""

    async def put(self, key: str, value: str) -> None:
        """Keep the value, if that is possible."""

    async def evict(self, key: str) -> None:
        """Forget the key."""


class Proposer(Protocol):
    """One engine of the user's list: the local one, or a model with its cache and its breaker."""

    async def propose(self, request: Request, near: Near) -> Proposal:
        """What this engine would put at the cursor. Never raises, except when cancelled."""

    async def others(self, request: Request, near: Near) -> Proposal:
        """What it could be as well, beside the text on show. Never raises, except when cancelled."""

    def anticipate(self, request: Request, near: Near, text: str) -> None:
        """This text is offered at the cursor: what follows its acceptance may be asked for in advance."""

    def forget(self, generation_id: str) -> None:
        """The text of this generation was rejected: do not give it again from what is kept."""
