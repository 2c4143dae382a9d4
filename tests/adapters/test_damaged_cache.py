"""A cache whose file was damaged is set aside and begun anew, and whoever asks it is only told of a miss."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.adapters.cache_home import Home, put


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
