"""The cache of completions: it keeps text, harms nobody, and survives whatever becomes of its file."""

import asyncio
import os
import pickle
import sqlite3
import sys
from asyncio.subprocess import PIPE
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from centaur.adapters.cache_file import PlantedError, open_cache
from centaur.adapters.disk_cache import WRITE_AFTER_S, DiskCache
from tests.adapters.cache_home import Home, put

SEEN: list[str] = []
sys.addaudithook(lambda event, _: SEEN.append(event) if event == "pickle.find_class" else None)


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
