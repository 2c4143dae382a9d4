"""How far a long piece of work has come, on the terminal of whoever waits for it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from centaur import progress
from centaur.exchange.whole_file import STDOUT

PATIENCE_SECONDS = 1.0
BETWEEN_SECONDS = 0.1


@contextmanager
def shown(
    to: str = "", *, console: Console | None = None, clock: Callable[[], float] = monotonic
) -> Iterator[progress.Stages]:
    """One line that is written anew as the work goes on, once it has taken a second, and is gone at its end.

    Nothing is shown where standard error is no terminal, or where the result goes to the terminal itself.
    """
    console = console or Console(stderr=True)
    if not console.is_terminal or (to == STDOUT and sys.stdout.isatty()):
        yield progress.unheard
        return
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        auto_refresh=False,
        get_time=clock,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    line = _Line(bar, clock)
    try:
        yield line.stage
    finally:
        bar.stop()


class _Line:
    """The bar as it is filled by one stage after the other."""

    def __init__(self, bar: Progress, clock: Callable[[], float]) -> None:
        self._bar = bar
        self._clock = clock
        self._due = clock() + PATIENCE_SECONDS

    def stage(self, what: str) -> progress.Progress:
        for before in self._bar.task_ids:
            self._bar.remove_task(before)
        task = self._bar.add_task(what, total=None)

        def tell(done: int, of: int) -> None:
            now = self._clock()
            if now < self._due:
                return
            self._due = now + BETWEEN_SECONDS
            self._bar.update(task, completed=done, total=of)
            self._bar.start()
            self._bar.refresh()

        return tell
