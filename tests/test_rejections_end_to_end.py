"""A text that was rejected stays away from its place, in every window and after every start."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from centaur.adapters.rejected_places import LOOK_SECONDS
from centaur.app import recorded
from centaur.completion.types import Answer
from centaur.session import Session
from centaur.text.buffer import Buffer
from centaur.text.document import Document
from centaur.text.positions import Position
from tests.support.model_server import ModelServer, Script

TEXT = "def total(price, count):\n    return price * count\n\n\ndef sum(price, count):\n    ret"
REJECTED = ("filtered", "rejected_before")
LOOKS = 20


@pytest.fixture
def model() -> Iterator[dict[str, object]]:
    """Settings by which a model answers."""
    with ModelServer(Script("urn price * count")) as server:
        table = {"endpoint": server.url, "style": "fim-suffix", "name": "tiny"}
        yield {"engines": ["fast"], "models": {"fast": table}}


@pytest.fixture(params=["local", "model"])
def table(request: pytest.FixtureRequest) -> dict[str, object]:
    """The settings of each kind of engine."""
    found: dict[str, object] = {} if request.param == "local" else request.getfixturevalue("model")
    return found


def start(folder: Path, table: dict[str, object]) -> Session:
    return recorded("an editor", "1", [folder], table)


async def suggest(session: Session, folder: Path) -> Answer:
    """Ask behind the last word."""
    path = folder / "example.py"
    document = Document(path.as_uri(), str(path), "python", 1, Buffer.of(TEXT))
    session.opened(document)
    return await session.suggest(document, Position(5, 7), "invoked")


async def reject(session: Session, folder: Path) -> None:
    answer = await suggest(session, folder)
    session.shown(answer.suggestions[0].id)
    session.dismissed(answer.suggestions[0].id, "escape")


async def test_after_a_restart_a_rejected_text_does_not_come_back(
    tmp_path: Path, table: dict[str, object]
) -> None:
    first = start(tmp_path, table)
    await reject(first, tmp_path)
    await first.close()

    second = start(tmp_path, table)
    answer = await suggest(second, tmp_path)
    await second.close()

    assert (answer.result, answer.reason) == REJECTED


async def test_another_window_learns_within_a_moment_what_was_rejected_here(
    tmp_path: Path, table: dict[str, object]
) -> None:
    here, there = start(tmp_path, table), start(tmp_path, table)
    assert (await suggest(there, tmp_path)).suggestions
    await reject(here, tmp_path)
    answer = await suggest(there, tmp_path)
    for _ in range(LOOKS):
        if answer.result == "filtered":
            break
        await asyncio.sleep(LOOK_SECONDS / 2)
        answer = await suggest(there, tmp_path)
    await here.close()
    await there.close()

    assert (answer.result, answer.reason) == REJECTED


async def test_where_nothing_is_recorded_it_stays_away_until_the_session_ends(
    tmp_path: Path, centaur_home: Path
) -> None:
    off: dict[str, object] = {"evidence": {"level": "off"}}
    first = start(tmp_path, off)
    await reject(first, tmp_path)
    answer = await suggest(first, tmp_path)
    await first.close()

    assert (answer.result, answer.reason) == REJECTED
    assert not (centaur_home / "events.db").exists()
