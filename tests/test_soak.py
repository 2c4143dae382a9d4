"""R14 in small: after many requests, half of them cancelled, nothing goes on and nothing stays open."""

import asyncio
import random
from contextlib import suppress
from pathlib import Path

import pytest

from centaur.app import recorded
from centaur.session import Session
from centaur.text.buffer import Buffer
from centaur.text.document import Document
from centaur.text.positions import Position
from tests.support.model_server import ModelServer, Script

pytestmark = pytest.mark.hostile

REQUESTS = 300
TEXT = "total_price = 1\n" + 20 * "print(total_price)\n"


def open_files() -> int:
    """How many files and connections this process has open, where the system tells."""
    folder = Path("/proc/self/fd")
    return sum(1 for _ in folder.iterdir()) if folder.exists() else 0


async def keys(session: Session, folder: Path) -> int:
    """Type and ask, and cancel half of it at some moment; the result is how many were answered."""
    path, chance, answered = folder / "main.py", random.Random(14), 0
    document = Document(path.as_uri(), str(path), "python", 1, Buffer.of(TEXT))
    session.opened(document)
    for version in range(2, REQUESTS + 2):
        line = chance.randrange(20)
        at, word = (
            Position(line, len(document.buffer.line(line))),
            chance.choice((" + ", "(", ".", "\n", "x")),
        )
        buffer, edit = document.buffer.replace(at, at, word)
        document = Document(document.uri, document.path, "python", version, buffer)
        session.changed(document, [edit])
        cursor = buffer.position(edit.start + len(word))
        asked = asyncio.create_task(session.suggest(document, cursor, "automatic"))
        if chance.random() < 1 / 2:
            await asyncio.sleep(chance.random() / 100)
            asked.cancel()
        with suppress(asyncio.CancelledError):
            answered += bool(await asked)
    return answered


async def test_r14_after_many_requests_and_cancels_no_task_goes_on_and_no_file_stays_open(
    tmp_path: Path,
) -> None:
    before, tasks = open_files(), asyncio.all_tasks()
    with ModelServer(Script("price * count", delay_ms=1)) as model:
        table = {"endpoint": model.url, "style": "fim-suffix", "name": "coder", "deadline_ms": 20_000}
        settings = {
            "engines": ["m", "local"],
            "models": {"m": table},
            "suggest": {"delay": 0},
            "budget": {"requests_per_minute": 100_000},
        }
        session = recorded("an editor", "1", [tmp_path], settings)
        answered = await keys(session, tmp_path)
        await session.close()
        assert len(model.requests) > REQUESTS / 10

    assert REQUESTS / 4 < answered < REQUESTS
    assert asyncio.all_tasks() == tasks
    assert open_files() <= before
