"""The facts as tables of SQLite, with the columns that the facts themselves declare."""

import sqlite3
from typing import Any, get_args

from centaur.metrics.facts import FACTS, KEY, Fact, columns

_TYPES = {str: "TEXT", int: "INTEGER", bool: "INTEGER", float: "REAL"}


def create(connection: sqlite3.Connection, place: str = "main") -> None:
    """Make the tables where they are missing; the rows of a cluster stand together."""
    for fact in FACTS:
        declared = ", ".join(f"{name} {_type(of)}" for name, of in columns(fact).items())
        key = f"PRIMARY KEY ({', '.join(KEY)}, origin)"
        connection.execute(
            f"CREATE TABLE IF NOT EXISTS {place}.{fact.table} ({declared}, {key}) STRICT, WITHOUT ROWID"
        )


def index(connection: sqlite3.Connection) -> None:
    """Keep times in their order and what is rare apart: a percentile needs no sort, a tally no scan."""
    for time in ("latency_ms", "first_token_ms"):
        connection.execute(
            f"CREATE INDEX IF NOT EXISTS opportunities_{time}"
            f" ON opportunities ({time}, time_ms, origin, result, source)"
            " WHERE result = 'delivered' AND source <> 'reuse'"
        )
    connection.execute(
        "CREATE INDEX IF NOT EXISTS opportunities_filtered ON opportunities (reason, time_ms, origin)"
        " WHERE result = 'filtered'"
    )
    connection.execute(
        "CREATE INDEX IF NOT EXISTS episodes_changed ON episodes (changed_by, time_ms, origin)"
        " WHERE changed_by <> ''"
    )


def insert(fact: type[Fact]) -> str:
    """The statement that keeps one row, its values in the order of the columns."""
    names = columns(fact)
    return f"INSERT OR REPLACE INTO {fact.table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - our names


def _type(of: Any) -> str:
    kinds = get_args(of) or (of,)
    return _TYPES[kinds[0]] + ("" if type(None) in kinds else " NOT NULL")
