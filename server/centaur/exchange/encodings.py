"""Rows of one table as the bytes of one file: Parquet, CSV or JSON."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any, get_args

from centaur.exchange.destination import EXTRA
from centaur.exchange.source import ExchangeError

Rows = Iterable[tuple[Any, ...]]
Encode = Callable[[Mapping[str, Any], Rows], bytes]
"""Takes the columns with their Python types, and rows in their order with bools as 0 and 1."""

ROWS_AT_ONCE = 50_000


def encoder(form: str) -> tuple[str, Encode]:
    """The ending of the files of that form, and what makes them. Raises ExchangeError without the extra."""
    if form == "csv":
        return "csv", _csv
    if form == "json":
        return "jsonl", _json
    try:
        import pyarrow.parquet  # noqa: F401, PLC0415 - an extra
    except ImportError as error:
        raise ExchangeError(f"Parquet is not installed: {EXTRA}") from error
    return "parquet", _parquet


def kind(of: Any) -> Any:
    """The type of a column, whether it may be null or not."""
    return next(iter(get_args(of)), of)


def _csv(columns: Mapping[str, Any], rows: Rows) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    bools = _bools(columns)
    for row in rows:
        writer.writerow(
            ("", "false", "true")[1 + value] if place in bools and value is not None else value
            for place, value in enumerate(row)
        )
    return text.getvalue().encode()


def _json(columns: Mapping[str, Any], rows: Rows) -> bytes:
    text = io.StringIO()
    bools = _bools(columns)
    for row in rows:
        values = (
            bool(value) if place in bools and value is not None else value for place, value in enumerate(row)
        )
        text.write(
            json.dumps(dict(zip(columns, values, strict=True)), ensure_ascii=False, separators=(",", ":"))
        )
        text.write("\n")
    return text.getvalue().encode()


def _bools(columns: Mapping[str, Any]) -> set[int]:
    return {place for place, of in enumerate(columns.values()) if kind(of) is bool}


def _parquet(columns: Mapping[str, Any], rows: Rows) -> bytes:
    """Row group by row group, so that memory holds one of them and what is packed already."""
    import pyarrow as pa  # noqa: PLC0415 - an extra
    from pyarrow.parquet import ParquetWriter  # noqa: PLC0415

    types = {str: pa.string(), int: pa.int64(), bool: pa.bool_(), float: pa.float64()}
    schema = pa.schema([(name, types[kind(of)]) for name, of in columns.items()])
    waiting, file = iter(rows), io.BytesIO()
    with ParquetWriter(file, schema, compression="zstd") as writer:
        while batch := list(islice(waiting, ROWS_AT_ONCE)):
            stored = (pa.int64() if field.type == pa.bool_() else field.type for field in schema)
            arrays = [
                pa.array(values, of) for values, of in zip(zip(*batch, strict=True), stored, strict=True)
            ]
            writer.write_table(
                pa.table(
                    [array.cast(field.type) for array, field in zip(arrays, schema, strict=True)],
                    schema=schema,
                )
            )
    return file.getvalue()
