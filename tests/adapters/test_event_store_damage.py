"""An event log that is damaged, taken away or in the way: a sentence, and nothing lost that can be saved."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from centaur.adapters.event_store import EventStore, EventStoreError
from tests.adapters.event_files import append, stored
from tests.adapters.event_rows import reads


@pytest.fixture
def path(centaur_home: Path) -> Path:
    return centaur_home / "events.db"


def spoil_header(path: Path) -> None:
    path.write_bytes(b"not a database, really".ljust(100) + path.read_bytes()[100:])


def spoil_schema(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[100:] = os.urandom(len(data) - 100)
    path.write_bytes(data)


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def make_it_anothers(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE session (name TEXT)")
    connection.close()


def take_a_table_away(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute('DROP TABLE "outcome"')
    connection.close()


class TestDamage:
    @pytest.mark.parametrize(
        "spoil", [spoil_header, spoil_schema, cut_off, make_it_anothers, take_a_table_away]
    )
    def test_a_damaged_file_is_set_aside_and_a_new_log_begun(
        self, path: Path, spoil: Callable[[Path], None]
    ) -> None:
        append(path, 100)
        spoil(path)
        damaged = path.read_bytes()
        store = EventStore(path)
        store.append(reads(1))

        assert sum(store.counts().values()) == 1
        assert store.quarantined
        assert store.quarantined.name.startswith("events.broken-")
        assert store.quarantined.suffix == ".db"
        assert store.quarantined.read_bytes()[100:] == damaged[100:]
        store.close()

    def test_a_file_damaged_while_open_is_set_aside_too(self, path: Path) -> None:
        append(path, 2000)
        store = EventStore(path)
        store.counts()
        spoil_schema(path)
        store.append(reads(1, first=9000))

        assert store.quarantined
        assert sum(store.counts().values()) == 1
        store.close()

    def test_what_had_not_reached_the_file_is_set_aside_with_it(self, path: Path) -> None:
        append(path, 100)
        other_window = EventStore(path)
        other_window.append(reads(1, first=500))
        written_ahead = path.with_name("events.db-wal").read_bytes()
        spoil_schema(path)
        store = append(path, 1, first=1000)

        assert store.quarantined
        set_aside = store.quarantined.with_name(store.quarantined.name + "-wal")
        assert set_aside.read_bytes()[: len(written_ahead)] == written_ahead
        other_window.append(reads(1, first=1001))
        other_window.close()
        assert stored(path) == 2

    def test_an_empty_file_is_a_new_log(self, path: Path) -> None:
        path.parent.mkdir()
        path.touch()
        store = append(path, 1)

        assert (stored(path), store.quarantined) == (1, None)

    def test_a_second_damage_is_an_error_because_the_disk_is_at_fault(self, path: Path) -> None:
        append(path, 1)
        spoil_header(path)
        store = append(path, 1)
        spoil_header(path)

        with pytest.raises(EventStoreError, match="not a database"):
            store.append(reads(1))

    def test_a_process_never_sets_aside_the_new_log_of_another(self, path: Path) -> None:
        append(path, 100)
        slow, quick = EventStore(path), EventStore(path)
        slow.counts()
        spoil_schema(path)
        quick.append(reads(1, first=1000))
        slow.append(reads(1, first=1001))

        assert (quick.quarantined is not None, slow.quarantined) == (True, None)
        assert stored(path) == 2
        for store in (slow, quick):
            store.close()


class TestTrouble:
    def test_a_folder_in_place_of_the_file_is_an_error_with_a_sentence(self, path: Path) -> None:
        path.mkdir(parents=True)

        with pytest.raises(EventStoreError, match=r"events\.db cannot be used"):
            EventStore(path).append(reads(1))

    def test_a_place_where_nothing_can_be_made_is_an_error_with_a_sentence(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()

        with pytest.raises(EventStoreError, match="cannot be used"):
            EventStore(tmp_path / "file" / "events.db").append(reads(1))

    def test_the_store_works_again_when_the_trouble_is_over(self, path: Path) -> None:
        path.mkdir(parents=True)
        store = EventStore(path)
        with pytest.raises(EventStoreError):
            store.append(reads(1))
        path.rmdir()
        store.append(reads(2))

        assert sum(store.counts().values()) == 2
        store.close()

    def test_a_wrong_question_damages_nothing(self, path: Path) -> None:
        store = EventStore(path)
        store.append(reads(1))
        with pytest.raises(EventStoreError, match="no such column"):
            store.query("SELECT no_such_column FROM read")

        assert sum(store.counts().values()) == 1
        assert store.quarantined is None
        store.close()

    def test_a_log_whose_folder_was_removed_while_it_was_open_begins_anew(self, path: Path) -> None:
        store = EventStore(path)
        store.append(reads(1))
        shutil.rmtree(path.parent)
        store.append(reads(2))

        assert stored(path) == 2
        store.close()

    def test_windows_that_begin_a_new_log_together_all_keep_their_events(self, path: Path) -> None:
        stores = [EventStore(path) for _ in range(8)]
        with ThreadPoolExecutor(len(stores)) as threads:
            for number, store in enumerate(stores):
                threads.submit(store.append, reads(1, session=f"session-{number}"))

        assert stored(path) == len(stores)
        for store in stores:
            store.close()
