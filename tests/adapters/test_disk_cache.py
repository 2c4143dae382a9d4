"""The cache of completions: it keeps text, harms nobody, and survives whatever becomes of its file."""

import asyncio
import os
import pickle
import sqlite3
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from centaur.adapters.cache_file import PlantedError, open_cache
from centaur.adapters.disk_cache import WRITE_AFTER_S, DiskCache

SEEN: list[str] = []
sys.addaudithook(lambda event, _: SEEN.append(event) if event == "pickle.find_class" else None)


class Home:
    """A folder for a cache, the caches opened in it, and what they warned of."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.warnings: list[str] = []
        self.opened: list[DiskCache] = []

    @property
    def database(self) -> Path:
        return self.folder / "cache.db"

    @property
    def quarantined(self) -> list[Path]:
        return list(self.folder.parent.glob(f"{self.folder.name}.broken-*"))

    def open(self) -> DiskCache:
        cache = DiskCache(self.folder, self.warnings.append, patience=60)
        self.opened.append(cache)
        return cache

    def close(self) -> None:
        for cache in self.opened:
            cache.close()
        self.opened.clear()

    async def with_entry(self, key: str = "key", value: str = "value") -> None:
        await put(self.open(), key, value)
        self.close()

    def tamper(self, statement: str, *values: Any) -> None:
        with closing(sqlite3.connect(self.database)) as connection, connection:
            connection.execute(statement, values)


async def put(cache: DiskCache, key: str, value: str) -> None:
    """Put it, and return when it is written."""
    await cache.put(key, value)
    await asyncio.sleep(2 * WRITE_AFTER_S)
    await cache.get("")


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[Home]:
    home = Home(tmp_path / "state" / "cache")
    yield home
    home.close()


async def test_what_was_put_is_there_for_the_next_session(home: Home) -> None:
    await home.with_entry("key", "välue 😀\n")

    assert await home.open().get("key") == "välue 😀\n"


async def test_what_was_never_put_or_was_evicted_is_a_miss(home: Home) -> None:
    cache = home.open()
    await put(cache, "key", "value")
    await cache.evict("key")

    assert await cache.get("key") is None
    assert await cache.get("other") is None


async def test_what_was_put_is_given_before_it_is_written_and_written_when_the_cache_closes(
    home: Home,
) -> None:
    cache = home.open()
    await cache.put("key", "value")

    assert await cache.get("key") == "value"
    assert not home.database.exists()

    await asyncio.to_thread(home.close)
    assert await home.open().get("key") == "value"


async def test_what_is_evicted_before_it_is_written_is_not_given_again(home: Home) -> None:
    cache = home.open()
    await cache.put("key", "value")
    await cache.evict("key")

    await asyncio.sleep(2 * WRITE_AFTER_S)

    assert await cache.get("key") is None


async def test_two_servers_share_one_cache(home: Home) -> None:
    one, other = home.open(), home.open()
    for number in range(50):
        await put(one, f"one {number}", "1")
        await put(other, f"other {number}", "2")

    assert [await other.get(f"one {number}") for number in range(50)] == ["1"] * 50
    assert [await one.get(f"other {number}") for number in range(50)] == ["2"] * 50
    assert home.warnings == []


WRITER = """
import asyncio, sys
from pathlib import Path
from centaur.adapters.disk_cache import DiskCache

async def main(folder, name):
    cache = DiskCache(Path(folder), print, patience=60)
    for number in range(300):
        await cache.put(f"{name} {number}", name)
        await asyncio.sleep(0.03 if number % 5 == 0 else 0)
        assert await cache.get(f"{name} {number}") in (name, None)
    cache.close()

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.hostile
async def test_two_processes_write_at_once_without_an_error(home: Home) -> None:
    await home.with_entry()
    command = [sys.executable, "-c", WRITER, str(home.folder)]
    one, other = [
        await asyncio.create_subprocess_exec(*command, name, stdout=PIPE) for name in ("one", "other")
    ]

    assert [(await writer.communicate())[0] for writer in (one, other)] == [b"", b""]
    assert [one.returncode, other.returncode] == [0, 0]
    assert await home.open().get("key") == "value"
    assert home.quarantined == []


async def test_a_call_that_takes_too_long_is_a_miss(home: Home) -> None:
    await home.with_entry()
    hasty = DiskCache(home.folder, home.warnings.append, patience=0)

    assert await hasty.get("key") is None
    assert await home.open().get("key") == "value"
    assert home.warnings == []
    hasty.close()


async def test_after_closing_nothing_is_kept_and_nothing_fails(home: Home) -> None:
    cache = home.open()
    home.close()
    await put(cache, "key", "value")

    assert await cache.get("key") is None


async def test_files_are_readable_by_their_owner_alone(home: Home) -> None:
    before = os.umask(0o022)
    try:
        await put(home.open(), "key", "value")
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in home.folder.iterdir()}

    assert home.folder.stat().st_mode & 0o777 == 0o700
    assert modes == {"cache.db": 0o600, "cache.db-wal": 0o600, "cache.db-shm": 0o600}


