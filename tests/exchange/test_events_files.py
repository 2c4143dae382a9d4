"""Our own exports taken in again: the same figures, or a sentence and nothing."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow.parquet import read_table, write_table

from centaur.adapters.fact_store import FactStore
from centaur.adapters.state_dir import StateDir
from centaur.commands.export import export
from centaur.commands.import_facts import import_facts
from centaur.commands.metrics import metrics
from centaur.exchange.source import ExchangeError
from tests.support.event_tables import ACCEPTED, ESCAPED, LEFT, TYPED, EventLog
from tests.support.logged import logged

LOG = EventLog().session("a", ACCEPTED, ESCAPED).requests(LEFT, TYPED, after=24 * 60)
FORMS = pytest.mark.parametrize("form", ["parquet", "json"])


@pytest.fixture
def other(tmp_path: Path) -> StateDir:
    """The state of another machine."""
    return logged(LOG, tmp_path / "other")


def figures(state: StateDir, origin: str) -> Any:
    whole = metrics(state, {"origin": origin, "since": "2026-01-01", "until": "2027-01-01"})
    return whole["groups"]


def taken_in(place: Path, name: str = "other") -> Any:
    return import_facts(StateDir.locate(), "events", str(place), name)


def check_refused(place: Path, why: str) -> None:
    with pytest.raises(ExchangeError, match=f"nothing was imported: .*{why}"):
        taken_in(place)
    assert FactStore(StateDir.locate()).origins() == ["own"]


def a_file(place: Path, table: str = "episodes") -> Path:
    return min(path for path in (place / table).rglob("*") if path.is_file())


@FORMS
def test_another_machines_figures_are_the_same_here(other: StateDir, tmp_path: Path, form: str) -> None:
    export(other, form, str(tmp_path / "out"))
    summary = taken_in(tmp_path / "out")

    assert summary["new"] == {"episodes": 4, "opportunities": 4, "minutes": 0}
    assert figures(StateDir.locate(), "imported:other") == figures(other, "own")
    assert figures(StateDir.locate(), "own")[0]["shown"] == 0


@FORMS
def test_twice_adds_nothing(other: StateDir, tmp_path: Path, form: str) -> None:
    export(other, form, str(tmp_path / "out"))
    first, second = taken_in(tmp_path / "out"), taken_in(tmp_path / "out")

    assert (sum(first["new"].values()), sum(second["new"].values())) == (8, 0)
    assert first["episodes"] == second["episodes"] == 4


def _without(name: str, path: Path) -> None:
    if path.suffix == ".parquet":
        write_table(read_table(path, partitioning=None).drop_columns([name]), path)
        return
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    path.write_text("".join(json.dumps({key: row[key] for key in row if key != name}) + "\n" for row in rows))


def _with(name: str, path: Path) -> None:
    if path.suffix == ".parquet":
        table = read_table(path, partitioning=None)
        write_table(table.append_column(name, pa.array([1] * len(table))), path)
        return
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    path.write_text("".join(json.dumps(row | {name: 1}) + "\n" for row in rows))


@FORMS
def test_a_file_of_an_older_version_counts_with_the_others(
    other: StateDir, tmp_path: Path, form: str
) -> None:
    export(other, form, str(tmp_path / "out"))
    _without("saved_usd", a_file(tmp_path / "out"))
    taken_in(tmp_path / "out")

    assert figures(StateDir.locate(), "imported:other")[0]["accepted"] == 1


@FORMS
@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda path: _with("mood", path), "mood is not known; a newer Centaur"),
        (lambda path: _without("session_id", path), "session_id is missing"),
        (lambda path: path.write_bytes(path.read_bytes()[:-20]), "."),
        (lambda path: path.write_bytes(b"\x89PNG"), "."),
    ],
    ids=["newer", "older than any", "cut short", "another kind"],
)
def test_what_is_not_as_we_write_it_imports_nothing(
    other: StateDir, tmp_path: Path, form: str, change: Callable[[Path], Any], why: str
) -> None:
    export(other, form, str(tmp_path / "out"))
    change(a_file(tmp_path / "out", "opportunities"))

    check_refused(tmp_path / "out", why)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("became", 5),
        ("read", 1),
        ("sequence", True),
        ("sequence", 1.5),
        ("sequence", 2**63),
        ("time_ms", 10**18),
        ("offered_chars", None),
        ("edit_ratio", "0"),
        ("user", "half \ud800"),
    ],
)
def test_a_value_of_another_kind_imports_nothing(
    other: StateDir, tmp_path: Path, name: str, value: object
) -> None:
    export(other, "json", str(tmp_path / "out"))
    path = a_file(tmp_path / "out")
    row = json.loads(path.read_text().splitlines()[0])
    path.write_text(json.dumps(row | {name: value}) + "\n")

    check_refused(tmp_path / "out", "")


def test_a_folder_of_other_things_imports_nothing(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    check_refused(tmp_path / "photos", "no Parquet or JSON")
    (tmp_path / "photos" / "part.jsonl").write_text("{}\n")
    check_refused(tmp_path / "photos", "in no folder of episodes, opportunities, minutes")


def test_raw_events_beside_the_facts_are_left(other: StateDir, tmp_path: Path) -> None:
    export(other, "json", str(tmp_path / "out"))
    a_file(tmp_path / "out", "events").write_text("not read")

    assert taken_in(tmp_path / "out")["episodes"] == 4
