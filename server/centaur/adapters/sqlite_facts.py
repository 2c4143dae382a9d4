"""Facts in a SQLite file of a team, asked by the standard library and changed by nothing."""

import sqlite3
from pathlib import Path
from typing import Any

import ibis

from centaur.adapters.fact_store import FactStoreError


class SqliteFacts:
    """Tables `episodes`, `opportunities` and `minutes` in a file, opened for reading alone."""

    def __init__(self, path: str) -> None:
        """Raises FactStoreError where there is no such file."""
        self._path = path
        try:
            self._connection = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)
        except sqlite3.Error as error:
            raise FactStoreError(f"{path} cannot be opened: {error}") from error

    def rows(self, expression: ibis.Table) -> list[tuple[Any, ...]]:
        """The rows of an expression over the facts."""
        try:
            return self._connection.execute(str(ibis.to_sql(expression, dialect="sqlite"))).fetchall()
        except sqlite3.Error as error:
            raise FactStoreError(f"{self._path} cannot be asked: {error}") from error

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
