"""A stream that ends before the endpoint has said what it took is paid for all the same."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from typing import Any

import pytest

from centaur.adapters.budget import Budget, Metered
from centaur.adapters.clock import SystemClock
from centaur.adapters.openai_model import OpenAIModel
from centaur.adapters.presets import ModelSpec
from centaur.adapters.spending import Spending
from centaur.adapters.token_length import BYTES_PER_TOKEN
from centaur.completion.ports import CallCancelledError
from centaur.completion.types import Generation
from centaur.privacy.redaction import RedactedPrompt
from centaur.settings import Settings
from tests.support.model_server import ModelServer, Script

ASKED, SAID = "x" * 3_000, "total = 1"
PROMPT = RedactedPrompt.of(messages=[("user", ASKED)])
GUESSED, SAID_TOKENS = ceil(len(ASKED) / BYTES_PER_TOKEN), ceil(len(SAID) / BYTES_PER_TOKEN)


@dataclass(frozen=True, slots=True)
class ChargingSpec(ModelSpec):
    """A provider that charges, although it is on this machine."""

    @property
    def is_own(self) -> bool:
        return False


class Purse:
    """A model of known price at the server, and what it has cost so far."""

    def __init__(self, server: ModelServer, folder: Path, name: str = "gpt-4.1-mini", **limits: Any) -> None:
        clock = SystemClock()
        spec = ChargingSpec("test", server.url, "chat", name, "openai", path="/chat/completions")
        self.client = OpenAIModel(replace(spec, generation_ms=1_000), "key", clock)
        self.spending = Spending(folder, clock)
        budget = Budget(self.spending, clock)
        budget.limits = replace(Settings(), **limits)
        self.metered = Metered(self.client, budget, self.client.usd)

    async def ask(self, stop_early: Callable[[str], str] = lambda _text: "") -> Generation:
        return await self.metered.generate(PROMPT, stop_early)

    async def aclose(self) -> None:
        await self.client.close()

    def check(self, given: int, made: int) -> None:
        """So many tokens were counted, at their price."""
        tokens, usd = self.spending.total()
        assert tokens == given + made
        assert 0 < usd == pytest.approx(self.client.usd(given, made))

    def check_told(self, generation: Generation, failure: str, given: int, made: int) -> None:
        """The log is told what the budget counts, and that it is an estimate."""
        assert generation.failure == failure
        assert (generation.input_tokens, generation.output_tokens) == (given, made)
        assert generation.cost_usd == pytest.approx(self.spending.total()[1])
        assert generation.estimated


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer(Script(SAID)) as running:
        yield running


def at_once(_text: str) -> str:
    return "block_complete"


async def test_a_stream_that_we_end_costs_what_was_asked_and_said_and_says_that_it_is_an_estimate(
    server: ModelServer, tmp_path: Path
) -> None:
    async with aclosing(Purse(server, tmp_path)) as purse:
        generation = await purse.ask(lambda text: "line_limit" if text == SAID else "")

        purse.check(GUESSED, SAID_TOKENS)
        purse.check_told(generation, "", GUESSED, SAID_TOKENS)
        assert generation.stop_reason == "line_limit"


async def test_a_call_that_is_cancelled_costs_what_was_asked_and_heard(
    server: ModelServer, tmp_path: Path
) -> None:
    server.script = Script(SAID, fault="hang after text")
    heard = asyncio.Event()
    async with aclosing(Purse(server, tmp_path)) as purse:

        def hear(_text: str) -> str:
            heard.set()
            return ""

        call = asyncio.create_task(purse.ask(hear))
        await heard.wait()
        call.cancel()
        with pytest.raises(CallCancelledError) as cancelled:
            await call

        purse.check(GUESSED, SAID_TOKENS)
        purse.check_told(cancelled.value.generation, "cancelled", GUESSED, SAID_TOKENS)


async def test_a_call_that_is_cancelled_before_there_is_a_connection_costs_nothing(
    server: ModelServer, tmp_path: Path
) -> None:
    async with aclosing(Purse(server, tmp_path)) as purse:
        call = asyncio.create_task(purse.ask())
        await asyncio.sleep(0)
        call.cancel()
        with pytest.raises(CallCancelledError) as cancelled:
            await call

        generation = cancelled.value.generation
        assert (generation.failure, generation.cost_usd, generation.estimated) == ("cancelled", 0.0, False)
        assert purse.spending.total() == (0, 0.0)


@pytest.mark.parametrize(
    ("fault", "heard"),
    [
        ("hang", 0),
        ("drip", 0),
        ("garbage", 0),
        ("html", 0),
        ("http 500", 0),
        ("huge line", 0),
        ("hang after text", SAID_TOKENS),
        ("hang after finish", SAID_TOKENS),
        ("cut", SAID_TOKENS),
        ("no finish", SAID_TOKENS),
    ],
)
async def test_where_a_model_may_have_read_the_prompt_it_is_paid_for(
    fault: str, heard: int, server: ModelServer, tmp_path: Path
) -> None:
    server.script = Script(SAID, fault=fault)
    async with aclosing(Purse(server, tmp_path)) as purse:
        generation = await purse.ask()

        purse.check(GUESSED, heard)
        purse.check_told(generation, generation.failure, GUESSED, heard)


@pytest.mark.parametrize("fault", ["http 401", "http 404", "http 429", "redirect"])
async def test_what_was_refused_costs_nothing_and_the_log_says_so(
    fault: str, server: ModelServer, tmp_path: Path
) -> None:
    server.script = Script(fault=fault, redirect_to=server.url)
    async with aclosing(Purse(server, tmp_path)) as purse:
        generation = await purse.ask()

        assert (generation.cost_usd, generation.estimated) == (0.0, False)
        assert purse.spending.total() == (0, 0.0)


async def test_an_endpoint_that_is_not_there_costs_nothing(tmp_path: Path) -> None:
    with ModelServer() as gone:
        pass
    async with aclosing(Purse(gone, tmp_path)) as purse:
        assert (await purse.ask()).cost_usd == 0.0
        assert purse.spending.total() == (0, 0.0)


async def test_calls_that_were_counted_teach_what_the_others_took(
    server: ModelServer, tmp_path: Path
) -> None:
    async with aclosing(Purse(server, tmp_path)) as purse:
        counted = await purse.ask()
        assert counted.input_tokens
        assert counted.output_tokens
        assert not counted.estimated

        await purse.ask(lambda text: "block_complete" if text == SAID else "")

        assert counted.input_tokens < GUESSED
        purse.check(2 * counted.input_tokens, 2 * counted.output_tokens)


async def test_a_day_of_nothing_but_streams_ended_early_comes_to_its_limit(
    server: ModelServer, tmp_path: Path
) -> None:
    async with aclosing(Purse(server, tmp_path, usd_per_day=0.001)) as purse:
        answers = [await purse.ask(at_once) for _ in range(4)]

        told = "today's 0.00 dollars are spent (budget.usd_per_day)"
        assert [answer.failure for answer in answers] == ["", "", "", told]
        assert answers[-1].cost_usd == 0.0


async def test_without_a_known_price_the_tokens_are_counted_still(
    server: ModelServer, tmp_path: Path
) -> None:
    async with aclosing(Purse(server, tmp_path, name="no-such-model", tokens_per_day=GUESSED + 1)) as purse:
        assert [bool((await purse.ask(at_once)).failure) for _ in range(2)] == [False, True]
        assert purse.spending.total()[1] == 0.0


async def test_without_a_known_price_the_cost_is_unknown_and_not_guessed(
    server: ModelServer, tmp_path: Path
) -> None:
    async with aclosing(Purse(server, tmp_path, name="no-such-model")) as purse:
        generation = await purse.ask(at_once)

        assert (generation.cost_usd, generation.input_tokens) == (None, GUESSED)