async def test_a_linked_folder_is_not_used(home: Home, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    home.folder.parent.mkdir()
    home.folder.symlink_to(elsewhere)
    cache = home.open()
    await put(cache, "key", "value")

    assert await cache.get("key") is None
    assert list(elsewhere.iterdir()) == []
    assert [warning.split(": ")[1] for warning in home.warnings] == ["completions are not kept on disk"]


async def test_a_folder_of_another_user_is_not_used(tmp_path: Path) -> None:
    folder = tmp_path / "cache" if os.getuid() == 0 else Path("/usr")
    if os.getuid() == 0:
        folder.mkdir()
        os.chown(folder, 65_534, 65_534)
    home = Home(folder)
    await put(home.open(), "key", "value")
    home.close()

    assert not home.database.exists()
    assert len(home.warnings) == 1


class Trap:
    """Unpickled, it would be seen by the audit hook, and raise."""

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return (os.kill, (0, 99))


async def test_a_planted_pickle_in_a_value_runs_nothing_and_is_a_miss(home: Home) -> None:
    await home.with_entry()
    home.tamper("UPDATE Cache SET mode = 4, value = ?", pickle.dumps(Trap()))
    SEEN.clear()

    assert await home.open().get("key") is None
    assert SEEN == []
    assert len(home.quarantined) == len(home.warnings) == 1


async def test_a_planted_pickle_in_a_key_is_never_read(home: Home) -> None:
    await home.with_entry()
    home.tamper("UPDATE Cache SET raw = 0, key = ?", pickle.dumps(Trap()))
    SEEN.clear()
    cache = home.open()
    await put(cache, "key", "value")

    assert await cache.get("key") == "value"
    assert SEEN == []


async def test_planted_keys_are_not_unpickled_even_by_whoever_lists_them(home: Home) -> None:
    await home.with_entry()
    home.tamper("UPDATE Cache SET raw = 0, key = ?", pickle.dumps(Trap()))
    SEEN.clear()

    with closing(open_cache(home.folder)) as cache, pytest.raises(PlantedError):
        list(cache)
    assert SEEN == []


async def test_a_row_that_names_a_file_outside_does_not_reach_it(home: Home, tmp_path: Path) -> None:
    outside = tmp_path / "precious.txt"
    outside.write_text("precious")
    await home.with_entry()
    home.tamper("UPDATE Cache SET mode = 3, value = NULL, filename = ?", str(outside))
    cache = home.open()
    await cache.evict("key")
    home.tamper(
        "INSERT INTO Cache (key, raw, mode, filename, store_time) VALUES ('key', 1, 3, ?, 0)", str(outside)
    )

    assert await cache.get("key") is None
    assert outside.read_text() == "precious"


async def test_a_planted_setting_is_not_obeyed(home: Home) -> None:
    await home.with_entry()
    home.tamper("INSERT INTO Settings VALUES ('sqlite_user_version', 7)")

    assert await home.open().get("key") is None
    with closing(sqlite3.connect(home.quarantined[0] / "cache.db")) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (0,)


def overwrite(content: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(content)

    return write


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def become_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def change_the_schema(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE Cache")
        connection.execute("CREATE TABLE Cache (other TEXT)")


def lose_a_middle_page(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(os.urandom(4_096))


def settings_of_another_type(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE Settings SET value = 'many' WHERE key = 'size'")


DAMAGE: dict[str, Callable[[Path], None]] = {
    "zero length": overwrite(b""),
    "not a database": overwrite(b"once upon a time\n" * 1_000),
    "random bytes": overwrite(os.urandom(50_000)),
    "a header and nothing else": overwrite(b"SQLite format 3\x00"),
    "cut in half": cut,
    "a folder": become_a_folder,
    "another schema": change_the_schema,
    "a lost page": lose_a_middle_page,
    "settings of another type": settings_of_another_type,
}


@pytest.mark.hostile
@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
async def test_a_cache_damaged_between_sessions_begins_anew_with_one_warning_at_most(
    home: Home, damage: Callable[[Path], None]
) -> None:
    await home.with_entry("long", "x" * 50_000)
    damage(home.database)
    cache = home.open()
    await cache.get("long")
    await put(cache, "key", "value")
    await put(cache, "key", "value")

    assert await cache.get("key") == "value"
    assert len(home.warnings) == len(home.quarantined) <= 1


@pytest.mark.hostile
@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
async def test_a_cache_damaged_under_way_costs_misses_and_one_warning_at_most(
    home: Home, damage: Callable[[Path], None]
) -> None:
    cache = home.open()
    await put(cache, "long", "x" * 50_000)
    damage(home.database)
    for number in range(20):
        await put(cache, f"key {number}", "x" * 5_000)
        await cache.get(f"key {number}")

    assert len(home.warnings) <= 1


async def test_after_the_second_damage_nothing_is_kept_and_no_word_is_lost_about_it(home: Home) -> None:
    cache = home.open()
    for _ in range(3):
        await put(cache, "key", "value")
        home.tamper("UPDATE Cache SET mode = 4") if home.database.exists() else None
        await cache.get("key")

    assert await cache.get("key") is None
    assert len(home.quarantined) == 2
    assert len(home.warnings) == 1


async def test_a_folder_that_cannot_be_made_is_a_cache_that_keeps_nothing(home: Home) -> None:
    home.folder.parent.write_text("a file where the state folder should be")
    cache = home.open()
    await put(cache, "key", "value")

    assert await cache.get("key") is None
    assert len(home.warnings) == 1


async def test_a_writer_that_holds_the_cache_costs_a_miss_and_no_damage(home: Home) -> None:
    await home.with_entry()
    cache = home.open()
    assert await cache.get("key") == "value"
    with closing(sqlite3.connect(home.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await put(cache, "second", "value")
        other.execute("ROLLBACK")

    assert await cache.get("second") is None
    assert await cache.get("key") == "value"
    assert home.warnings == []
