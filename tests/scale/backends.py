"""The figures of one set of facts, equal on SQLite, DuckDB, Postgres and Spark: `make test-scale`."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from centaur.adapters.duckdb_facts import DuckDbFacts
from centaur.adapters.fact_store import FactStore
from centaur.adapters.ibis_facts import IbisFacts
from centaur.adapters.state_dir import StateDir
from centaur.commands.export import export
from centaur.commands.metrics import asking
from centaur.metrics.options import GROUPINGS, Options
from centaur.metrics.report import report
from tests.scale.databases import postgres, spark
from tests.support.varied import NOON, ORIGIN, varied

pytestmark = [pytest.mark.filterwarnings("default"), pytest.mark.timeout(600)]

NOW = datetime.fromtimestamp(NOON / 1000, UTC)
SIZE = 20_000
ASKED: list[dict[str, Any]] = [
    {"since": "7d"},
    {"by": GROUPINGS[:4], "evidence": "observed"},
    {"by": GROUPINGS[4:8], "until": "2026-10-28"},
    {"by": GROUPINGS[8:], "evidence": "explicit"},
]


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> StateDir:
    folder = tmp_path_factory.mktemp("state")
    state = StateDir(folder, folder)
    FactStore(state).add(ORIGIN, "digest", varied(SIZE))
    return state


@pytest.fixture(scope="module")
def parquet(state: StateDir, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("parquet")
    export(state, "parquet", str(folder), origin=ORIGIN)
    return folder


@pytest.fixture(scope="module", params=["DuckDB", "Postgres", "Spark"])
def facts(request: pytest.FixtureRequest, parquet: Path) -> Iterator[DuckDbFacts | IbisFacts]:
    if request.param == "DuckDB":
        with closing(DuckDbFacts(str(parquet), ORIGIN)) as found:
            yield found
    elif request.param == "Postgres":
        with postgres(list(varied(SIZE))) as url, closing(IbisFacts(url)) as there:
            yield there
    else:
        with spark(parquet) as url, closing(IbisFacts(url)) as there:
            yield there


@pytest.mark.parametrize("asked", ASKED, ids=["whole", "by 1-4", "by 5-8", "by the rest"])
def test_every_figure_is_that_of_sqlite(
    state: StateDir, facts: DuckDbFacts | IbisFacts, asked: dict[str, Any]
) -> None:
    options = Options.of(now=NOW, origin=ORIGIN, **asked)
    found = report(lambda asked: [facts.rows(each) for each in asked], options)

    assert found["groups"][0]["accepted"] > 100
    assert found == report(asking(FactStore(state), options.origin), options)
