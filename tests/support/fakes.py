"""Ports that a test holds in its hands: time that stands still, a model that obeys, a cache in memory."""

import asyncio
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from centaur.completion.ports import CallCancelledError, Runtime, Written, unheard
from centaur.completion.types import Generation, Near, Proposal, Request
from centaur.evidence.events import Event
from centaur.privacy.redaction import RedactedPrompt


@dataclass
class FakeClock:
    """Time that moves when it is told to, and runs what became due."""

    at: float = 1_000.0
    waiting: list[tuple[float, Callable[[], None]]] = field(default_factory=list)

    def monotonic(self) -> float:
        return self.at

    def now(self) -> float:
        return 1_790_000_000.0 + self.at

    def call_later(self, seconds: float, action: Callable[[], None]) -> Callable[[], None]:
        entry = (self.at + seconds, action)
        self.waiting.append(entry)
        return lambda: self.waiting.remove(entry) if entry in self.waiting else None

    def advance(self, seconds: float) -> None:
        until = self.at + seconds
        while due := [entry for entry in self.waiting if entry[0] <= until]:
            entry = min(due, key=lambda entry: entry[0])
            self.waiting.remove(entry)
            self.at = max(self.at, entry[0])
            entry[1]()
        self.at = until


CANCELLED = Generation("", failure="cancelled", total_ms=1.0, cost_usd=0.0)


@dataclass
class FakeModel:
    """Answers with the texts it was given, one a call; a call that is cancelled gives what has `ended`.

    `gate` holds the answer back until it is set, all but its first characters, as many as are `streamed`;
    `account` holds back what the call took.
    """

    answers: Sequence[str | Generation]
    gate: asyncio.Event | None = None
    account: asyncio.Event | None = None
    prompts: list[RedactedPrompt] = field(default_factory=list)
    variants: list[int] = field(default_factory=list)
    cancelled: int = 0
    streamed: int = 0
    ended: Generation = CANCELLED
    name: str = "fake"
    provider: str = "test"
    style: str = "fim-suffix"
    takes_files: bool = False
    identity: str = "fake model"

    async def generate(
        self,
        prompt: RedactedPrompt,
        stop_early: Callable[[str], str],
        variant: int = 0,
        written: Written = unheard,
    ) -> Generation:
        self.prompts.append(prompt)
        self.variants.append(variant)
        answer = self.answers[len(self.prompts) - 1]
        try:
            if self.streamed and isinstance(answer, str):
                stop_early(answer[: self.streamed])
            if self.gate:
                await self.gate.wait()
            generation = (
                answer
                if isinstance(answer, Generation)
                else Generation(answer, stop_early(answer) or "stop", total_ms=5.0)
            )
            if self.account:
                written(replace(generation, cost_usd=None))
                await self.account.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise CallCancelledError(self.ended) from None
        return generation


@dataclass
class MemoryCache:
    """A cache that forgets nothing."""

    rows: dict[str, str] = field(default_factory=dict)

    async def get(self, key: str) -> str | None:
        return self.rows.get(key)

    async def put(self, key: str, value: str) -> None:
        self.rows[key] = value

    async def evict(self, key: str) -> None:
        self.rows.pop(key, None)


@dataclass
class FakeProposer:
    """Gives one proposal to every request."""

    proposal: Proposal
    asked: list[Near] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    anticipated: list[str] = field(default_factory=list)

    async def propose(self, request: Request, near: Near) -> Proposal:  # noqa: ARG002 - the port's form
        self.asked.append(near)
        return self.proposal

    async def others(self, request: Request, near: Near) -> Proposal:  # noqa: ARG002 - the port's form
        return self.proposal

    def anticipate(self, request: Request, near: Near, text: str) -> None:  # noqa: ARG002 - the port's form
        self.anticipated.append(text)

    def forget(self, generation_id: str) -> None:
        self.forgotten.append(generation_id)


def runtime(events: list[Event], clock: FakeClock | None = None) -> Runtime:
    """A runtime that numbers its ids and keeps its events in the list."""
    numbers = itertools.count(1)
    return Runtime(clock or FakeClock(), events.append, lambda: f"id-{next(numbers)}", b"secret")
