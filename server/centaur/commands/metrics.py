"""`centaur metrics`: the report over the user's own log, as data or as a table."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Any

from centaur.adapters import event_schema
from centaur.adapters.event_store import EventStore, EventStoreError
from centaur.adapters.state_dir import StateDir
from centaur.metrics.options import MetricsError, Options
from centaur.metrics.report import report


def metrics(state: StateDir, asked: dict[str, Any]) -> dict[str, Any]:
    """The JSON contract's object. Raises MetricsError with a sentence where it cannot be made as asked."""
    options = Options.of(now=datetime.now(UTC), **asked)
    try:
        with _log(state) as query:
            return report(query, options)
    except EventStoreError as error:
        raise MetricsError(str(error)) from error


@contextmanager
def _log(state: StateDir) -> Iterator[Callable[[str], list[tuple[Any, ...]]]]:
    """A way to query the log; one that does not exist yet is empty, and is not made by being read."""
    if state.events.exists():
        with closing(EventStore(state.events)) as store:
            yield store.query
        return
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as empty:
        event_schema.migrate(empty)
        yield lambda sql: empty.execute(sql).fetchall()
