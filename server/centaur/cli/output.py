"""What every command prints, and how it fails: in a sentence on standard error."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, NoReturn

import typer

from centaur.usage import WrongUsageError

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def print_values(values: dict[str, Any], as_json: bool, *, err: bool = False) -> None:
    """The values as JSON, or a line each."""
    if as_json:
        typer.echo(as_text(values), err=err)
        return
    width = max(map(len, values)) + 2
    for name, value in values.items():
        typer.echo(f"{name.replace('_', ' '):{width}}{_plain(value)}", err=err)


def print_json(value: Any) -> None:
    """The value as JSON."""
    typer.echo(as_text(value))


def tell(sentence: str) -> None:
    """Beside the output, so that another program can read what is there."""
    typer.echo(f"centaur: {sentence}", err=True)


@contextmanager
def interruptible(left: str) -> Iterator[None]:
    """Long work: interrupted, it ends with 130 and a sentence about what it has left."""
    try:
        yield
    except KeyboardInterrupt:
        tell(f"interrupted: {left}")
        sys.exit(130)


def fail(error: Exception | str) -> NoReturn:
    """End with a sentence: with 2 where what was asked cannot be meant, else with 1."""
    tell(str(error))
    sys.exit(2 if isinstance(error, WrongUsageError) else 1)


def as_text(value: Any) -> str:
    """JSON as a person may read it."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def _plain(value: Any) -> str:
    if value is None:
        return "no"
    if isinstance(value, dict):
        return ", ".join(f"{inner} {name}" for name, inner in value.items() if inner) or "none"
    if isinstance(value, list):
        return "; ".join(map(str, value)) or "none"
    return str(value)
