"""The figures of `centaur metrics` in a file that Prometheus reads, such as its textfile collector."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import ibis

from centaur.exchange.open_metrics import exposition
from centaur.exchange.source import Asked, Source
from centaur.exchange.whole_file import write_lines
from centaur.metrics.options import Options
from centaur.metrics.report import report
from centaur.metrics.sums import Rows
from centaur.progress import heard

DAYS = 28
_EVER = date(1970, 1, 1)


def export(source: Source, asked: Asked) -> dict[str, Any]:
    """Write the figures of the days asked for, or of the last 28."""
    since = asked.since if asked.since > _EVER else asked.until - timedelta(days=DAYS - 1)
    options = Options(_midnight(since), _midnight(asked.until + timedelta(days=1)), origin=asked.origin)

    def ask(expressions: Sequence[ibis.Table]) -> Iterator[Rows]:
        return (source.answer(ibis.to_sql(expression, dialect="sqlite")) for expression in expressions)

    text = exposition(report(heard(ask, source.stages("counting")), options))
    written = write_lines(asked.to, text.splitlines())
    return {"format": asked.form, "to": asked.to, "lines": written}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
