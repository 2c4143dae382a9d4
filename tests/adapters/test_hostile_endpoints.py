"""Endpoints that misbehave on purpose: each is an empty text and a sentence, in time and in little memory."""

import asyncio
import tracemalloc
from collections.abc import Iterator

import pytest

from centaur.adapters.clock import SystemClock
from centaur.adapters.openai_model import OpenAIModel
from centaur.adapters.presets import resolve
from centaur.completion.types import Generation
from centaur.privacy.redaction import RedactedPrompt
from tests.support.model_server import FAULTS, ModelServer, Script

pytestmark = pytest.mark.hostile

SILENCE_MS = 500  # how long the silent ones are waited for
PATIENCE_MS = 20_000  # a loaded machine may take its time with the others
PROMPT = RedactedPrompt.of(prefix="def secret_plan(", suffix="):")
SENTENCES = {
    "http 401": "http 401",
    "http 404": "http 404",
    "http 429": "http 429",
    "http 500": "http 500",
    "hang": "timeout",
    "hang after headers": "timeout",
    "hang after text": "timeout",
    "drip": "timeout",
    "garbage": "the answer is not that of a language model",
    "binary": "the answer is not that of a language model",
    "wrong shape": "the answer is not that of a language model",
    "list": "the answer is not that of a language model",
    "error event": "the endpoint reported an error",
    "empty": "the answer ended before its first word",
    "cut": "the answer was cut short",
    "no finish": "the answer was cut short",
    "html": "the endpoint does not stream an answer",
    "redirect": "http 307",
    "huge line": "the answer is too large or compressed",
    "huge error": "http 400",
    "compressed bomb": "the answer is too large or compressed",
    "endless headers": "the answer was cut short",
    "reset": "the answer was cut short",
}


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


@pytest.fixture
def elsewhere() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


def model_at(server: ModelServer, budget_ms: int = PATIENCE_MS) -> OpenAIModel:
    table = {
        "endpoint": server.url,
        "style": "fim-suffix",
        "name": "coder",
        "deadline_ms": budget_ms,
        "generation_ms": budget_ms,
    }
    return OpenAIModel(resolve("test", table), "key", SystemClock())


async def ask(model: OpenAIModel) -> Generation:
    return await model.generate(PROMPT, lambda _: "")


def test_every_fault_of_the_server_is_tried() -> None:
    assert set(SENTENCES) | {"hang after finish"} == set(FAULTS)


@pytest.mark.parametrize(("fault", "sentence"), SENTENCES.items())
async def test_a_hostile_endpoint_gives_nothing_but_a_sentence(
    fault: str, sentence: str, server: ModelServer, elsewhere: ModelServer
) -> None:
    server.script = Script("x = 1", fault=fault, redirect_to=f"{elsewhere.url}/completions")
    model = model_at(server, SILENCE_MS if sentence == "timeout" else PATIENCE_MS)

    async with asyncio.timeout(PATIENCE_MS / 1000):
        generation = await ask(model)

    assert (generation.text, generation.failure) == ("", sentence)
    server.script = Script("x = 1")
    assert (await ask(model)).text == "x = 1"
    assert elsewhere.connections == 0
    await model.close()


@pytest.mark.parametrize("fault", ["huge line", "huge error", "compressed bomb", "endless headers"])
async def test_no_answer_can_fill_the_memory(fault: str, server: ModelServer) -> None:
    server.script = Script()
    model = model_at(server)
    await ask(model)
    server.script = Script(fault=fault)
    tracemalloc.start()

    generation = await ask(model)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    await model.close()
    assert generation.failure
    assert peak < 8 * 1024 * 1024  # a few blocks of the server itself are among them


async def test_a_complete_answer_counts_even_if_the_line_then_hangs(server: ModelServer) -> None:
    server.script = Script("x = 1", fault="hang after finish")
    model = model_at(server)

    async with asyncio.timeout(PATIENCE_MS / 2_000):
        generation = await ask(model)

    assert (generation.text, generation.stop_reason, generation.failure) == ("x = 1", "stop", "")
    await model.close()


@pytest.mark.parametrize(
    ("header", "least", "most"),
    [
        ("30", 30, 30),
        ("0", 0, 0),
        ("Wed, 21 Oct 2093 07:28:00 GMT", 1e9, 1e10),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0, 0),
    ],
)
async def test_how_long_to_wait_is_handed_on(
    header: str, least: float, most: float, server: ModelServer
) -> None:
    server.script = Script(fault="http 429", retry_after=header)
    model = model_at(server)

    generation = await ask(model)

    assert generation.failure == "http 429"
    assert generation.retry_after_s is not None
    assert least <= generation.retry_after_s <= most
    await model.close()


@pytest.mark.parametrize("header", ["", "soon", "-5", "1e999", "9" * 400 + "x"])
async def test_a_senseless_wait_is_none(header: str, server: ModelServer) -> None:
    server.script = Script(fault="http 429", retry_after=header)
    model = model_at(server)

    assert (await ask(model)).retry_after_s is None
    await model.close()
