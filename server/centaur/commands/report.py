"""`centaur report`: a page of figures and charts over the user's own log or what was imported."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from centaur.adapters.event_store import EventStoreError
from centaur.adapters.fact_store import FactStore, FactStoreError
from centaur.adapters.state_dir import StateDir
from centaur.commands.metrics import Progress, asking
from centaur.exchange.source import ExchangeError
from centaur.exchange.whole_file import STDOUT, write_lines
from centaur.metrics.facts import OWN
from centaur.metrics.options import MetricsError, Options
from centaur.reporting.drawing import DrawingError
from centaur.reporting.material import COMPARED, gather
from centaur.reporting.page import page


def report(
    state: StateDir,
    to: str = "",
    *,
    since: str = "",
    until: str = "",
    by: Sequence[str] = (),
    origin: str = OWN,
    progress: Progress = lambda _done, _of: None,
) -> Path | None:
    """Write the page and say where, or None for the standard output. Raises MetricsError with a sentence.

    Without a place it is kept with everything else that is recorded, and `purge` deletes it.
    """
    options = Options.of(now=datetime.now(UTC), since=since, until=until, by=tuple(by), origin=origin)
    store = FactStore(state)
    try:
        store.refresh(progress)
        if options.origin not in {OWN, "all"} and options.origin not in (known := store.origins()):
            raise MetricsError(f"there is no origin {options.origin!r}; known are {', '.join(known)}")
        text = page(gather(asking(store, options.origin), options, options.by or COMPARED))
        write_lines(to or state.report, [text])
    except (EventStoreError, FactStoreError, DrawingError, ExchangeError) as error:
        raise MetricsError(str(error)) from error
    return None if to == STDOUT else Path(to or state.report)
