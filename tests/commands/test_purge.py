"""`centaur purge`: nothing that was recorded is left, also under servers that go on."""

import asyncio
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from centaur.adapters import session_lock
from centaur.adapters.disk_cache import WRITE_AFTER_S, DiskCache
from centaur.adapters.event_store import EventStore
from centaur.adapters.text_store import TextStore
from centaur.evidence.events import ReadEvent
from tests.adapters.event_rows import recorded
from tests.support.command_line import centaur, printed

ROOT = Path(__file__).parent.parent.parent
CANARY = "canary-of-this-session"


@pytest.fixture
def home(centaur_home: Path) -> Path:
    centaur_home.mkdir()
    return centaur_home


def holding(folder: Path, needle: str = CANARY) -> list[str]:
    """The files in which the raw bytes are found."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return sorted(str(path.relative_to(folder)) for path in files if needle.encode() in path.read_bytes())


def fill(home: Path) -> None:
    """Put the canary wherever a session's words or ids may come to be."""
    for name in (
        "events.broken-1.db",
        "events.broken-1.db-wal",
        "events.db-shm",
        "episodes.db",
        "episodes.db-wal",
        "imported.db",
        "sent.db",
        "sent.lock",
        "centaur.log",
        "centaur.log.1",
    ):
        (home / name).write_text(CANARY)
    for folder in ("cache.broken-1", "cache"):
        (home / folder).mkdir()
        (home / folder / "cache.db-wal").write_text(CANARY)
    for name in ("texts-2026-11-23.db", "texts-2026-11-23.db-journal", "texts-2026-11-23.broken-1.db"):
        (home / name).write_text(CANARY)


def test_nothing_is_left_by_raw_byte_search_and_settings_stay(home: Path) -> None:
    fill(home)
    (home / "config.toml").write_text("engines = ['local']")
    (home / "prompts").mkdir()

    told = printed("purge", "--yes", "--json")

    assert holding(home) == []
    assert told["bytes"] >= 15 * len(CANARY)
    assert {path.name for path in home.iterdir()} == {"config.toml", "prompts", "centaur.log"}


def test_what_lies_in_the_log_beside_an_open_database_goes_too(home: Path) -> None:
    with closing(EventStore(home / "events.db")) as store:
        store.append([recorded(ReadEvent(CANARY, 750.0), 1)])
        assert holding(home) == ["events.db-wal"]

        printed("purge", "--yes", "--json")

        assert holding(home) == []


def test_a_second_purge_does_nothing(home: Path) -> None:
    fill(home)
    printed("purge", "--yes", "--json")

    assert printed("purge", "--yes", "--json") == {"deleted": [], "bytes": 0}


def test_without_a_state_folder_nothing_happens_and_none_is_made(centaur_home: Path) -> None:
    assert printed("purge", "--yes", "--json") == {"deleted": [], "bytes": 0}
    assert not centaur_home.exists()


@pytest.mark.parametrize("typed", ["n\n", "\n", ""])
def test_who_does_not_confirm_loses_nothing(home: Path, typed: str) -> None:
    fill(home)

    result = centaur("purge", typed=typed)

    assert result.exit_code == 1
    assert len(holding(home)) == 15


def test_who_confirms_need_not_say_yes_in_the_command(home: Path) -> None:
    fill(home)

    assert centaur("purge", typed="y\n").exit_code == 0
    assert holding(home) == []


def test_the_locks_of_ended_sessions_go_and_those_of_living_ones_stay(home: Path) -> None:
    living, ended = (session_lock.hold(home / "sessions", name) for name in ("living", "ended"))
    assert living
    assert ended
    ended.release()

    printed("purge", "--yes", "--json")

    assert list(session_lock.live(home / "sessions")) == ["living"]
    assert len(list((home / "sessions").iterdir())) == 1
    living.release()


def test_another_users_folder_is_not_touched(tmp_path: Path, home: Path) -> None:
    fill(home)
    (tmp_path / "link").symlink_to(home)
    os.environ["CENTAUR_HOME"] = str(tmp_path / "link")

    result = centaur("purge", "--yes")

    assert result.exit_code == 1
    assert "is a symbolic link" in result.stderr
    assert len(holding(home)) == 15


def test_a_cache_that_is_a_link_loses_the_link_and_no_file(tmp_path: Path, home: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "file").touch()
    (home / "cache").symlink_to(tmp_path / "mine")

    printed("purge", "--yes", "--json")

    assert (tmp_path / "mine" / "file").exists()
    assert not (home / "cache").is_symlink()


@pytest.mark.parametrize("name", ["cache", "events.db-journal", "events.broken-2.db-shm"])
def test_a_file_left_alone_by_those_it_belongs_to_goes_too(home: Path, name: str) -> None:
    (home / name).write_text(CANARY)

    assert printed("purge", "--yes", "--json")["deleted"] == [name]
    assert holding(home) == []


def test_a_store_that_was_open_records_on(home: Path) -> None:
    with closing(EventStore(home / "events.db")) as store:
        store.append([recorded(ReadEvent("before", 750.0), 1)])
        printed("purge", "--yes", "--json")
        store.append([recorded(ReadEvent("after", 750.0), 2)])

        assert store.query("SELECT suggestion_id FROM read") == [("after",)]
    with closing(sqlite3.connect(home / "events.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_texts_are_kept_on(home: Path) -> None:
    texts = TextStore(home, time.time)
    texts.keep("suggestion", "s1", CANARY)
    texts.close()
    assert holding(home)

    printed("purge", "--yes", "--json")
    texts = TextStore(home, time.time)
    texts.keep("suggestion", "s2", "something else")
    texts.close()

    assert holding(home) == []
    assert len(holding(home, "something else")) == 1


def test_a_cache_that_was_open_caches_on_without_a_warning(home: Path) -> None:
    async def purged_between() -> str | None:
        warnings: list[str] = []
        cache = DiskCache(home / "cache", warnings.append, patience=20.0)
        await cache.put("key", CANARY)
        await asyncio.sleep(2 * WRITE_AFTER_S)
        await asyncio.to_thread(printed, "purge", "--yes", "--json")
        assert await cache.get("key") is None
        await cache.put("key", "new")
        kept = await cache.get("key")
        await asyncio.to_thread(cache.close)
        assert warnings == []
        return kept

    assert asyncio.run(purged_between()) == "new"
    assert holding(home) == []


@pytest.mark.hostile
def test_under_two_servers_that_record_all_the_time_nothing_breaks(home: Path) -> None:
    command = [sys.executable, "-m", "tests.adapters.event_process"]
    servers = [
        subprocess.Popen(
            [*command, name, str(home / "events.db"), "3000", "5"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("left", "right")
    ]
    purges = 0
    while any(server.poll() is None for server in servers):
        printed("purge", "--yes", "--json")
        purges += 1
        time.sleep(0.05)
    for server in servers:
        _, stderr = server.communicate()
        assert (server.returncode, stderr) == (0, "")
    with closing(EventStore(home / "events.db")) as store:
        store.append([recorded(ReadEvent("last", 750.0), 1, "last")])
        assert store.quarantined is None
    with closing(sqlite3.connect(home / "events.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert purges > 3
    assert list(home.glob("*.broken-*")) == []
