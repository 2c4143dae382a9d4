"""Our client against a real llama.cpp server: its tokens, its stream and its errors, over a model of noise.

Run by `python -m pytest tests/engines/llama_cpp.py`; its name keeps it out of the usual run, as the engine
takes minutes to build.
"""

import asyncio
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from centaur.adapters.clock import SystemClock
from centaur.adapters.openai_model import OpenAIModel
from centaur.adapters.presets import resolve
from centaur.completion.types import BROKEN_OFF, WORDLESS, Generation
from centaur.privacy.redaction import RedactedPrompt
from tests.engines.prepare import prepare
from tests.engines.serving import PATIENCE_S, llama_cpp

PROMPT = RedactedPrompt.of(
    messages=(("system", "Fill the hole."), ("user", "def add(a, b):\n    return <cursor/>")),
    prefix="def add(a, b):\n    return ",
    suffix="\n",
)
NAME = "starcoder-tiny"  # so that the family whose tokens the model has is recognised


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The endpoint of a server that runs while the tests do."""
    python = prepare()
    model = tmp_path_factory.mktemp("model") / "tiny.gguf"
    subprocess.run([str(python), str(Path(__file__).with_name("tiny_model.py")), str(model)], check=True)
    with llama_cpp(python, model, NAME) as endpoint:
        yield endpoint


@asynccontextmanager
async def model_at(url: str, **table: Any) -> AsyncIterator[OpenAIModel]:
    spec = resolve("test", {"endpoint": url, "name": NAME, "style": "fim-tokens", **table})
    model = OpenAIModel(spec, "", SystemClock(), max_tokens=16)
    yield model
    await model.close()


async def ask(url: str, stop_after: int = 10_000, **table: Any) -> Generation:
    async with model_at(url, **table) as model:
        return await model.generate(PROMPT, lambda text: "line_limit" if len(text) >= stop_after else "")


@pytest.mark.parametrize("style", ["fim-suffix", "fim-tokens", "chat"])
async def test_every_style_is_answered_to_its_end(url: str, style: str) -> None:
    generation = await ask(url, style=style)

    assert generation.failure == ""
    assert generation.stop_reason in ("stop", "length")
    assert generation.total_ms is not None


async def test_a_stream_that_was_ended_early_leaves_the_engine_free_for_the_next_question(url: str) -> None:
    async with asyncio.timeout(PATIENCE_S):
        ended = await ask(url, stop_after=1)
        again = await ask(url)

    assert (ended.stop_reason, again.failure) == ("line_limit", "")


async def test_a_question_longer_than_its_memory_is_a_failure_in_words(url: str) -> None:
    async with model_at(url) as model:
        generation = await model.generate(RedactedPrompt.of(prefix="x = 1\n" * 2_000), lambda _text: "")

    # It answers 200 and ends the stream without a word.
    assert generation.failure == WORDLESS


async def test_a_question_drops_the_one_that_is_being_answered(url: str) -> None:
    async with model_at(url) as model:
        first, second = await asyncio.gather(*(model.generate(PROMPT, lambda _text: "") for _ in range(2)))

    assert first.failure in BROKEN_OFF
    assert second.failure == ""


async def test_it_names_its_models(url: str) -> None:
    async with model_at(url) as model:
        assert await model.names() == (NAME,)
