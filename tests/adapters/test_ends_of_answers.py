"""When an answer is complete, stopped or cancelled: what is told, and when the line is hung up."""

import asyncio
from collections.abc import Iterator

import pytest

from centaur.completion.ports import CallCancelledError
from centaur.completion.types import Generation
from tests.adapters.asked_model import PROMPT, ask, model_at
from tests.support.model_server import ModelServer, Script


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


async def test_an_early_stop_hangs_up_and_counts(server: ModelServer) -> None:
    server.script = Script("a + b\n\n" + "more " * 1_000, delay_ms=5)

    generation = await ask(server, lambda text: "block_complete" if "\n\n" in text else "")

    assert (generation.text, generation.stop_reason) == ("a + b\n\nmore", "block_complete")
    assert server.wait_until(lambda seen: seen.hung_up == 1)


async def test_cancelling_hangs_up(server: ModelServer) -> None:
    server.script = Script("word " * 1_000, delay_ms=5)
    async with model_at(server) as model:
        begun = asyncio.Event()

        def notice(_text: str) -> str:
            begun.set()
            return ""

        task = asyncio.create_task(model.generate(PROMPT, notice))
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

        assert await asyncio.to_thread(server.wait_until, lambda seen: seen.hung_up == 1)


async def test_a_complete_text_is_told_before_the_endpoint_says_what_it_took(server: ModelServer) -> None:
    server.script = Script("a + b", account_delay_ms=100)
    told: list[Generation] = []
    async with model_at(server) as model:
        generation = await model.generate(PROMPT, lambda _: "", written=told.append)

    assert [(each.text, each.stop_reason, each.output_tokens) for each in told] == [("a + b", "stop", None)]
    assert (generation.text, generation.output_tokens) == ("a + b", 3)
    assert generation.total_ms == told[0].total_ms


async def test_a_text_that_is_stopped_early_is_told_before_hanging_up(server: ModelServer) -> None:
    server.script = Script("a + b\n\n" + "more " * 1_000, delay_ms=5)
    hung_up: list[int] = []
    async with model_at(server) as model:
        await model.generate(
            PROMPT,
            lambda text: "block_complete" if "\n\n" in text else "",
            written=lambda _: hung_up.append(server.hung_up),
        )

    assert hung_up == [0]
    assert server.wait_until(lambda seen: seen.hung_up == 1)


async def test_a_call_that_is_cancelled_after_its_text_was_told_is_complete(server: ModelServer) -> None:
    server.script = Script("a + b", account_delay_ms=10_000)
    told = asyncio.Event()
    async with model_at(server) as model:
        call = asyncio.create_task(model.generate(PROMPT, lambda _: "", written=lambda _: told.set()))
        await told.wait()
        call.cancel()
        with pytest.raises(CallCancelledError) as cancelled:
            await call

    ended = cancelled.value.generation
    assert (ended.text, ended.stop_reason, ended.failure) == ("a + b", "stop", "")


async def test_a_stop_text_that_the_endpoint_let_through_ends_the_answer(server: ModelServer) -> None:
    server.script = Script("a + b </ file></file> and an explanation")

    generation = await ask(server)

    assert (generation.text, generation.stop_reason) == ("a + b </ file>", "stop")


async def test_texts_whose_account_is_still_to_come_hold_up_no_other(server: ModelServer) -> None:
    server.script = Script("a + b", first_delay_ms=10_000)
    async with model_at(server) as model:
        calls = [asyncio.create_task(model.generate(PROMPT, lambda _: "", number)) for number in range(6)]
        assert await asyncio.to_thread(server.wait_until, lambda seen: len(seen.requests) == len(calls))
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)
