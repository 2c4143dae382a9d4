"""The event log keeps what it has acknowledged, takes nothing back, and says what went wrong."""

import os
import sqlite3
import stat
from dataclasses import fields
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from centaur.adapters import event_schema
from centaur.adapters.event_store import EventRefusedError, EventStore, EventStoreError
from centaur.evidence.events import EVENT_TYPES, Event, ReadEvent, ShownEvent, Stamp
from tests.adapters.event_files import append, stored
from tests.adapters.event_rows import ONE_OF_EACH, all_kinds, reads, recorded

GOLDEN = Path(__file__).parent.parent / "golden"
SINCE_VERSION_2 = {"rejected_place", "feedback"}
TABLES = [event_type.kind for event_type in EVENT_TYPES]


@pytest.fixture
def path(centaur_home: Path) -> Path:
    return centaur_home / "events.db"


class TestKeeping:
    def test_every_kind_of_event_is_read_back_as_it_was(self, path: Path) -> None:
        store = EventStore(path)
        store.append(all_kinds())

        for event in ONE_OF_EACH:
            columns = ", ".join(field.name for field in fields(event))
            assert type(event)(*store.query(f'SELECT {columns} FROM "{event.kind}"')[0]) == event
        assert store.counts() == dict.fromkeys(TABLES, 1)
        store.close()

    def test_every_row_carries_its_stamp(self, path: Path) -> None:
        store = EventStore(path)
        store.append(reads(1))

        assert store.query("SELECT session_id, sequence, time_ms, elapsed_ms FROM read") == [
            ("session-1", 1, 1_764_000_000_001, 1.0)
        ]
        store.close()

    def test_what_was_appended_is_there_for_another_connection_at_once(self, path: Path) -> None:
        store = EventStore(path)
        store.append(reads(3))

        assert stored(path) == 3
        store.close()

    def test_a_group_is_kept_as_a_whole_or_not_at_all(self, path: Path) -> None:
        store = EventStore(path)
        with pytest.raises(EventRefusedError):
            store.append([*reads(3), recorded(ReadEvent("\ud800", 1.0), 4)])

        assert sum(store.counts().values()) == 0
        store.append(reads(3))
        assert sum(store.counts().values()) == 3
        store.close()

    def test_the_same_event_appended_twice_is_kept_once(self, path: Path) -> None:
        store = EventStore(path)
        store.append(reads(2))
        store.append(reads(3))

        assert sum(store.counts().values()) == 3
        store.close()

    def test_a_column_takes_only_its_own_type(self, path: Path) -> None:
        store = EventStore(path)
        with pytest.raises(EventRefusedError, match="REAL"):
            store.append([recorded(ReadEvent("s1", "soon"), 1)])  # type: ignore[arg-type]  # what is tested
        store.close()

    def test_a_number_that_no_column_holds_is_refused_like_anything_else_that_does_not_fit(
        self, path: Path
    ) -> None:
        store = EventStore(path)
        with pytest.raises(EventRefusedError):
            store.append([recorded(ShownEvent("s1", 300.0, 2**63), 1)])
        store.close()


