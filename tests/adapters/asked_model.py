"""A model over real sockets, and one question to it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from centaur.adapters.clock import SystemClock
from centaur.adapters.openai_model import OpenAIModel
from centaur.adapters.presets import resolve
from centaur.completion.types import Generation
from centaur.privacy.redaction import RedactedPrompt
from tests.support.model_server import ModelServer

KEY = "canary-0123456789"
PREFIX, SUFFIX = "def add(a, b):\n    return ", "\n"
PROMPT = RedactedPrompt.of(
    messages=(("system", "Fill the hole."), ("user", f"{PREFIX}<cursor/>{SUFFIX}")),
    prefix=PREFIX,
    suffix=SUFFIX,
)


@asynccontextmanager
async def model_at(server: ModelServer, key: str = KEY, **table: Any) -> AsyncIterator[OpenAIModel]:
    """A model of the table's preset, or a plain one, at the server."""
    plain = {} if "preset" in table else {"style": "fim-suffix", "name": "coder"}
    spec = resolve("test", {"endpoint": server.url, "generation_ms": 10_000, **plain, **table})
    model = OpenAIModel(spec, key, SystemClock(), stop=("</file>",), max_tokens=64)
    yield model
    await model.close()


async def ask(
    server: ModelServer, stop_early: Callable[[str], str] = lambda _: "", key: str = KEY, **table: Any
) -> Generation:
    async with model_at(server, key, **table) as model:
        return await model.generate(PROMPT, stop_early)
