"""`centaur metrics`: the report over a log, what was imported, exported files or a database."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from centaur.adapters.event_store import EventStoreError
from centaur.adapters.fact_store import FactStore, FactStoreError
from centaur.adapters.kept_statements import KeptStatements
from centaur.adapters.state_dir import StateDir
from centaur.metrics.facts import OWN
from centaur.metrics.options import MetricsError, Options
from centaur.metrics.questions import Expression
from centaur.metrics.report import Ask, report
from centaur.metrics.sums import Rows
from centaur.progress import Stages, heard, unheard

if TYPE_CHECKING:
    import ibis

_THREADS = 2


class Database(Protocol):
    """Where a team's facts lie."""

    def rows(self, expression: "ibis.Table") -> list[tuple[Any, ...]]:
        """The rows of an expression over the facts."""

    def close(self) -> None:
        """Let go of it."""


def metrics(
    state: StateDir,
    asked: dict[str, Any],
    *,
    files: str = "",
    backend: str = "",
    stages: Stages = unheard,
) -> dict[str, Any]:
    """The JSON contract's object. Raises MetricsError with a sentence where it cannot be made as asked."""
    options = Options.of(now=datetime.now(UTC), **asked)
    with answering(state, options, files=files, backend=backend, stages=stages) as ask:
        # Only now are the facts there, and the statements beside them.
        kept = None if files or backend else KeptStatements(state.facts).questions(options)
        return report(heard(ask, stages("counting")), options, kept)


@contextmanager
def answering(
    state: StateDir,
    options: Options,
    *,
    files: str = "",
    backend: str = "",
    stages: Stages = unheard,
) -> Iterator[Ask]:
    """What answers a report from the facts asked for. Raises MetricsError with a sentence where nothing can.

    `files` is where `centaur export parquet` wrote, `backend` the Ibis URL of a database with its tables.
    """
    if files and backend:
        raise MetricsError("give --input or --backend, not both")
    try:
        with _place(state, options, files, backend, stages) as ask:
            yield ask
    except (EventStoreError, FactStoreError) as error:
        raise MetricsError(str(error)) from error
    except ImportError as error:
        raise MetricsError(f"{error}; it needs an extra: pip install 'centaur-copilot[parquet]'") from error


def asking(store: FactStore, origin: str) -> Ask:
    """Answers a report from SQLite, two questions at once: SQLite itself uses one core for each."""

    def answer(sql: str) -> Rows:
        with store.connection(origin) as connection:
            return connection.execute(sql).fetchall()

    def ask(expressions: Sequence[Expression]) -> Iterator[Rows]:
        # Ibis shares what it made among threads without a lock: it compiles in one alone.
        statements = [_sql(expression) for expression in expressions]
        with ThreadPoolExecutor(_THREADS) as pool:
            yield from pool.map(answer, statements)

    return ask


@lru_cache(maxsize=256)
def _sql(expression: Expression) -> str:
    if isinstance(expression, str):
        return expression
    import ibis  # noqa: PLC0415 - a report whose statements are kept does without

    return str(ibis.to_sql(expression, dialect="sqlite"))


@contextmanager
def _place(state: StateDir, options: Options, files: str, backend: str, stages: Stages) -> Iterator[Ask]:
    if files:
        from centaur.adapters.duckdb_facts import DuckDbFacts  # noqa: PLC0415 - an extra

        with closing(DuckDbFacts(files, options.origin)) as facts:
            yield lambda expressions: map(facts.rows, expressions)
    elif backend:
        with closing(_database(backend)) as database:
            yield lambda expressions: map(database.rows, expressions)
    else:
        yield _own(state, options, stages)


def _database(url: str) -> Database:
    """What answers at the URL. A file is opened by its own library, which need not be one that Ibis knows."""
    scheme, _, path = url.partition("://")
    if scheme in {"sqlite", "duckdb"} and not path:
        raise MetricsError(f"{url} names no file")
    if scheme == "sqlite":
        from centaur.adapters.sqlite_facts import SqliteFacts  # noqa: PLC0415 - it loads Ibis

        return SqliteFacts(path)
    if scheme == "duckdb":
        from centaur.adapters.duckdb_facts import DuckDbFile  # noqa: PLC0415 - an extra

        return DuckDbFile(path)
    from centaur.adapters.ibis_facts import IbisFacts  # noqa: PLC0415 - as above

    return IbisFacts(url)


def _own(state: StateDir, options: Options, stages: Stages) -> Ask:
    store = FactStore(state)
    store.refresh(stages("folding the log"))
    if options.origin not in {OWN, "all"} and options.origin not in (known := store.origins()):
        raise MetricsError(f"there is no origin {options.origin!r}; known are {', '.join(known)}")
    return asking(store, options.origin)
