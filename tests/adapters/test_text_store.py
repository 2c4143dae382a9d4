"""Texts by day: private, without secrets, and forgotten by removing files."""

import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from centaur.adapters.text_store import TextStore

DAY = 24 * 60 * 60
NOON = 1_764_072_000.0  # 2025-11-25 12:00 UTC


class Day:
    """The time of day, moved by hand."""

    def __init__(self) -> None:
        self.at = NOON


@pytest.fixture
def day() -> Day:
    return Day()


@pytest.fixture
def store(tmp_path: Path, day: Day) -> Iterator[TextStore]:
    store = TextStore(tmp_path, lambda: day.at)
    yield store
    store.close()


def rows(path: Path) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT id, kind, text FROM text ORDER BY 1, 2").fetchall()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_text_is_kept_in_the_file_of_its_day(tmp_path: Path, store: TextStore) -> None:
    store.keep("suggestion", "s1", "return value")
    store.keep("final", "s1", "return values")
    store.close()

    assert names(tmp_path) == {"texts-2025-11-25.db"}
    assert rows(tmp_path / "texts-2025-11-25.db") == [
        ("s1", "final", "return values"),
        ("s1", "suggestion", "return value"),
    ]


def test_the_first_of_a_kind_stays(tmp_path: Path, store: TextStore) -> None:
    store.keep("suggestion", "s1", "as first shown")
    store.keep("suggestion", "s1", "shown again")
    store.close()

    assert rows(tmp_path / "texts-2025-11-25.db") == [("s1", "suggestion", "as first shown")]


def test_the_next_day_has_its_own_file(tmp_path: Path, store: TextStore, day: Day) -> None:
    store.keep("suggestion", "s1", "late")
    day.at += DAY
    store.keep("suggestion", "s2", "early")
    store.close()

    assert names(tmp_path) == {"texts-2025-11-25.db", "texts-2025-11-26.db"}


def test_a_file_is_its_owners_alone(tmp_path: Path, store: TextStore) -> None:
    store.keep("suggestion", "s1", "secret")
    store.close()

    assert stat.S_IMODE((tmp_path / "texts-2025-11-25.db").stat().st_mode) == 0o600


def test_days_past_the_retention_lose_their_files_and_no_others(tmp_path: Path, store: TextStore) -> None:
    for name in ("texts-2025-10-25.db", "texts-2025-10-26.db", "texts-2025-11-25.db", "events.db"):
        (tmp_path / name).touch()
    (tmp_path / "texts-2025-10-25.db-journal").touch()
    (tmp_path / "texts-2025-10-25.broken-1.db").touch()
    (tmp_path / "texts-of-mine.db").touch()

    store.forget(30)

    assert names(tmp_path) == {"texts-2025-10-26.db", "texts-2025-11-25.db", "texts-of-mine.db", "events.db"}


def test_a_file_that_was_purged_is_begun_anew(tmp_path: Path, store: TextStore) -> None:
    store.keep("suggestion", "s1", "before")
    store.close()
    (tmp_path / "texts-2025-11-25.db").unlink()
    later = TextStore(tmp_path, lambda: NOON)
    later.keep("suggestion", "s2", "after")
    later.close()

    assert rows(tmp_path / "texts-2025-11-25.db") == [("s2", "suggestion", "after")]


def test_two_servers_keep_texts_in_one_file(tmp_path: Path, store: TextStore) -> None:
    other = TextStore(tmp_path, lambda: NOON)
    for number in range(100):
        for which, into in (("left", store), ("right", other)):
            into.keep("suggestion", f"{which}-{number}", "text")
    store.close()
    other.close()

    assert len(rows(tmp_path / "texts-2025-11-25.db")) == 200
    assert (store.problem, other.problem) == ("", "")


def test_a_damaged_file_is_set_aside(tmp_path: Path, store: TextStore) -> None:
    (tmp_path / "texts-2025-11-25.db").write_bytes(b"no database, not at all" * 100)
    store.keep("suggestion", "s1", "text")
    store.close()

    assert rows(tmp_path / "texts-2025-11-25.db") == [("s1", "suggestion", "text")]
    assert len(names(tmp_path)) == 2


@pytest.mark.parametrize("block", [Path.mkdir, lambda path: path.symlink_to("/tmp/elsewhere")])
def test_where_nothing_can_be_kept_the_reason_is_said_and_nobody_is_stopped(
    tmp_path: Path, store: TextStore, block: Callable[[Path], None]
) -> None:
    block(tmp_path / "texts-2025-11-25.db")
    store.keep("suggestion", "s1", "text")
    store.close()

    assert "cannot be used" in store.problem
    assert not Path("/tmp/elsewhere").exists()


def test_a_secret_is_never_written(tmp_path: Path, store: TextStore) -> None:
    secret = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    store.keep("prompt", "s1", f'token = "{secret}"')
    store.close()

    assert secret.encode() not in (tmp_path / "texts-2025-11-25.db").read_bytes()
    assert "<redacted:" in rows(tmp_path / "texts-2025-11-25.db")[0][2]


def test_half_a_character_is_kept_as_a_question_mark(tmp_path: Path, store: TextStore) -> None:
    store.keep("final", "s1", "half \ud83d of it")
    store.close()

    assert rows(tmp_path / "texts-2025-11-25.db") == [("s1", "final", "half ? of it")]


def test_after_closing_nothing_is_kept_and_nothing_raised(tmp_path: Path, store: TextStore) -> None:
    store.close()
    store.keep("suggestion", "s1", "text")

    assert names(tmp_path) == set()
