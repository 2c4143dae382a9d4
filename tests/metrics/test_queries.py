"""What the compiled questions need of SQLite, and what the rest of the room needs of Ibis."""

import re
import subprocess
import sys
from datetime import UTC, datetime

import ibis
import pytest

from centaur.metrics.options import GROUPINGS, Options
from centaur.metrics.queries import questions

NOW = datetime(2026, 11, 3, tzinfo=UTC)
CORE_FUNCTIONS = {
    *(
        "AS",
        "AND",
        "BY",
        "FILTER",
        "IN",
        "NOT",
        "ON",
        "OR",
        "OVER",
        "FROM",
        "JOIN",
        "WHERE",
        "SELECT",
        "WHEN",
    ),
    *("CAST", "COALESCE", "COUNT", "IIF", "LAG", "LEAD", "MAX", "MIN", "ROUND", "ROW_NUMBER", "SUM"),
}


def test_the_statements_use_only_what_every_sqlite_has() -> None:
    # FLOOR, MOD and their like exist only where SQLite was compiled with its mathematical functions.
    every = tuple(name for name in GROUPINGS if name != "evidence")
    for question in questions(Options.of(now=NOW, by=every)).all():
        sql = ibis.to_sql(question.expression, dialect="sqlite")
        outside_quotes = re.sub(r"'[^']*'|\"[^\"]*\"", "x", sql)
        assert set(re.findall(r"([A-Z_]+)\s*\(", outside_quotes)) <= CORE_FUNCTIONS


@pytest.mark.parametrize("dialect", ["postgres", "clickhouse", "bigquery", "snowflake"])
def test_every_question_can_be_put_where_a_team_s_data_lies(dialect: str) -> None:
    # ClickHouse has no CUME_DIST, for one.
    for question in questions(Options.of(now=NOW, by=("day", "latency"))).all():
        assert ibis.to_sql(question.expression, dialect=dialect)


def test_the_options_and_the_meanings_are_known_without_loading_ibis() -> None:
    program = (
        "import sys, centaur.metrics.options, centaur.metrics.definitions;sys.exit('ibis' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
