"""The forms of `centaur export` by name, each in a module whose `export` does it and tells what it did."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from centaur.exchange.source import Asked, AskedError, Source

Export = Callable[[Source, Asked], dict[str, Any]]

FORMATS = {
    "parquet": "tables",
    "csv": "tables",
    "json": "tables",
    "copilot-usage": "copilot_usage",
    "prometheus": "prometheus",
    "otlp": "otlp",
    "kto": "training",
    "dpo": "training",
    "sft": "training",
    "inspect": "evaluation",
    "promptfoo": "evaluation",
    "continue": "continue_records",
}
"""The module of each form. It is loaded when it is asked for: what it needs may be an extra."""


def exporter(form: str) -> Export:
    """What makes an export of that form. Raises ExchangeError where there is none."""
    if form not in FORMATS:
        raise AskedError(f"there is no export {form!r}; known are {', '.join(FORMATS)}")
    export: Export = import_module(f"centaur.exchange.{FORMATS[form]}").export
    return export
