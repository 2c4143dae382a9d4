"""Facts where a team's data lies already, asked through any connection that Ibis can make."""

from typing import Any

import ibis

from centaur.adapters.fact_store import FactStoreError
from centaur.metrics.facts import FACTS

_LONGEST = 300


class IbisFacts:
    """Tables `episodes`, `opportunities` and `minutes` behind an Ibis URL, such as `postgres://host/name`."""

    def __init__(self, url: str) -> None:
        """Raises FactStoreError where there is no connection, no driver or no such table."""
        try:
            self._backend = ibis.connect(url)
            present = set(self._backend.list_tables())
        except Exception as error:
            raise FactStoreError(f"{_place(url)} cannot be reached: {_line(error)}") from error
        if missing := {fact.table for fact in FACTS} - present:
            self.close()
            raise FactStoreError(f"{_place(url)} has no table {', '.join(sorted(missing))}")

    def rows(self, expression: ibis.Table) -> list[tuple[Any, ...]]:
        """The rows of an expression over the facts."""
        try:
            if self._backend.name == "pyspark":
                return self._of_spark(expression)
            answer = self._backend.to_pyarrow(expression)
        except Exception as error:
            raise FactStoreError(f"the facts cannot be asked: {_line(error)}") from error
        return [tuple(row.values()) for row in answer.to_pylist()]

    def close(self) -> None:
        """End the connection."""
        self._backend.disconnect()

    def _of_spark(self, expression: ibis.Table) -> list[tuple[Any, ...]]:
        """Ibis 12 answers an offset on Spark with a row number too many, and then refuses its own answer."""
        answer = self._backend.raw_sql(self._backend.compile(expression))
        return [tuple(row) for row in answer.select(*expression.columns).collect()]


def _line(error: Exception) -> str:
    """What the error says, in one line of bearable length."""
    return " ".join(str(error).split())[:_LONGEST]


def _place(url: str) -> str:
    """The URL without the password that it may hold."""
    scheme, separator, rest = url.partition("://")
    return f"{scheme}{separator}{rest.rpartition('@')[2]}"
