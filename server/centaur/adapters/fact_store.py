"""The facts on disk, ready to be counted: folded from the log as it grows, and imported ones beside them."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from operator import attrgetter
from pathlib import Path

from centaur.adapters.event_schema import transaction
from centaur.adapters.event_store import EventStore
from centaur.adapters.fact_folding import fold_log
from centaur.adapters.fact_tables import create, insert
from centaur.adapters.private_file import inode, make_private
from centaur.adapters.state_dir import StateDir
from centaur.metrics.facts import FACTS, OWN, Fact, columns
from centaur.metrics.fold import VERSION
from centaur.progress import Progress

BUSY_SECONDS = 30.0
_CACHE_KB = 16_000
_PAGE_BYTES = 16_384  # a report reads whole tables, and large pages are read faster


class FactStoreError(Exception):
    """The facts cannot be read or kept; the message says why, for people."""


class FactStore:
    """One's own facts in `episodes.db`, which may be deleted at any time; imported ones in `imported.db`."""

    def __init__(self, state: StateDir) -> None:
        self._own = state.facts
        self._imported = state.imported
        self._log = state.events

    def refresh(self, progress: Progress = lambda _done, _of: None) -> None:
        """Bring one's own facts up to the log. Raises EventStoreError where the log cannot be used.

        `progress` hears how many sessions of how many are done. Damaged facts are made anew.
        """
        if not self._log.exists():
            _remove(self._own)
            return
        with closing(EventStore(self._log)) as store:
            store.query("SELECT 1")  # an older log is migrated, a damaged one set aside
        try:
            self._fold(progress)
        except sqlite3.DatabaseError:
            _remove(self._own)
            with _told(f"{self._own} cannot be made"):
                self._fold(progress)

    @contextmanager
    def connection(self, origin: str = OWN) -> Iterator[sqlite3.Connection]:
        """Views `episodes`, `opportunities` and `minutes` of an origin: own, imported:NAME or all."""
        # An OSError is none of ours here: the rows may be on their way to an output that is gone.
        with _told("the facts cannot be read", (sqlite3.Error,)), closing(_connect("")) as connection:
            for name, path in (("own", self._own), ("imported", self._imported)):
                connection.execute(f"ATTACH ? AS {name}", (str(path) if path.exists() else "",))
                create(connection, name)
            for fact in FACTS:
                connection.execute(f"CREATE TEMP VIEW {fact.table} AS {_selected(fact, origin)}")
            connection.execute("PRAGMA query_only = ON")
            yield connection

    def origins(self) -> list[str]:
        """What there is to look at: one's own log, and what was imported."""
        with self.connection("all") as connection:
            rows = connection.execute("SELECT DISTINCT origin FROM imported.episodes ORDER BY 1").fetchall()
        return [OWN, *(origin for (origin,) in rows)]

    def add(self, origin: str, digest: str, facts: Iterable[Fact]) -> dict[str, int]:
        """Keep imported facts, all or none, and count the new ones by table. A known digest adds none.

        What a later file tells of the same fact takes the place of what was known before.
        """
        with _told("nothing was imported"):
            make_private(self._imported)
            with closing(_connect(self._imported)) as connection, transaction(connection):
                create(connection)
                before = _sizes(connection)
                if _is_new(connection, origin, digest):
                    ways = {kind: (insert(kind), attrgetter(*columns(kind))) for kind in FACTS}
                    for fact in facts:
                        statement, values = ways[type(fact)]
                        connection.execute(statement, values(fact))
                return {table: size - before[table] for table, size in _sizes(connection).items()}

    def _fold(self, progress: Progress) -> None:
        make_private(self._own)
        with closing(_connect(self._own)) as connection:
            # What is derived need not survive a power cut: a damaged file is made anew.
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("ATTACH ? AS log", (str(self._log),))
            fold_log(connection, f"{VERSION} {inode(self._log)}", _state(self._log), progress)


def _connect(path: Path | str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
    return connection


def _is_new(connection: sqlite3.Connection, origin: str, digest: str) -> bool:
    """Whether these bytes were not imported before; from now on they were."""
    connection.execute(
        "CREATE TABLE IF NOT EXISTS imports (origin TEXT, digest TEXT, PRIMARY KEY (origin, digest))"
    )
    noted = connection.execute("INSERT INTO imports VALUES (?, ?) ON CONFLICT DO NOTHING", (origin, digest))
    return noted.rowcount > 0


def _sizes(connection: sqlite3.Connection) -> dict[str, int]:
    counts = {fact.table: f"SELECT count(*) FROM {fact.table}" for fact in FACTS}  # noqa: S608 - our names
    return {table: connection.execute(count).fetchone()[0] for table, count in counts.items()}


def _selected(fact: type[Fact], origin: str) -> str:
    names = ", ".join(columns(fact))  # two files may have them in another order
    own, imported = (f"SELECT {names} FROM {place}.{fact.table}" for place in ("own", "imported"))  # noqa: S608 - our names
    if origin == OWN:
        return own
    if origin == "all":
        return f"{own} UNION ALL {imported}"
    quoted = origin.replace("'", "''")
    return f"{imported} WHERE origin = '{quoted}'"


def _state(path: Path) -> str:
    """What changes whenever a database does: the size and time of its file, and of the log beside it."""
    files = (path, path.with_name(path.name + "-wal"))
    stats = [file.stat() for file in files if file.exists()]
    return " ".join(f"{stat.st_size} {stat.st_mtime_ns}" for stat in stats if stat.st_size)


def _remove(path: Path) -> None:
    for ending in ("-wal", "-shm", ""):
        path.with_name(path.name + ending).unlink(missing_ok=True)


@contextmanager
def _told(what: str, kinds: tuple[type[Exception], ...] = (sqlite3.Error, OSError)) -> Iterator[None]:
    try:
        yield
    except kinds as error:
        raise FactStoreError(f"{what}: {error}") from error
