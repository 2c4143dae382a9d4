"""Exported Parquet, and tables in a file of DuckDB, as places to ask for metrics."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, get_args

import duckdb
import ibis

from centaur.adapters.fact_store import FactStoreError
from centaur.metrics.facts import FACTS, OWN, Fact, columns

MEMORY = "1500MB"
_GLOB = re.compile(r"([*?\[])")
"""What DuckDB takes for a pattern; a folder may be called so."""

_TYPES = {str: "VARCHAR", int: "BIGINT", bool: "BOOLEAN", float: "DOUBLE"}


class DuckDbFacts:
    """The facts of a folder or URL that `centaur export parquet` wrote, of any number of machines.

    Files of older versions count as if what they do not have were unknown. Close it after use.
    """

    def __init__(self, place: str, origin: str = OWN) -> None:
        """Raises FactStoreError where the files cannot be read as facts of ours."""
        self._connection = duckdb.connect()
        try:
            with _told(place):
                self._connection.execute(f"SET memory_limit = '{MEMORY}'")
                self._open(place, origin)
        except FactStoreError:
            self.close()
            raise

    def rows(self, expression: ibis.Table) -> list[tuple[Any, ...]]:
        """The rows of an expression over the facts."""
        with _told("the facts"):
            return _rows(self._connection, expression)

    def close(self) -> None:
        """Let go of the files."""
        self._connection.close()

    def _open(self, place: str, origin: str) -> None:
        if "://" in place:
            from fsspec.core import url_to_fs  # noqa: PLC0415 - many files are local, and it loads much

            files, _ = url_to_fs(place)
            self._connection.register_filesystem(files)
        folder = _GLOB.sub(r"[\1]", place) if Path(place).exists() else place
        found = {fact: f"{folder.rstrip('/')}/{fact.table}/**/*.parquet" for fact in FACTS}
        present = {fact: self._columns(pattern) for fact, pattern in found.items()}
        if not any(present.values()):
            raise FactStoreError(f"there is no Parquet of `centaur export parquet` in {place}")
        for fact, pattern in found.items():
            self._connection.execute(_view(fact, pattern, present[fact], origin))

    def _columns(self, pattern: str) -> set[str]:
        """The columns of all files together; none where there are no files."""
        count = self._connection.execute(f"SELECT count(*) FROM glob({_text(pattern)})").fetchone()  # noqa: S608 - a quoted text
        if not count or not count[0]:
            return set()
        described = self._connection.execute(f"DESCRIBE SELECT * FROM {_files(pattern)}").fetchall()  # noqa: S608 - as above
        return {name for name, *_ in described}


class DuckDbFile:
    """Tables `episodes`, `opportunities` and `minutes` in a file, opened for reading alone."""

    def __init__(self, path: str) -> None:
        """Raises FactStoreError where there is no such file."""
        self._path = path
        with _told(path):
            self._connection = duckdb.connect(path, read_only=True)

    def rows(self, expression: ibis.Table) -> list[tuple[Any, ...]]:
        """The rows of an expression over the facts."""
        with _told(self._path):
            return _rows(self._connection, expression)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _rows(connection: duckdb.DuckDBPyConnection, expression: ibis.Table) -> list[tuple[Any, ...]]:
    """The rows of an expression. In the main thread DuckDB may hear Ctrl-C only when it has answered."""
    statement = ibis.to_sql(expression, dialect="duckdb")
    with ThreadPoolExecutor(1) as beside:
        asked = beside.submit(lambda: connection.execute(statement).fetchall())
        try:
            return asked.result()
        except KeyboardInterrupt:
            connection.interrupt()
            raise


def _view(fact: type[Fact], pattern: str, present: set[str], origin: str) -> str:
    """The statement that makes a table of ours of the files, of whatever version they are."""
    defaults = {field.name: field.default for field in fields(fact)}
    if newer := sorted(present - defaults.keys()):
        raise FactStoreError(f"{', '.join(newer)} is not known: a newer Centaur wrote it, please update")
    needed = {name for name, default in defaults.items() if default is MISSING}
    if present and (missing := sorted(needed - present)):
        raise FactStoreError(f"{fact.table} has no {', '.join(missing)}: `centaur export` did not write it")
    selected = ", ".join(
        _column(name, of, name in present, defaults[name]) for name, of in columns(fact).items()
    )
    rows = f"SELECT {selected} FROM {_files(pattern)}" if present else f"SELECT {selected} WHERE false"  # noqa: S608 - our names
    where = "" if origin == "all" else f"WHERE origin = {_text(origin)}"
    return f"CREATE VIEW {fact.table} AS SELECT * FROM ({rows}) {where}"  # noqa: S608 - our names, and a quoted text


def _column(name: str, of: Any, present: bool, default: object) -> str:
    """The column, null or its default where a file does not have it."""
    value = f'"{name}"' if present else "NULL"
    if default is not MISSING and default is not None:
        value = f"coalesce({value}, {_text(default) if isinstance(default, str) else default})"
    kinds = get_args(of) or (of,)
    return f'CAST({value} AS {_TYPES[kinds[0]]}) AS "{name}"'


def _files(pattern: str) -> str:
    return f"read_parquet({_text(pattern)}, hive_partitioning = true, union_by_name = true)"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


@contextmanager
def _told(what: str) -> Iterator[None]:
    try:
        yield
    except RuntimeError as error:
        if "interrupted" not in str(error):
            raise
        raise KeyboardInterrupt from error  # DuckDB hears Ctrl-C itself, and tells of it in its own way
    except (duckdb.Error, OSError, ImportError, ValueError) as error:
        sentence, *_ = str(error).splitlines() or [""]  # the statement, which is ours, and guesses follow
        raise FactStoreError(f"{what} cannot be read: {sentence}") from error
