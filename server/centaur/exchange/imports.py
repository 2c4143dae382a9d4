"""The forms of `centaur import` by name, each in a module whose `read` gives the facts."""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from centaur.exchange.json_lines import Tally
from centaur.exchange.source import AskedError
from centaur.metrics.facts import Fact

Read = Callable[[Path, str, Tally], Iterator[Fact]]

IMPORTS = {
    "copilot-study": "copilot_study",
    "continue": "continue_data",
    "events": "events_files",
}


def reader(form: str) -> Read:
    """What reads that form. Raises ExchangeError where there is none."""
    if form not in IMPORTS:
        raise AskedError(f"there is no import {form!r}; known are {', '.join(IMPORTS)}")
    read: Read = import_module(f"centaur.exchange.{IMPORTS[form]}").read
    return read
