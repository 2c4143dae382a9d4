"""A small model that was taught to chat, through our server: its suggestion and its explanation arrive.

Run by `python -m pytest tests/engines/instruct.py`; its name keeps it out of the usual run, as the model
is 93 MB.
"""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.engines.prepare import PYTHON, prepare_instruct
from tests.engines.serving import llama_cpp
from tests.support.lsp_client import LspClient, lsp_process

NAME = "smollm2"
URI = "file:///login.py"
TEXT = 'import hashlib\n\n\ndef hash_password(password):\n    """The hash of it."""\n    return hashlib.\n'


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The endpoint of a server that runs while the tests do."""
    with llama_cpp(PYTHON, prepare_instruct(), NAME, context=4096) as endpoint:
        yield endpoint


@pytest_asyncio.fixture
async def client(url: str, tmp_path: Path) -> AsyncIterator[LspClient]:
    """An editor with the file open, whose only engine is the model."""
    async with lsp_process("-m", "centaur", "serve", environment={"CENTAUR_HOME": str(tmp_path)}) as editor:
        model = {"endpoint": url, "style": "chat", "name": NAME, "deadline_ms": 15_000, "max_tokens": 32}
        await editor.initialize({"engines": ["small"], "models": {"small": model}, "explain.model": "small"})
        editor.open(URI, TEXT)
        yield editor
        await editor.quit()


async def test_its_suggestion_arrives_without_the_prompt_or_a_fence(client: LspClient) -> None:
    items = await client.complete(URI, 5, len("    return hashlib."))

    text = items[0]["insertText"]
    assert text.strip()
    assert not any(mark in text for mark in ("```", "<file", "<cursor", "<context", "<|im_"))


async def test_its_explanation_arrives_as_a_model_s(client: LspClient) -> None:
    place = {"start": {"line": 3, "character": 5}, "end": {"line": 3, "character": 5}}

    answer = await client.request("centaur/explain", {"textDocument": {"uri": URI}, "range": place})

    assert answer["kind"] == "explanation"
    assert answer["markdown"].startswith("### What it does\n")
    assert f"> {NAME}" not in answer["markdown"]  # where a model fails, the end says why
