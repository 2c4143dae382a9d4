"""What surrounds a session, wired as it runs: pauses and problems reach the status bar and the log."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from centaur.adapters import session_lock, text_store
from centaur.adapters.disk_cache import DiskCache
from centaur.adapters.pause_file import PauseFile
from centaur.adapters.spending import Spending
from centaur.adapters.state_dir import StateDir
from centaur.app import recorded
from centaur.completion.problems import Problem
from centaur.engines import Engines
from centaur.session import Session
from centaur.settings import Settings
from centaur.text.buffer import Buffer
from centaur.text.document import Document
from centaur.text.positions import Position
from tests.support.fakes import FakeClock, runtime
from tests.support.model_server import ModelServer, Script

TEXT = "def total(price, count):\n    return price * count\n\n\ndef sum(price, count):\n    ret"


async def suggest(session: Session, folder: Path, text: str = TEXT) -> Any:
    """Ask at the end of the sixth line."""
    path = folder / "example.py"
    opened = Document(path.as_uri(), str(path), "python", 1, Buffer.of(text))
    session.opened(opened)
    return await session.suggest(opened, Position(5, len(text.split("\n")[5])), "invoked")


def read(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def rows(home: Path, sql: str) -> list[tuple[Any, ...]]:
    return read(home / "events.db", sql)


def holds(home: Path, needle: str) -> bool:
    return any(needle.encode() in path.read_bytes() for path in home.rglob("*") if path.is_file())


@pytest.fixture
def pauses() -> PauseFile:
    return PauseFile(StateDir.locate().pauses, lambda: 0.0)


def start(folder: Path, **table: object) -> Session:
    return recorded("an editor", "1", [folder], table)


async def test_in_a_pause_nothing_is_suggested_and_the_log_says_whose_choice_it_was(
    tmp_path: Path, centaur_home: Path, pauses: PauseFile
) -> None:
    pauses.pause("suggestions", float("inf"))
    session = start(tmp_path)
    answer = await suggest(session, tmp_path)
    status = session.status()
    await session.close()

    assert (answer.result, answer.reason, answer.suggestions) == ("suppressed", "paused", ())
    assert status["kind"] == "Inactive"
    assert status["message"] == answer.sentence == "suggestions are paused, until you resume"
    assert rows(centaur_home, "SELECT result, reason FROM opportunity") == [("suppressed", "paused")]


async def test_a_pause_of_recording_is_shown_and_stops_no_suggestion(
    tmp_path: Path, centaur_home: Path, pauses: PauseFile
) -> None:
    pauses.pause("recording", float("inf"))
    session = start(tmp_path)
    answer = await suggest(session, tmp_path)
    status = session.status()
    await session.close()

    assert answer.suggestions
    assert (status["kind"], status["paused"]) == ("Normal", True)
    assert status["message"] == "recording is paused, until you resume"
    assert not (centaur_home / "events.db").exists()


async def test_a_log_that_takes_nothing_is_a_warning_in_the_status_bar(
    tmp_path: Path, centaur_home: Path
) -> None:
    (centaur_home / "events.db").mkdir(parents=True)
    session = start(tmp_path)
    answer = await suggest(session, tmp_path)
    with pytest.raises(Exception, match="cannot be used"):
        await session.accepted(answer.suggestions[0].id)
    status = session.status()
    await session.close()

    assert status["kind"] == "Warning"
    assert str(status["message"]).startswith("events are not being stored")


async def test_a_warning_is_logged_once_however_often_the_settings_change(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    session = start(tmp_path, colour="red")
    session.configure({"colour": "red", "suggest": {"delay": 10}})
    await session.close()

    [logged] = caplog.messages
    assert "unknown setting 'colour'" in logged


async def test_a_line_of_an_ignore_file_that_is_no_pattern_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / ".centaurignore").write_text("a*b*c*d*e\n")
    session = start(tmp_path)
    await suggest(session, tmp_path)
    status = session.status()
    await session.close()

    assert status["kind"] == "Warning"
    assert "'a*b*c*d*e' is no pattern" in str(status["message"])


async def test_what_the_last_process_showed_is_accepted_by_the_next(
    tmp_path: Path, centaur_home: Path
) -> None:
    first = start(tmp_path)
    shown = (await suggest(first, tmp_path)).suggestions[0].id
    first.shown(shown)
    await asyncio.sleep(0.35)  # long enough to count as shown
    await first.close()

    second = start(tmp_path)
    await second.accepted(shown)
    await second.close()

    assert rows(centaur_home, "SELECT suggestion_id, outcome FROM outcome") == [(shown, "accepted")]
    assert rows(centaur_home, "SELECT * FROM impossible") == []


async def test_what_was_decided_while_nothing_was_recorded_is_known_to_be_unknown(
    tmp_path: Path, centaur_home: Path
) -> None:
    session = start(tmp_path)
    shown = (await suggest(session, tmp_path)).suggestions[0].id
    session.shown(shown)
    await asyncio.sleep(0.35)  # long enough to count as shown
    session.configure({"evidence": {"level": "off"}})
    await session.accepted(shown)
    assert rows(centaur_home, "SELECT * FROM outcome") == []

    session.configure({"evidence": {"level": "numbers"}})
    await session.close()

    assert rows(centaur_home, "SELECT suggestion_id, outcome, reason FROM outcome") == [
        (shown, "orphaned", "not_recorded")
    ]
    assert rows(centaur_home, "SELECT * FROM survival") == []


@pytest.mark.parametrize(("level", "kinds"), [("numbers", []), ("full", ["prompt", "suggestion"])])
async def test_only_at_the_level_full_texts_are_kept_and_never_a_secret(
    tmp_path: Path, centaur_home: Path, level: str, kinds: list[str]
) -> None:
    secret = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    with ModelServer(Script("urn price * count")) as server:
        model = {"endpoint": server.url, "style": "fim-suffix", "name": "tiny"}
        session = start(tmp_path, engines=["fast"], models={"fast": model}, evidence={"level": level})
        answer = await suggest(session, tmp_path, f'token = "{secret}"\n' * 3 + "x = 1\ny = 2\nret")
        await session.close()
    texts = text_store.text_files(centaur_home)
    kept = [row for path in texts for row in read(path, "SELECT kind, text FROM text ORDER BY kind")]

    assert answer.suggestions
    assert sorted({kind for kind, _ in kept}) == kinds
    assert all("token" in text or "urn price" in text for _, text in kept)
    assert not holds(centaur_home, secret)


async def test_a_model_is_told_what_other_tools_find_and_the_log_keeps_its_size_alone(
    tmp_path: Path, centaur_home: Path
) -> None:
    key = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    with ModelServer(Script("urn price * count")) as server:
        model = {"endpoint": server.url, "style": "chat", "name": "tiny", "deadline_ms": 10_000}
        session = start(tmp_path, engines=["fast"], models={"fast": model})
        path = tmp_path / "example.py"
        opened = Document(path.as_uri(), str(path), "python", 1, Buffer.of(TEXT))
        session.opened(opened)
        session.diagnosed(opened.uri, [Problem(4, "warning", f"'sum' hides a built-in, {key}")])
        await session.suggest(opened, Position(5, 7), "invoked")
        await session.close()
    asked = server.requests[0].json["messages"][-1]["content"]

    assert "example.py\nwarning at `def sum(price, count):`: 'sum' hides a built-in, <redacted:" in asked
    [[told], *_] = rows(centaur_home, "SELECT context FROM generation")
    assert told == "prefix:82,diagnostics:101"
    assert not holds(centaur_home, "hides a built-in")


async def test_what_only_a_model_is_told_is_learned_only_where_there_is_one(tmp_path: Path) -> None:
    clock = FakeClock()
    cache, spending = DiskCache(tmp_path / "cache", print), Spending(tmp_path, clock)
    engines = Engines(tmp_path, runtime([], clock), cache, spending)
    engines.build(Settings())
    alone = engines.learners
    model = {"endpoint": "http://127.0.0.1:9/v1", "style": "chat", "name": "tiny"}
    engines.build(replace(Settings(), engines=("fast",), models={"fast": model}))

    assert (alone, engines.learners) == ((engines.local,), (engines.local, engines.surroundings.symbols))
    await engines.close()


async def test_a_session_holds_its_lock_and_lets_go(tmp_path: Path, centaur_home: Path) -> None:
    session = start(tmp_path)
    held = session_lock.live(centaur_home / "sessions")
    await session.close()

    assert [(session_id,) for session_id in held] == rows(
        centaur_home, "SELECT DISTINCT session_id FROM session"
    )
    assert session_lock.live(centaur_home / "sessions") == {}


async def test_at_the_start_the_texts_of_old_days_are_forgotten(tmp_path: Path, centaur_home: Path) -> None:
    session = start(tmp_path)
    await session.close()
    (centaur_home / "texts-2001-01-01.db").touch()

    session = start(tmp_path)
    await session.close()

    assert text_store.text_files(centaur_home) == []
