"""Parquet asked through DuckDB: the figures of SQLite, whatever versions and machines it is of."""

import signal
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import fsspec
import ibis
import pyarrow as pa
import pytest
from ibis import _
from pyarrow.parquet import read_table, write_table

from centaur.adapters.duckdb_facts import DuckDbFacts
from centaur.adapters.fact_store import FactStore, FactStoreError
from centaur.adapters.state_dir import StateDir
from centaur.commands.export import export
from centaur.commands.metrics import asking
from centaur.metrics.options import GROUPINGS, Options
from centaur.metrics.report import report
from tests.support.facts import NOON, episode
from tests.support.varied import ORIGIN, varied

NOW = datetime.fromtimestamp(NOON / 1000, UTC)
EVERYTHING = Options.of(now=NOW, since="2000-01-01", origin="all")


@pytest.fixture
def state() -> StateDir:
    state = StateDir.locate()
    FactStore(state).add(ORIGIN, "digest", varied(600))
    return state


@pytest.fixture
def parquet(state: StateDir, tmp_path: Path) -> Path:
    export(state, "parquet", str(tmp_path / "out"), origin="all")
    return tmp_path / "out"


def by_duckdb(place: object, options: Options = EVERYTHING) -> dict[str, Any]:
    with closing(DuckDbFacts(str(place), options.origin)) as facts:
        figures: dict[str, Any] = report(lambda asked: [facts.rows(each) for each in asked], options)
        return figures


def by_sqlite(state: StateDir, options: Options = EVERYTHING) -> dict[str, Any]:
    figures: dict[str, Any] = report(asking(FactStore(state), options.origin), options)
    return figures


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "7d"},
        {"by": GROUPINGS[:4], "evidence": "observed"},
        {"by": GROUPINGS[4:8], "until": "2026-10-28"},
        {"by": GROUPINGS[8:], "evidence": "explicit"},
    ],
)
def test_every_figure_is_that_of_sqlite(state: StateDir, parquet: Path, asked: dict[str, Any]) -> None:
    options = Options.of(now=NOW, origin=ORIGIN, **asked)
    found = by_sqlite(state, options)

    assert found["groups"][0]["accepted"] > 10
    assert by_duckdb(parquet, options) == found


def test_one_s_own_and_what_was_imported_are_apart(tmp_path: Path) -> None:
    state = StateDir.locate()
    FactStore(state).add("imported:it's", "digest", [episode(origin="imported:it's")])
    export(state, "parquet", str(tmp_path / "out"), origin="all")

    def shown(origin: str) -> int:
        options = Options.of(now=NOW, since="2000-01-01", origin=origin)
        return int(by_duckdb(tmp_path / "out", options)["groups"][0]["shown"])

    assert [shown("own"), shown("imported:it's"), shown("imported:x"), shown("all")] == [0, 1, 0, 1]


def test_a_file_of_an_older_version_counts_with_the_others(state: StateDir, parquet: Path) -> None:
    for path in sorted(parquet.glob("episodes/*/*.parquet"))[::2]:
        table = read_table(path, partitioning=None)
        write_table(table.drop_columns(["changed_by", "typed_chars", "saved_usd"]), path)

    whole, before = by_duckdb(parquet)["groups"][0], by_sqlite(state)["groups"][0]
    assert {name: whole[name] for name in ("shown", "accepted")} == {
        name: before[name] for name in ("shown", "accepted")
    }


def test_a_folder_may_be_called_like_a_pattern(state: StateDir, parquet: Path, tmp_path: Path) -> None:
    odd = parquet.rename(tmp_path / "a [b] *? it's")

    assert by_duckdb(odd) == by_sqlite(state)


def test_a_url_is_read_where_it_is(state: StateDir) -> None:
    export(state, "parquet", "memory://team/facts", origin="all")

    assert by_duckdb("memory://team/facts") == by_sqlite(state)
    fsspec.filesystem("memory").rm("/team", recursive=True)


def _newer(path: Path) -> None:
    table = read_table(path, partitioning=None)
    write_table(table.append_column("mood", pa.array([1] * len(table))), path)


def _foreign(path: Path) -> None:
    write_table(pa.table({"became": ["accepted"]}), path)


def _short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


@pytest.mark.parametrize(
    ("change", "why"),
    [(_newer, "mood is not known: a newer Centaur"), (_short, "cannot be read")],
)
def test_files_that_are_not_ours_are_told(parquet: Path, change: Any, why: str) -> None:
    change(next(parquet.glob("opportunities/*/*.parquet")))

    with pytest.raises(FactStoreError, match=why):
        by_duckdb(parquet)


def test_files_without_what_every_version_has_are_told(tmp_path: Path) -> None:
    (tmp_path / "episodes" / "day=2026-11-02").mkdir(parents=True)
    _foreign(tmp_path / "episodes" / "day=2026-11-02" / "part.parquet")

    with pytest.raises(FactStoreError, match=r"episodes has no activity, .*did not write it"):
        by_duckdb(tmp_path)


@pytest.mark.parametrize("place", ["nowhere", "nowhere://bucket"])
def test_a_place_without_files_is_told(tmp_path: Path, place: str) -> None:
    with pytest.raises(FactStoreError, match=r"no Parquet|nowhere"):
        by_duckdb(place if "://" in place else tmp_path / place)


def test_ctrl_c_in_the_middle_of_a_question_is_an_interrupt(parquet: Path) -> None:
    many = ibis.range(0, 1_000_000).unnest().name("number").as_table()
    few = ibis.range(0, 5_000).unnest().name("other").as_table()
    long = many.cross_join(few).aggregate(total=(_.number % (_.other + 1)).sum())
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    try:
        with closing(DuckDbFacts(str(parquet))) as facts:
            signal.setitimer(signal.ITIMER_REAL, 0.2)
            with pytest.raises(KeyboardInterrupt):
                facts.rows(long)
    finally:
        signal.signal(signal.SIGALRM, before)