class TestSchema:
    @pytest.mark.parametrize("event_type", EVENT_TYPES, ids=lambda one: one.kind)
    def test_each_table_has_the_fields_of_its_event_with_their_types(
        self, path: Path, event_type: type[Event]
    ) -> None:
        store = EventStore(path)
        columns = store.query(f"SELECT name, type, \"notnull\" FROM pragma_table_info('{event_type.kind}')")
        store.close()

        assert columns == [*declared(Stamp), *declared(event_type)]

    def test_every_table_is_strict(self, path: Path) -> None:
        store = EventStore(path)

        assert dict(store.query("SELECT name, strict FROM pragma_table_list WHERE type = 'table'")) == {
            **dict.fromkeys(TABLES, 1),
            "sqlite_schema": 0,
            "sqlite_temp_schema": 0,
        }
        store.close()

    def test_the_log_is_written_ahead_and_synced_in_full(self, path: Path) -> None:
        store = EventStore(path)

        assert store.query("PRAGMA journal_mode") == [("wal",)]
        assert store.query("PRAGMA synchronous") == [(2,)]
        store.close()

    def test_a_suggestion_is_found_without_reading_the_whole_table(self, path: Path) -> None:
        store = EventStore(path)
        for table in ("delivered", "shown", "read", "partial", "outcome"):
            plan = store.query(f"EXPLAIN QUERY PLAN SELECT * FROM \"{table}\" WHERE suggestion_id = 's1'")
            assert "USING INDEX" in plan[0][3], table
        store.close()

    @pytest.mark.parametrize(
        ("version", "tables"),
        [(1, set(TABLES) - SINCE_VERSION_2), (2, set(TABLES)), (3, set(TABLES))],
    )
    def test_a_file_of_every_version_is_counted_in_full(
        self, path: Path, version: int, tables: set[str]
    ) -> None:
        path.parent.mkdir()
        connection = sqlite3.connect(path)
        connection.executescript((GOLDEN / f"events.v{version}.sql").read_text())
        connection.close()
        store = EventStore(path)

        assert store.counts() == {table: int(table in tables) for table in TABLES}
        assert store.query("PRAGMA user_version") == [(len(event_schema.MIGRATIONS),)]
        assert store.query("SELECT estimated, cost_usd FROM generation") == [(int(version > 2), 0.0001)]
        assert store.quarantined is None
        store.close()

    def test_a_file_of_a_newer_version_is_refused_with_a_sentence_and_left_alone(self, path: Path) -> None:
        append(path, 1)
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA user_version = 99")
        connection.close()

        with pytest.raises(EventStoreError, match=r"newer Centaur \(schema 99, not 3\); please update"):
            EventStore(path).append(reads(1))
        assert [file.name for file in path.parent.iterdir()] == ["events.db"]


class TestAppendOnly:
    @pytest.mark.parametrize("table", TABLES)
    @pytest.mark.parametrize(
        "forgery",
        [
            'UPDATE "{}" SET time_ms = 0',
            'DELETE FROM "{}"',
            'INSERT OR REPLACE INTO "{}" SELECT * FROM "{}"',
            'REPLACE INTO "{}" SELECT * FROM "{}"',
        ],
    )
    def test_no_row_can_be_changed_taken_away_or_replaced(self, path: Path, table: str, forgery: str) -> None:
        store = EventStore(path)
        store.append(all_kinds())
        before = store.query(f'SELECT * FROM "{table}"')

        with pytest.raises(EventStoreError, match="the event log is append-only"):
            store.query(forgery.replace("{}", table))
        assert store.query(f'SELECT * FROM "{table}"') == before
        store.close()


class TestPrivacy:
    def test_the_folder_and_every_file_are_for_their_owner_alone(self, path: Path) -> None:
        before = os.umask(0o022)
        try:
            store = EventStore(path)
            store.append(reads(1))
        finally:
            os.umask(before)
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}

        assert modes == {"events.db": 0o600, "events.db-wal": 0o600, "events.db-shm": 0o600}
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        store.close()

    def test_a_file_that_others_could_read_is_closed_to_them(self, path: Path) -> None:
        append(path, 1)
        path.chmod(0o644)
        append(path, 1, first=2)

        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    def test_a_symbolic_link_is_not_followed(self, path: Path, tmp_path: Path) -> None:
        path.parent.mkdir()
        path.symlink_to(tmp_path / "elsewhere.db")

        with pytest.raises(EventStoreError, match="symbolic link"):
            EventStore(path).append(reads(1))
        assert not (tmp_path / "elsewhere.db").exists()


def declared(of: type) -> list[tuple[str, str, int]]:
    """The columns that the fields of a dataclass ask for: name, type, and 1 where null is not allowed."""
    hints = get_type_hints(of)
    return [(field.name, *column_type(hints[field.name])) for field in fields(of)]


def column_type(hint: object) -> tuple[str, int]:
    arguments = get_args(hint)
    optional = type(None) in arguments
    base = arguments[0] if arguments else hint
    base = type(base) if isinstance(base, str) else base
    return ({str: "TEXT", int: "INTEGER", bool: "INTEGER", float: "REAL"}[base], 0 if optional else 1)  # type: ignore[index]  # a key or a failure
