"""The command line: a command is a few lines that call one function and print what it gives."""

from typing import Annotated

import typer

from centaur import __version__
from centaur.cli import editing, figures, records

app = typer.Typer(
    help="A copilot in which the human decides and every decision becomes evidence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for part in (editing, figures, records):
    app.add_typer(part.app)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"centaur {__version__}")
        raise typer.Exit


@app.callback()
def centaur(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """A copilot in which the human decides and every decision becomes evidence."""
