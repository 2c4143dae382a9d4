"""The commands about what is recorded: how much, where, for how long, and no more."""

from typing import Annotated

import typer

from centaur.adapters.state_dir import StateDir
from centaur.cli.output import Json, fail, print_values

app = typer.Typer()


@app.command()
def status(as_json: Json = False) -> None:
    """Say what is recorded, where, and how much."""
    from centaur.commands.status import status as read  # noqa: PLC0415

    print_values(read(StateDir.locate()), as_json)


@app.command()
def path(as_json: Json = False) -> None:
    """Print every file and folder that is used."""
    from centaur.commands.path import paths  # noqa: PLC0415

    print_values(paths(StateDir.locate()), as_json)


@app.command()
def pause(
    *,
    recording: Annotated[bool, typer.Option("--recording", help="Pause the recording instead.")] = False,
    duration: Annotated[
        str, typer.Option("--for", help="For how long, such as 5m; else until resumed.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Pause suggestions in every running editor, or the recording of what becomes of them."""
    from centaur.commands import pause as command  # noqa: PLC0415

    try:
        paused = command.pause(StateDir.locate(), "recording" if recording else "suggestions", duration)
    except command.PauseError as error:
        fail(error)
    print_values(paused, as_json)


@app.command()
def resume(as_json: Json = False) -> None:
    """End a pause."""
    from centaur.commands import pause as command  # noqa: PLC0415

    try:
        paused = command.resume(StateDir.locate())
    except command.PauseError as error:
        fail(error)
    print_values(paused, as_json)


@app.command()
def purge(
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: Json = False,
) -> None:
    """Delete all events, texts, cached suggestions and logs. Settings and prompts stay."""
    from centaur.commands import purge as command  # noqa: PLC0415

    state = StateDir.locate()
    if not yes and not typer.confirm(
        f"Delete everything that was recorded in {state.state}? This cannot be undone.", err=True
    ):
        fail("nothing was deleted")
    try:
        deleted = command.purge(state)
    except command.PurgeError as error:
        fail(error)
    print_values(deleted, as_json)
