"""Facts and events as tables of files, a folder a day, as DuckDB, Spark and pandas read them."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from centaur.evidence.events import EVENT_TYPES
from centaur.exchange.destination import destination
from centaur.exchange.encodings import Rows, encoder
from centaur.exchange.source import Asked, AskedError, ExchangeError, Source
from centaur.exchange.whole_file import STDOUT
from centaur.metrics.facts import FACTS, OWN, Fact, columns

_TYPES: dict[str, Any] = {"TEXT": str, "INTEGER": int | None, "REAL": float | None}

Part = tuple[str, str, str, Mapping[str, Any], Rows]
"""Table, day and origin of one file, its columns and its rows."""


def export(source: Source, asked: Asked) -> dict[str, Any]:
    """Write the tables to `TABLE/day=YYYY-MM-DD/part-ID`, the events to `events/KIND/day=...`.

    A file is named after its machine and origin: exports of many machines share a folder, and another export
    of the same replaces what has changed and leaves the rest. Raises ExchangeError, saying how far it came.
    """
    if asked.to == STDOUT:
        raise AskedError(f"{asked.form} writes many files: name a folder or a URL for them")
    ending, encode = encoder(asked.form)
    put = destination(asked.to)
    files, rows = Counter[str](written=0, unchanged=0), Counter[str]()
    try:
        for table, day, origin, names, found in _parts(source):
            counted = _counted(found, table, rows)
            content = encode(names, counted)
            name = f"{table}/day={day}/part-{_machine(source, origin)}.{ending}"
            files["written" if put(name, content) else "unchanged"] += 1
    except Exception as error:  # each of fsspec's file systems fails in its own way
        raise ExchangeError(
            f"{asked.to}: {files['written']} files are written and whole, then it failed ({error}); "
            "export again to go on"
        ) from error
    return {"format": asked.form, "to": asked.to, "files": dict(files), "rows": dict(rows)}


def _parts(source: Source) -> Iterator[Part]:
    for fact in FACTS:
        yield from _of_facts(source, fact)
    for event in EVENT_TYPES:
        yield from _of_events(source, event.kind)


def _of_facts(source: Source, fact: type[Fact]) -> Iterator[Part]:
    """The day is in the name of the folder alone, so that whoever reads it sees it once."""
    names = columns(fact)
    order = list(names)
    place, origin_place = order.index("day"), order.index("origin")
    del names["day"]
    for (day, origin), found in groupby(source.rows(fact), itemgetter(place, origin_place)):
        yield fact.table, day, origin, names, ((*row[:place], *row[place + 1 :]) for row in found)


def _of_events(source: Source, kind: str) -> Iterator[Part]:
    names = {name: _TYPES[of] for name, of in source.event_columns(kind).items()}
    for day, found in groupby(source.events(kind), itemgetter(0)):
        yield f"events/{kind}", day, OWN, names, (row[1:] for row in found)


def _counted(found: Rows, table: str, rows: Counter[str]) -> Iterator[tuple[Any, ...]]:
    for row in found:
        rows[table.partition("/")[0]] += 1
        yield row


def _machine(source: Source, origin: str) -> str:
    """Tells the files of this machine from those of others, and nothing else about it."""
    return hashlib.sha256(f"export {source.state.salt()} {origin}".encode()).hexdigest()[:16]
