"""Our own exports, as Parquet or JSON, from another machine or of an older version."""

from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, get_args

from centaur.exchange.destination import EXTRA
from centaur.exchange.encodings import ROWS_AT_ONCE, kind
from centaur.exchange.json_lines import Tally, read_rows
from centaur.exchange.source import ExchangeError
from centaur.exchange.values import day
from centaur.metrics.facts import FACTS, Fact, columns

ENDINGS = (".parquet", ".jsonl", ".json")
_EVENTS = "events"
_TOO_LARGE = 1 << 63
Make = Callable[[dict[str, Any]], Fact]

_OF_TABLE = {fact.table: fact for fact in FACTS}


def read(path: Path, name: str, tally: Tally) -> Iterator[Fact]:
    """The facts of all files under the path; their origin is the name that they are imported under.

    What a file of an older version does not have is unknown; a column that is not known is a newer version's.
    We write no unreadable rows, so one ends it all: the file is damaged.
    """
    tally.expect(files := _files(path))
    for file in files:
        make = _maker(_fact(file), f"imported:{name}")
        if file.suffix == ".parquet":
            yield from _made(file, make, tally)
        else:
            yield from read_rows(file, make, tally)
        if tally.skipped:
            raise ExchangeError(f"a file is damaged, or of another version: {tally.named[0]}")


def _made(file: Path, make: Make, tally: Tally) -> Iterator[Fact]:
    for number, row in enumerate(_parquet(file, tally), start=1):
        try:
            fact = make(row)
        except ValueError as error:
            tally.skip(f"{file.name}, row {number}", error)
            return
        tally.rows += 1
        yield fact


def _files(path: Path) -> list[Path]:
    files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.suffix in ENDINGS)
    facts = [file for file in files if _EVENTS not in file.relative_to(path).parts]
    if not facts:
        raise ExchangeError(f"there is no Parquet or JSON of `centaur export` in {path}")
    return facts


def _fact(file: Path) -> type[Fact]:
    for part in reversed(file.parts):
        if part in _OF_TABLE:
            return _OF_TABLE[part]
    raise ExchangeError(
        f"{file} is in no folder of {', '.join(_OF_TABLE)}: `centaur export` did not write it"
    )


def _maker(fact: type[Fact], origin: str) -> Make:
    known = columns(fact)
    needed = {field.name for field in fields(fact) if field.default is MISSING} - {"day"}

    def make(row: dict[str, Any]) -> Fact:
        if missing := needed - row.keys():
            raise ValueError(f"{', '.join(sorted(missing))} is missing")
        if newer := row.keys() - known.keys():
            raise ValueError(
                f"{', '.join(sorted(newer))} is not known; a newer Centaur wrote it, please update"
            )
        for name, value in row.items():
            if not _fits(known[name], value):
                raise ValueError(f"{name} is {value!r:.40}")
        return fact(**{**row, "origin": origin, "day": day(row["time_ms"])})

    return make


def _fits(of: Any, value: Any) -> bool:
    if value is None:
        return type(None) in get_args(of)
    if kind(of) is float:
        return isinstance(value, float | int) and not isinstance(value, bool)
    return type(value) is kind(of) and (kind(of) is not int or abs(value) < _TOO_LARGE)


def _parquet(file: Path, tally: Tally) -> Iterator[dict[str, Any]]:
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        from pyarrow.parquet import ParquetFile  # noqa: PLC0415
    except ImportError as error:
        raise ExchangeError(f"Parquet is not installed: {EXTRA}") from error
    try:
        with ParquetFile(file) as opened:
            size, rows = file.stat().st_size, opened.metadata.num_rows
            for batch in opened.iter_batches(ROWS_AT_ONCE):
                yield from batch.to_pylist()
                tally.passed(size * len(batch) // rows)
    except (pa.ArrowException, OSError) as error:
        raise ExchangeError(f"{file} cannot be read; it may be cut short: {error}") from error
