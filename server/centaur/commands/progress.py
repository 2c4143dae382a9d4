"""How far a long piece of work has come, on the terminal of whoever waits for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

PATIENCE_SECONDS = 1.0


@contextmanager
def shown(what: str) -> Iterator[Callable[[int, int], None]]:
    """Takes how much of how much is done, and shows it once the work has taken a second.

    Nothing is shown where standard error is no terminal.
    """
    started = monotonic()
    columns = TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(what)

    def tell(done: int, of: int) -> None:
        if bar.console.is_terminal and monotonic() - started > PATIENCE_SECONDS:
            bar.start()
            bar.update(task, completed=done, total=of)

    try:
        yield tell
    finally:
        bar.stop()
