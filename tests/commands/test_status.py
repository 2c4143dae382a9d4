"""`centaur status`: what is recorded, where, how much, and how the running servers do."""

from contextlib import closing
from pathlib import Path

import pytest

from centaur.adapters import session_lock
from centaur.adapters.event_store import EventStore
from tests.adapters.event_rows import all_kinds
from tests.support.command_line import centaur, printed


@pytest.fixture
def home(centaur_home: Path) -> Path:
    centaur_home.mkdir()
    return centaur_home


def test_it_says_what_is_recorded(home: Path) -> None:
    with closing(EventStore(home / "events.db")) as store:
        store.append(all_kinds())
        told = printed("status", "--json")

    assert told["recording"] == "numbers"
    assert told["events"]["outcome"] == 1
    assert told["events_bytes"] > 10_000
    assert told["impossible_transitions"] == 1
    assert "1 outcome" in centaur("status").stdout


def test_it_says_how_much_text_and_cache_there_is(home: Path) -> None:
    (home / "texts-2026-11-23.db").write_bytes(b"x" * 100)
    (home / "texts-2026-11-24.db").write_bytes(b"x" * 50)
    (home / "texts-2026-11-24.db-journal").write_bytes(b"x" * 7)
    (home / "cache").mkdir()
    (home / "cache" / "cache.db").write_bytes(b"x" * 3)

    told = printed("status", "--json")

    assert (told["text_days"], told["text_bytes"], told["text_kept_days"]) == (2, 157, 30)
    assert told["cache_bytes"] == 3


def test_it_says_how_the_running_servers_do(home: Path) -> None:
    lock = session_lock.hold(home / "sessions", "one")
    ended = session_lock.hold(home / "sessions", "two")
    assert lock
    assert ended
    lock.note({"level": "full", "lost": 3, "problems": ["3 events could not be stored and are lost"]})
    ended.release()

    told = printed("status", "--json")

    assert (told["live_sessions"], told["live_levels"], told["lost_events"]) == (1, ["full"], 3)
    assert told["warnings"] == ["a running server: 3 events could not be stored and are lost"]
    lock.release()


def test_damaged_files_that_were_set_aside_are_named(home: Path) -> None:
    for name in ("events.broken-20261124T1.db", "events.broken-20261124T1.db-wal"):
        (home / name).touch()

    assert printed("status", "--json")["damaged_files"] == ["events.broken-20261124T1.db"]


def test_a_log_that_cannot_be_used_is_a_warning_and_no_traceback(home: Path) -> None:
    (home / "events.db").mkdir()

    [warning] = printed("status", "--json")["warnings"]

    assert "events.db cannot be used" in warning


def test_it_makes_nothing(centaur_home: Path) -> None:
    printed("status", "--json")

    assert not centaur_home.exists()


def test_a_state_folder_that_cannot_be_used_is_a_warning(centaur_home: Path) -> None:
    centaur_home.write_text("")

    [warning] = printed("status", "--json")["warnings"]

    assert "a file is in its place" in warning
