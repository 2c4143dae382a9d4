"""`centaur metrics --backend` on files: the figures of one's own log, and a sentence where there are none."""

import sqlite3
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from centaur.adapters.state_dir import StateDir
from centaur.commands.export import export
from centaur.evidence.events import TypingEvent
from centaur.metrics.facts import FACTS
from tests.support.command_line import centaur, printed
from tests.support.event_tables import ACCEPTED, ESCAPED, LEFT, EventLog
from tests.support.logged import logged

ASKED = ("--since", "2026-11-01", "--until", "2026-11-05", "--by", "day,language")


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A file of DuckDB with the exported tables."""
    log = EventLog().session("a", ACCEPTED, ESCAPED).requests(LEFT, after=24 * 60)
    log.write(TypingEvent(30, 0, 10, 0))
    logged(log)
    export(StateDir.locate(), "parquet", str(tmp_path / "out"))
    with closing(duckdb.connect(tmp_path / "team.duckdb")) as database:
        for fact in FACTS:
            files = f"read_parquet('{tmp_path}/out/{fact.table}/**/*.parquet', hive_types_autocast = false)"
            database.execute(f"CREATE TABLE {fact.table} AS SELECT * FROM {files}")
    return tmp_path / "team.duckdb"


def to_sqlite(tables: Path) -> Path:
    path = tables.with_suffix(".sqlite")
    with closing(duckdb.connect(tables)) as database, closing(sqlite3.connect(path)) as copy:
        for fact in FACTS:
            found = database.execute(f"SELECT * FROM {fact.table}")
            names = ", ".join(f'"{name}"' for name, *_ in found.description)
            copy.execute(f"CREATE TABLE {fact.table} ({names})")
            marks = ", ".join("?" * len(found.description))
            copy.executemany(f"INSERT INTO {fact.table} VALUES ({marks})", found.fetchall())
        copy.commit()
    return path


def test_a_file_of_duckdb_gives_the_figures_of_the_log(tables: Path) -> None:
    found = printed("metrics", *ASKED, "--backend", f"duckdb://{tables}", "--json")

    assert found == printed("metrics", *ASKED, "--json")
    assert found["groups"][0]["shown"] == 3


def test_so_does_a_file_of_sqlite(tables: Path) -> None:
    found = printed("metrics", *ASKED, "--backend", f"sqlite://{to_sqlite(tables)}", "--json")

    assert found == printed("metrics", *ASKED, "--json")


@pytest.mark.parametrize("scheme", ["duckdb", "sqlite"])
def test_a_file_that_is_not_there_is_told_and_not_made(scheme: str, tmp_path: Path) -> None:
    result = centaur("metrics", "--backend", f"{scheme}://{tmp_path}/none", "--json")

    assert result.exit_code == 1
    assert f"centaur: {tmp_path}/none cannot be" in result.stderr
    assert not (tmp_path / "none").exists()


def test_a_file_without_the_tables_is_told(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE t (a)")

    result = centaur("metrics", "--backend", f"sqlite://{tmp_path}/other.db")

    assert "other.db cannot be asked: no such table: " in result.stderr


def test_a_file_of_duckdb_without_them_is_told_in_a_line(tmp_path: Path) -> None:
    duckdb.connect(tmp_path / "other.db").close()

    result = centaur("metrics", "--backend", f"duckdb://{tmp_path}/other.db")

    assert "other.db cannot be read: Catalog Error: Table with name" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_url_without_a_file_is_told() -> None:
    assert "sqlite:// names no file" in centaur("metrics", "--backend", "sqlite://").stderr
