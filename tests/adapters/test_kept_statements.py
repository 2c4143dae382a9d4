"""A report's statements are kept beside the facts: those that Ibis would make, and it stays unloaded."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import ibis
import pytest

from centaur.adapters.event_store import EventStore
from centaur.adapters.fact_store import FactStore
from centaur.adapters.kept_statements import KeptStatements
from centaur.adapters.state_dir import StateDir
from centaur.metrics.definitions import TIMES
from centaur.metrics.options import Options
from centaur.metrics.queries import questions
from centaur.metrics.questions import Place, Questions
from tests.support.event_tables import ACCEPTED, ESCAPED, NOON, EventLog

NOW = datetime.fromtimestamp(NOON / 1000, UTC)
ASKED: list[dict[str, Any]] = [
    {},
    {"since": "2026-11-01T10:00:00.5", "until": "2026-11-02"},
    {"since": "1970-01-01", "origin": "all"},
    {"by": ("language", "latency"), "evidence": "observed"},
    {"by": ("evidence",), "origin": "imported:copilot-study"},
]


@pytest.fixture
def state(tmp_path: Path) -> StateDir:
    state = StateDir(tmp_path, tmp_path)
    with closing(EventStore(state.events)) as store:
        store.append(EventLog().session("a", ACCEPTED, ESCAPED).recorded)
    FactStore(state).refresh()
    return state


def kept(state: StateDir, options: Options) -> Questions:
    return KeptStatements(state.facts).questions(options)


def check(asked: Questions, options: Options) -> None:
    """Those asked are what Ibis makes of the definitions."""

    def compiled(expression: ibis.Table) -> str:
        return str(ibis.to_sql(expression, dialect="sqlite", pretty=False))

    expected = questions(options)
    assert [(one.expression, one.by, one.names) for one in asked.all()] == [
        (compiled(one.expression), one.by, one.names) for one in expected.all()
    ]
    assert (len(asked.sums), list(asked.times)) == (len(expected.sums), list(expected.times))
    for time in TIMES:
        for place in (Place(7, from_greatest=False), Place(41, from_greatest=True)):
            assert asked.ranked(time, place) == compiled(expected.ranked(time, place))


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_the_first_and_every_later_statement_is_the_one_that_ibis_makes(
    state: StateDir, asked: dict[str, Any]
) -> None:
    options = Options.of(now=NOW, **asked)

    check(kept(state, options), options)
    check(kept(state, options), options)


def test_statements_are_kept_for_every_moment_and_for_each_way_of_asking(state: StateDir) -> None:
    for asked in ASKED:
        kept(state, Options.of(now=NOW, **asked))
    options = Options.of(now=NOW, since="3d")
    check(kept(state, options), options)

    with closing(sqlite3.connect(state.facts)) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (len(ASKED),)


def test_the_second_report_says_the_same_without_loading_ibis(state: StateDir) -> None:
    program = (
        "import json, sys; from centaur.adapters.state_dir import StateDir;"
        "from centaur.commands.metrics import metrics;"
        "print(json.dumps(metrics(StateDir.locate(), {'since': '2026-10-01'})), 'ibis' in sys.modules)"
    )
    home = {**os.environ, "CENTAUR_HOME": str(state.state)}
    first, second = (
        subprocess.run(
            [sys.executable, "-c", program], env=home, capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    )

    assert (first.split()[-1], second.split()[-1]) == ("True", "False")
    assert json.loads(first.rpartition(" ")[0])["groups"][0]["accepted"] == 1
    assert json.loads(first.rpartition(" ")[0]) == json.loads(second.rpartition(" ")[0])


def test_what_other_definitions_were_compiled_to_is_dropped(state: StateDir) -> None:
    options = Options.of(now=NOW)
    kept(state, options)
    with closing(sqlite3.connect(state.facts)) as connection, connection:
        connection.execute("UPDATE kept SET source = 'of before', statements = '{}'")
        connection.execute("INSERT INTO kept VALUES ('another way', 'of before', '{}')")

    check(kept(state, options), options)

    with closing(sqlite3.connect(state.facts)) as connection:
        assert connection.execute("SELECT count(*) FROM kept WHERE statements = '{}'").fetchone() == (0,)


def test_where_nothing_can_be_kept_the_statements_are_made_all_the_same(
    state: StateDir, tmp_path: Path
) -> None:
    options = Options.of(now=NOW)
    check(KeptStatements(tmp_path / "missing.db").questions(options), options)
    assert not (tmp_path / "missing.db").exists()

    with closing(sqlite3.connect(state.facts, isolation_level=None)) as another:
        another.execute("BEGIN IMMEDIATE")
        check(kept(state, options), options)
