"""What the compiled statements need of SQLite, and what the rest of the room needs of Ibis."""

import re
import subprocess
import sys
from datetime import UTC, datetime

from centaur.metrics.options import GROUPINGS, Options
from centaur.metrics.queries import Asked, compiled

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


def statements(options: Options) -> list[Asked]:
    queries = compiled(options)
    times = [asked for several in queries.times.values() for asked in several]
    return [*queries.sums, *times, queries.filtered]


def test_the_statements_use_only_what_every_sqlite_has() -> None:
    # FLOOR, MOD and their like exist only where SQLite was compiled with its mathematical functions.
    every = tuple(name for name in GROUPINGS if name != "evidence")
    for asked in statements(Options.of(now=NOW, by=every)):
        outside_quotes = re.sub(r"'[^']*'|\"[^\"]*\"", "x", asked.sql)
        assert set(re.findall(r"([A-Z_]+)\s*\(", outside_quotes)) <= CORE_FUNCTIONS


def test_the_same_options_are_compiled_once() -> None:
    assert compiled(Options.of(now=NOW)) is compiled(Options.of(now=NOW))


def test_the_options_and_the_meanings_are_known_without_loading_ibis() -> None:
    program = (
        "import sys, centaur.metrics.options, centaur.metrics.definitions;sys.exit('ibis' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
