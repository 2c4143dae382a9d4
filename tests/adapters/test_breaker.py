"""When a model is left alone, and how it comes back."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from centaur.adapters.breaker import FAILURES, LONGEST_REST_SECONDS, REST_SECONDS, Breaker
from centaur.completion.ports import Written, unheard
from centaur.completion.types import UNASKED, Generation
from centaur.privacy.redaction import RedactedPrompt
from tests.support.fakes import FakeClock, FakeModel

PROMPT = RedactedPrompt.of(prefix="x")
DOWN = Generation("", failure="connection refused")
UP = Generation("return 1", "stop")


@dataclass
class ScriptedModel:
    """A model that answers with `next`; it waits for `gate` where there is one."""

    next: Generation = DOWN
    calls: int = 0
    gate: asyncio.Event | None = None
    name: str = "coder"
    provider: str = "test"
    takes_files: bool = False
    style: str = "chat"
    identity: str = "identity"

    async def generate(
        self,
        _prompt: RedactedPrompt,
        _stop_early: Callable[[str], str],
        _variant: int = 0,
        _written: Written = unheard,
    ) -> Generation:
        self.calls += 1
        if self.gate:
            await self.gate.wait()
        return self.next


@dataclass
class Scene:
    model: ScriptedModel = field(default_factory=ScriptedModel)
    clock: FakeClock = field(default_factory=FakeClock)

    def __post_init__(self) -> None:
        self.breaker = Breaker(self.model, self.clock)

    async def ask(self, times: int = 1) -> Generation:
        for _ in range(times):
            generation = await self.breaker.generate(PROMPT, lambda _: "")
        return generation


async def test_a_model_that_answers_is_always_asked() -> None:
    scene = Scene(ScriptedModel(UP))

    assert await scene.ask(20) == UP
    assert scene.model.calls == 20
    assert scene.breaker.problem == ""


async def test_after_three_failures_it_is_left_alone_and_says_why() -> None:
    scene = Scene()
    assert await scene.ask(FAILURES) == DOWN

    assert await scene.ask(50) == replace(UNASKED, failure="resting: connection refused")
    assert scene.model.calls == FAILURES
    assert scene.breaker.problem == "coder does not answer (connection refused); it is asked again after 30 s"


async def test_failures_with_an_answer_between_them_do_not_add_up() -> None:
    scene = Scene()
    for generation in (DOWN, DOWN, UP, DOWN, DOWN):
        scene.model.next = generation
        await scene.ask()

    assert scene.breaker.problem == ""


async def test_a_dead_endpoint_gets_four_calls_in_fifty_seconds_of_typing() -> None:
    scene = Scene()
    for _ in range(100):
        await scene.ask()
        scene.clock.at += 0.5

    assert scene.model.calls == 4


async def test_it_is_back_with_the_first_answer_after_a_rest() -> None:
    scene = Scene()
    await scene.ask(FAILURES)
    scene.clock.at += REST_SECONDS
    assert (
        scene.breaker.problem
        == "coder does not answer (connection refused); it is asked again with the next suggestion"
    )

    scene.model.next = UP

    assert await scene.ask(3) == UP
    assert scene.breaker.problem == ""


async def test_a_probe_that_fails_begins_the_next_rest_at_once() -> None:
    scene = Scene()
    await scene.ask(FAILURES)
    scene.clock.at += REST_SECONDS

    await scene.ask(10)

    assert scene.model.calls == FAILURES + 1


async def test_only_one_call_probes_at_a_time() -> None:
    scene = Scene()
    await scene.ask(FAILURES)
    scene.clock.at += REST_SECONDS
    scene.model.gate = asyncio.Event()
    probe = asyncio.create_task(scene.ask())
    await asyncio.sleep(0)

    assert (await scene.ask()).failure == "resting: connection refused"

    scene.model.gate.set()
    await probe


async def test_a_cancelled_probe_leaves_the_next_one_free() -> None:
    scene = Scene()
    await scene.ask(FAILURES)
    scene.clock.at += REST_SECONDS
    scene.model.gate = asyncio.Event()
    probe = asyncio.create_task(scene.ask())
    await asyncio.sleep(0)
    probe.cancel()
    with pytest.raises(asyncio.CancelledError):
        await probe

    scene.model.gate, scene.model.next = None, UP

    assert await scene.ask() == UP


@pytest.mark.parametrize(("asked_for", "rest"), [(7.0, 7.0), (120.0, 120.0), (1e9, LONGEST_REST_SECONDS)])
async def test_retry_after_is_honoured_from_the_first_refusal(asked_for: float, rest: float) -> None:
    scene = Scene(ScriptedModel(Generation("", failure="http 429", retry_after_s=asked_for)))
    await scene.ask()

    scene.clock.at += rest - 0.1
    assert (await scene.ask()).failure == "resting: http 429"
    scene.clock.at += 0.2
    scene.model.next = UP
    assert await scene.ask() == UP


async def test_an_endpoint_that_asks_for_no_rest_gets_the_usual_one() -> None:
    scene = Scene(ScriptedModel(Generation("", failure="http 429", retry_after_s=0.0)))

    await scene.ask(10)

    assert scene.model.calls == FAILURES


def test_it_stands_for_the_model_it_guards() -> None:
    breaker = Scene().breaker

    assert (breaker.name, breaker.provider, breaker.style, breaker.identity) == (
        "coder",
        "test",
        "chat",
        "identity",
    )


async def test_a_text_shows_that_the_model_is_back_before_its_call_has_ended() -> None:
    model = FakeModel([*[DOWN] * FAILURES, "1", "2"])
    clock = FakeClock()
    breaker = Breaker(model, clock)
    for _ in range(FAILURES):
        await breaker.generate(PROMPT, lambda _: "")
    clock.advance(REST_SECONDS)
    model.account = asyncio.Event()

    back = asyncio.create_task(breaker.generate(PROMPT, lambda _: ""))
    await asyncio.sleep(0)
    assert breaker.problem == ""
    next_one = asyncio.create_task(breaker.generate(PROMPT, lambda _: ""))
    model.account.set()

    assert [(await back).text, (await next_one).text] == ["1", "2"]


async def test_what_a_call_took_that_is_known_to_have_answered_wakes_no_model_that_rests() -> None:
    model = FakeModel(["1", Generation("", failure="http 429", retry_after_s=60.0)], account=asyncio.Event())
    breaker = Breaker(model, FakeClock())
    answered = asyncio.create_task(breaker.generate(PROMPT, lambda _: ""))
    await asyncio.sleep(0)
    account, model.account = model.account, None
    await breaker.generate(PROMPT, lambda _: "")

    assert account
    account.set()
    await answered

    assert "http 429" in breaker.problem
