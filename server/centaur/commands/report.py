"""`centaur report`: a page of figures and charts over the same facts as `centaur metrics`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from centaur.adapters.state_dir import StateDir
from centaur.commands.metrics import answering
from centaur.exchange.source import ExchangeError
from centaur.exchange.whole_file import STDOUT, write_lines
from centaur.metrics.options import MetricsError, Options
from centaur.progress import Stages, unheard
from centaur.reporting.drawing import DrawingError, converter
from centaur.reporting.material import COMPARED, gather
from centaur.reporting.page import page


def report(
    state: StateDir,
    to: str = "",
    asked: dict[str, Any] | None = None,
    *,
    files: str = "",
    backend: str = "",
    stages: Stages = unheard,
) -> Path | None:
    """Write the page and say where, or None for the standard output. Raises MetricsError with a sentence.

    What is asked is as for `metrics`; its groups are those that the page compares. Without a place the page
    is kept with everything else that is recorded, and `purge` deletes it.
    """
    options = Options.of(now=datetime.now(UTC), **(asked or {}))
    try:
        converter()
        with answering(state, options, files=files, backend=backend, stages=stages) as ask:
            material = gather(ask, options, options.by or COMPARED, stages)
        stages("drawing")
        text = page(material)
        write_lines(to or state.report, [text], private=not to)
    except (DrawingError, ExchangeError) as error:
        raise MetricsError(str(error)) from error
    return None if to == STDOUT else Path(to or state.report)
