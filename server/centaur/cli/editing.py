"""The commands that offer something: the server, one suggestion, one explanation, and what is wrong."""

import asyncio
import sys
from dataclasses import asdict
from typing import Annotated

import typer

from centaur.adapters.state_dir import StateDir
from centaur.cli.output import Json, fail, print_json

app = typer.Typer()


@app.command()
def serve(
    tcp: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Listen on this loopback port instead of stdio.")
    ] = None,
    stdio: Annotated[bool, typer.Option("--stdio", help="What editors add; stdio is the default.")] = False,  # noqa: ARG001 - it changes nothing
) -> None:
    """Run the language server."""
    from centaur.commands.serve import serve as run  # noqa: PLC0415 - each command loads only what it needs

    sys.exit(run(tcp))


@app.command()
def complete(
    place: Annotated[str, typer.Argument(metavar="FILE:LINE:COL", help="Line and column, both from 1.")],
    as_json: Json = False,
) -> None:
    """Print one suggestion at a place in a file, and where it came from."""
    from centaur.commands import complete as command  # noqa: PLC0415

    try:
        answer = asyncio.run(command.complete(place))
    except command.PlaceError as error:
        fail(error)
    if as_json:
        print_json(answer)
        return
    for suggestion in answer["suggestions"]:
        typer.echo(suggestion["text"])
        typer.echo(f"from {suggestion['model'] or 'the local engine'} ({suggestion['source']})", err=True)
        for note in suggestion["notes"]:
            typer.echo(note["sentence"], err=True)
    if not answer["suggestions"]:
        typer.echo(f"no suggestion: {answer['sentence']}", err=True)


@app.command("explain")
def print_explanation(
    place: Annotated[str, typer.Argument(metavar="FILE:FROM-TO", help="Lines from 1; one is a symbol.")],
    as_json: Json = False,
) -> None:
    """Explain some lines of a file, or say what is known of them without a model."""
    from centaur.commands.complete import PlaceError  # noqa: PLC0415
    from centaur.commands.explain import explain  # noqa: PLC0415
    from centaur.commands.explain_live import show  # noqa: PLC0415

    try:
        answer = asyncio.run(explain(place)) if as_json else show(place)
    except PlaceError as error:
        fail(error)
    if as_json:
        print_json(answer)
    elif answer["kind"] != "explanation":
        typer.echo(f"no explanation: {answer['sentence']}", err=True)


@app.command()
def doctor(as_json: Json = False) -> None:
    """Say what is wrong, and how to mend it. Ends with 1 where something does not work."""
    from centaur.commands.doctor import examine  # noqa: PLC0415

    findings = asyncio.run(examine(StateDir.locate()))
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            typer.echo(f"{finding.level:7}  {finding.subject}: {finding.sentence}")
    if any(finding.level == "error" for finding in findings):
        sys.exit(1)
