"""A proposer with a model, and everything around it, in reach of a test."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path

from centaur.adapters import prompt_files
from centaur.completion import context
from centaur.completion.model_proposer import ModelProposer, Pace
from centaur.completion.snippets import Snippet
from centaur.completion.types import Near, Proposal, Request
from centaur.evidence.events import Event, GenerationEvent
from tests.support.fakes import FakeClock, FakeModel, MemoryCache, runtime
from tests.support.fixture import request

LINE = "def add(a, b):\n    return $0\n"


@dataclass
class Bench:
    """A proposer with everything around it in reach."""

    model: FakeModel
    cache: MemoryCache = field(default_factory=MemoryCache)
    events: list[Event] = field(default_factory=list)
    deadline_ms: int = 1_000
    delay_ms: int = 0
    foresees: bool = False
    candidates: int = 3
    clock: FakeClock = field(default_factory=FakeClock)
    gather: Callable[[Request, Near], tuple[Snippet, ...]] = lambda _request, _near: ()

    def __post_init__(self) -> None:
        prompts, _ = prompt_files.read(Path("nowhere"))
        pace = Pace(self.delay_ms, self.deadline_ms, self.foresees, self.candidates)
        template = prompts.find("inline/fim")
        running = runtime(self.events, self.clock)
        self.proposer = ModelProposer(self.model, template, self.cache, pace, running, gather=self.gather)

    async def ask(self, text: str = LINE, *, invoked: bool = False) -> Proposal:
        asked = request(text, trigger="invoked" if invoked else "automatic", asked_at=self.clock.monotonic())
        return await self.proposer.propose(asked, context.near(asked))

    async def others(self, text: str = LINE) -> list[str]:
        asked = request(text, trigger="invoked")
        found = await self.proposer.others(asked, context.near(asked))
        return [candidate.text for candidate in found.candidates]

    async def foresee(self, text: str, offered: str) -> None:
        """What the person is offered, and looks at for a while."""
        asked = request(text)
        self.proposer.anticipate(asked, context.near(asked), offered)
        self.clock.advance(1)
        await asyncio.sleep(0)

    async def written(self) -> None:
        """Return when an answer has come to the disk too, a moment after it was given."""
        for _ in range(3):
            await asyncio.sleep(0)

    def open_gate(self) -> None:
        assert self.model.gate
        self.model.gate.set()

    def generations(self) -> list[tuple[str, str]]:
        return [(event.source, event.status) for event in self.events if isinstance(event, GenerationEvent)]


async def cancelled(asking: Coroutine[None, None, object]) -> None:
    """A request that has lost its turn to a newer one."""
    asked = asyncio.create_task(asking)
    await asyncio.sleep(0.01)
    asked.cancel()
    await asyncio.wait({asked})
    assert asked.cancelled()


def text_of(proposal: Proposal) -> str:
    return proposal.candidates[0].text if proposal.candidates else ""


def source_of(proposal: Proposal) -> str:
    return proposal.candidates[0].origin.source
