"""The facts as tables of SQLite, with the columns that the facts themselves declare."""

import sqlite3
from typing import Any, get_args

from centaur.metrics.facts import FACTS, KEY, MOMENTS, Fact, columns

_TYPES = {str: "TEXT", int: "INTEGER", bool: "INTEGER", float: "REAL"}

_CLUSTER = ("session_id", "activity", "user", "time_ms", "origin", "became")
_LOOKS = tuple(
    f"{name}_{seconds}"
    for seconds in MOMENTS
    for name in ("unchanged", "edit_ratio", "kept_ratio", "retained_chars", "censored")
)
_FEW = (
    ("episodes_taken", (*_CLUSTER, "partly", *_LOOKS), "became = 'accepted' OR partly"),
    ("episodes_unseen", _CLUSTER, "became = 'unseen'"),
    ("episodes_changed", ("changed_by", "time_ms", "origin"), "changed_by <> ''"),
    ("opportunities_filtered", ("reason", "time_ms", "origin", "result"), "result = 'filtered'"),
)


def create(connection: sqlite3.Connection, place: str = "main") -> None:
    """Make the tables and columns that are missing; the rows of a cluster stand together."""
    for fact in FACTS:
        declared = ", ".join(f"{name} {_type(of)}" for name, of in columns(fact).items())
        key = f"PRIMARY KEY ({', '.join(KEY)}, origin)"
        connection.execute(
            f"CREATE TABLE IF NOT EXISTS {place}.{fact.table} ({declared}, {key}) STRICT, WITHOUT ROWID"
        )
        present = connection.execute(
            "SELECT name FROM pragma_table_info(?, ?)", (fact.table, place)
        ).fetchall()
        for name in columns(fact).keys() - {name for (name,) in present}:
            # What was imported by an older version has no such column, and what it says is not known.
            connection.execute(
                f"ALTER TABLE {place}.{fact.table} ADD COLUMN {name} {_type(columns(fact)[name])}"
            )


def index(connection: sqlite3.Connection) -> None:
    """Keep times in their order, and what is asked of few rows apart, with all that is asked of them.

    A percentile then needs no sort, a tally no scan, and what became of accepted texts no wide rows.
    """
    for time in ("latency_ms", "first_token_ms"):
        connection.execute(
            f"CREATE INDEX IF NOT EXISTS opportunities_{time}"
            f" ON opportunities ({time}, time_ms, origin, result, source)"
            " WHERE result = 'delivered' AND source <> 'reuse'"
        )
    for name, asked, where in _FEW:
        table = name.partition("_")[0]
        connection.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {table} ({', '.join(asked)}) WHERE {where}")


def insert(fact: type[Fact]) -> str:
    """The statement that keeps one row, its values in the order of the columns."""
    names = columns(fact)
    return f"INSERT OR REPLACE INTO {fact.table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - our names


def _type(of: Any) -> str:
    kinds = get_args(of) or (of,)
    return _TYPES[kinds[0]] + ("" if type(None) in kinds else " NOT NULL")
