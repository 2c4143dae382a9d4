"""`centaur metrics`: the report over the user's own log or what was imported, as data or as a table."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import ibis

from centaur.adapters.event_store import EventStoreError
from centaur.adapters.fact_store import FactStore, FactStoreError
from centaur.adapters.state_dir import StateDir
from centaur.metrics.facts import OWN
from centaur.metrics.options import MetricsError, Options
from centaur.metrics.report import Rows, report

Progress = Callable[[int, int], None]

_THREADS = 2


def metrics(
    state: StateDir, asked: dict[str, Any], progress: Progress = lambda _done, _of: None
) -> dict[str, Any]:
    """The JSON contract's object. Raises MetricsError with a sentence where it cannot be made as asked."""
    options = Options.of(now=datetime.now(UTC), **asked)
    store = FactStore(state)
    try:
        store.refresh(progress)
        if options.origin not in {OWN, "all"} and options.origin not in (known := store.origins()):
            raise MetricsError(f"there is no origin {options.origin!r}; known are {', '.join(known)}")
        return report(asking(store, options.origin), options)
    except (EventStoreError, FactStoreError) as error:
        raise MetricsError(str(error)) from error


def asking(store: FactStore, origin: str) -> Callable[[Sequence[ibis.Table]], list[Rows]]:
    """Answers a report from SQLite, two questions at once: SQLite itself uses one core for each."""

    def answer(sql: str) -> Rows:
        with store.connection(origin) as connection:
            return connection.execute(sql).fetchall()

    def ask(expressions: Sequence[ibis.Table]) -> list[Rows]:
        # Ibis shares what it made among threads without a lock: it compiles in one alone.
        statements = [ibis.to_sql(expression, dialect="sqlite") for expression in expressions]
        with ThreadPoolExecutor(_THREADS) as pool:
            return list(pool.map(answer, statements))

    return ask
