"""Tables of files: what is in them, who reads them, and what a second export and a failed one leave."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import fsspec
import pytest
from pyarrow.parquet import read_schema

from centaur.adapters.fact_store import FactStore
from centaur.adapters.state_dir import StateDir
from centaur.commands.export import export
from centaur.exchange.source import AskedError, ExchangeError
from tests.support.event_tables import ACCEPTED, ESCAPED, LEFT, EventLog
from tests.support.facts import episode
from tests.support.logged import logged

DAY = "day=2026-11-02"
TWO_DAYS = EventLog().session("a", ACCEPTED, ESCAPED).requests(LEFT, after=24 * 60)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def tables(folder: Path) -> list[str]:
    return sorted({str(Path(name).parent) for name in files(folder)})


@pytest.mark.parametrize("form", ["parquet", "csv", "json"])
def test_facts_and_events_are_a_folder_a_day(out: Path, form: str) -> None:
    summary = export(logged(TWO_DAYS), form, str(out))

    assert summary["rows"]["episodes"] == summary["rows"]["opportunities"] == 3
    assert summary["rows"]["events"] == len(TWO_DAYS.recorded)
    assert {f"{table}/{DAY}" for table in ("episodes", "opportunities", "events/outcome")} <= set(tables(out))
    assert {"episodes/day=2026-11-03", "events/outcome/day=2026-11-03"} <= set(tables(out))


@pytest.mark.parametrize("form", ["parquet", "csv", "json"])
def test_exporting_twice_is_exporting_once(out: Path, form: str) -> None:
    state = logged(TWO_DAYS)
    first = export(state, form, str(out))
    once = files(out)
    second = export(state, form, str(out))

    assert files(out) == once
    assert second["files"] == {"written": 0, "unchanged": first["files"]["written"]}


def test_what_came_since_is_in_the_same_file(out: Path) -> None:
    log = EventLog().session("a", ACCEPTED)
    state = logged(log)
    export(state, "json", str(out))
    names = set(files(out))
    logged(log.requests(LEFT))
    export(state, "json", str(out))

    assert set(files(out)) == names
    assert len(_lines(out, "episodes")) == 2


def test_machines_share_a_folder_and_a_machine_does_not_double_itself(tmp_path: Path, out: Path) -> None:
    one, other = (logged(EventLog().session(name, ACCEPTED), tmp_path / name) for name in "ab")
    FactStore(one).add("imported:x", "digest", [episode(origin="imported:x")])
    to = str(out)
    for state, origin, user in [(one, "own", "ada"), (other, "own", "bob"), (one, "all", "ada")]:
        export(state, "json", to, origin=origin, user=user)

    rows = _lines(out, "episodes")
    assert sorted((row["session_id"], row["origin"], row["user"]) for row in rows) == [
        ("a", "own", "ada"),
        ("b", "own", "bob"),
        ("session", "imported:x", "ada"),
    ]


def test_an_imported_origin_has_no_events(out: Path) -> None:
    state = logged(TWO_DAYS)
    FactStore(state).add("imported:x", "digest", [episode(origin="imported:x")])
    export(state, "json", str(out), origin="imported:x")

    assert tables(out) == [f"episodes/{DAY}"]


def test_days_go_whole(out: Path) -> None:
    export(logged(TWO_DAYS), "json", str(out), since="2026-11-02T23:00", until="2026-11-03")

    assert {name.rpartition("/")[2] for name in tables(out)} == {DAY}
    assert len(_lines(out, "episodes")) == 2


def test_duckdb_sees_the_day_once_and_the_types(out: Path) -> None:
    export(logged(TWO_DAYS), "parquet", str(out))
    with duckdb.connect() as connection:
        found = connection.execute(
            f"SELECT day::TEXT, count(*), bool_or(read), max(offered_chars), max(became)"
            f" FROM '{out}/episodes/*/*.parquet' GROUP BY 1 ORDER BY 1"
        ).fetchall()
        described = connection.execute(f"DESCRIBE SELECT * FROM '{out}/episodes/*/*.parquet'").fetchall()

    assert found == [
        ("2026-11-02", 2, True, 10, "rejected_explicit"),
        ("2026-11-03", 1, False, 10, "ignored"),
    ]
    assert [name for name, *_ in described].count("day") == 1
    assert "day" not in read_schema(next((out / "episodes" / DAY).iterdir())).names
    assert dict(row[:2] for row in described)["edit_ratio_15"] == "DOUBLE"


def test_json_and_csv_say_the_same_as_parquet(out: Path) -> None:
    state = logged(TWO_DAYS)
    for form in ("parquet", "csv", "json"):
        export(state, form, str(out / form))
    with duckdb.connect() as connection:
        parquet = connection.execute(
            f"SELECT * EXCLUDE day FROM '{out}/parquet/episodes/*/*.parquet' ORDER BY sequence"
        )
        names = [column[0] for column in parquet.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in parquet.fetchall()]

    assert _lines(out / "json", "episodes") == rows
    assert _csv(out / "csv") == [{name: _written(value) for name, value in row.items()} for row in rows]


def test_a_url_takes_the_same_files(out: Path) -> None:
    state, memory = logged(TWO_DAYS), fsspec.filesystem("memory")
    export(state, "json", str(out))
    first = export(state, "json", "memory://bucket/team")
    again = export(state, "json", "memory://bucket/team")

    assert {name: memory.cat(f"/bucket/team/{name}") for name in files(out)} == files(out)
    assert (first["files"]["written"], again["files"]["written"]) == (len(files(out)), 0)
    memory.rm("/bucket", recursive=True)


def test_a_file_url_is_a_folder(out: Path) -> None:
    export(logged(TWO_DAYS), "csv", out.as_uri())

    assert f"episodes/{DAY}" in tables(out)


@pytest.mark.parametrize(("to", "why"), [("nowhere://bucket", "nowhere"), ("s3://bucket/x", "s3fs")])
def test_a_url_nobody_knows_is_told(to: str, why: str) -> None:
    with pytest.raises(ExchangeError, match=why):
        export(logged(TWO_DAYS), "json", to)


def test_where_it_fails_the_files_before_are_whole_and_the_next_run_goes_on(
    tmp_path: Path, out: Path
) -> None:
    state = logged(TWO_DAYS)
    export(state, "json", str(tmp_path / "whole"))
    (out).mkdir()
    (out / "minutes").write_text("in the way")
    (out / "events").write_text("in the way")
    with pytest.raises(ExchangeError, match=r"4 files are written and whole, then it failed .*export again"):
        export(state, "json", str(out))
    (out / "minutes").unlink()
    (out / "events").unlink()
    rest = export(state, "json", str(out))

    assert files(out) == files(tmp_path / "whole")
    assert rest["files"]["unchanged"] == 4


def test_many_files_do_not_fit_into_the_standard_output() -> None:
    with pytest.raises(AskedError, match="parquet writes many files"):
        export(StateDir.locate(), "parquet", "-")


def test_nothing_known_is_nothing_written(out: Path) -> None:
    summary = export(StateDir.locate(), "parquet", str(out))

    assert (summary["rows"], (out).exists()) == ({}, False)
    assert not StateDir.locate().events.exists()


def _lines(folder: Path, table: str) -> list[dict[str, Any]]:
    paths = sorted(folder.glob(f"{table}/*/*.jsonl"))
    return [json.loads(line) for path in paths for line in path.read_text().splitlines()]


def _csv(folder: Path) -> list[dict[str, str]]:
    def rows() -> Iterator[dict[str, str]]:
        for path in sorted(folder.glob("episodes/*/*.csv")):
            with path.open(newline="") as file:
                yield from csv.DictReader(file)

    return list(rows())


def _written(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
