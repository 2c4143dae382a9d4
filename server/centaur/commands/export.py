"""`centaur export`: facts taken out in a form that other tools read."""

from datetime import UTC, datetime, timedelta
from typing import Any

from centaur.adapters.state_dir import StateDir
from centaur.exchange.formats import exporter
from centaur.exchange.source import Asked, AskedError, source
from centaur.metrics.facts import OWN
from centaur.metrics.options import MetricsError, Options
from centaur.progress import Stages, unheard


def export(
    state: StateDir,
    form: str,
    to: str,
    *,
    since: str = "",
    until: str = "",
    origin: str = OWN,
    stages: Stages = unheard,
    **more: Any,
) -> dict[str, Any]:
    """Write the facts of these days, and say what was written. Raises ExchangeError with a sentence.

    Without `since` everything goes. Days go whole, so that the same day is the same file each time.
    """
    run = exporter(form)
    if not to:
        raise AskedError("say where to: a folder or a file, - for the output, or a receiver of traces")
    try:
        options = Options.of(now=datetime.now(UTC), since=since or "1970-01-01", until=until, origin=origin)
    except MetricsError as error:
        raise AskedError(str(error)) from error
    last = (options.until - timedelta(milliseconds=1)).date()
    asked = Asked(form=form, to=to, since=options.since.date(), until=last, origin=origin, **more)
    with source(state, asked, stages) as facts:
        return run(facts, asked)
