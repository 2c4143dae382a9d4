"""The command line: a command is a few lines that call one function and print what it gives."""

import asyncio
import json
import sys
import webbrowser
from dataclasses import asdict
from typing import Annotated, Any, NoReturn

import typer

from centaur import __version__
from centaur.adapters.state_dir import StateDir

app = typer.Typer(
    help="A copilot in which the human decides and every decision becomes evidence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
Since = Annotated[str, typer.Option(help="A date, or days such as 28d, which is the default.")]
Until = Annotated[str, typer.Option(help="A date; without one, the end of today (UTC).")]
By = Annotated[str, typer.Option(help="Groups, such as language,model.")]
Origin = Annotated[str, typer.Option(help="own, imported:NAME or all.")]
Evidence = Annotated[str, typer.Option(help="explicit, observed or all.")]
Files = Annotated[
    str, typer.Option("--input", metavar="PATH", help="Exported Parquet instead of your own log.")
]
Backend = Annotated[
    str, typer.Option(metavar="URL", help="A database with such tables, as Ibis connects to it.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


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
        _fail(str(error))
    if as_json:
        _print_json(answer)
        return
    for suggestion in answer["suggestions"]:
        typer.echo(suggestion["text"])
        typer.echo(f"from {suggestion['model'] or 'the local engine'} ({suggestion['source']})", err=True)
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
        _fail(str(error))
    if as_json:
        _print_json(answer)
    elif answer["kind"] != "explanation":
        typer.echo(f"no explanation: {answer['sentence']}", err=True)


@app.command("metrics")
def print_metrics(
    *,
    since: Since = "",
    until: Until = "",
    by: By = "",
    origin: Origin = "own",
    evidence: Evidence = "all",
    files: Files = "",
    backend: Backend = "",
    definitions: Annotated[bool, typer.Option("--definitions", help="Say what each figure means.")] = False,
    serve: Annotated[bool, typer.Option("--serve", help="Answer Prometheus at /metrics instead.")] = False,
    at: Annotated[str, typer.Argument(metavar="[PORT]", help="With --serve: a port, or HOST:PORT.")] = "",
    as_json: Json = False,
) -> None:
    """Print your acceptance, from your own log, with definitions and intervals."""
    from centaur.commands.metrics import metrics  # noqa: PLC0415
    from centaur.commands.metrics_table import show  # noqa: PLC0415
    from centaur.commands.progress import shown  # noqa: PLC0415
    from centaur.metrics.options import MetricsError  # noqa: PLC0415

    # Without groups, days are asked for all the same: people see a trend.
    groups = _names(by)
    days = ("day",) if not groups and not as_json else groups
    asked = {"since": since, "until": until, "by": days, "origin": origin, "evidence": evidence}
    if serve:
        _serve_metrics(at, asked={**asked, "by": groups}, files=files, backend=backend)
        return
    try:
        with shown("folding the log") as progress:
            report = metrics(StateDir.locate(), asked, files=files, backend=backend, progress=progress)
    except MetricsError as error:
        _fail(str(error))
    if as_json:
        _print_json(report)
    else:
        show(report, define=definitions, compare=bool(groups))


@app.command("report")
def write_report(
    *,
    to: Annotated[str, typer.Option("--output", metavar="FILE", help="Where to; - is the output.")] = "",
    show: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    since: Since = "",
    until: Until = "",
    by: By = "",
    origin: Origin = "own",
    evidence: Evidence = "all",
    files: Files = "",
    backend: Backend = "",
) -> None:
    """Write a page of figures and charts, which holds all it needs and loads nothing."""
    from centaur.commands.progress import shown  # noqa: PLC0415
    from centaur.commands.report import report  # noqa: PLC0415
    from centaur.metrics.options import MetricsError  # noqa: PLC0415

    asked = {"since": since, "until": until, "by": _names(by), "origin": origin, "evidence": evidence}
    try:
        with shown("folding the log") as progress:
            place = report(StateDir.locate(), to, asked, files=files, backend=backend, progress=progress)
    except MetricsError as error:
        _fail(str(error))
    if place:
        typer.echo(place)
    if place and show and not webbrowser.open(place.resolve().as_uri()):
        _fail("no browser was found; open the file yourself")


@app.command()
def export(
    form: Annotated[str, typer.Argument(metavar="FORMAT", help="Such as parquet, csv or json.")],
    place: Annotated[
        str, typer.Argument(metavar="TO", help="A folder, a file, - for the output, a URL or a receiver.")
    ] = "",
    *,
    to: Annotated[str, typer.Option("--to", help="The same, as an option.")] = "",
    since: Annotated[str, typer.Option(help="A date, or a number of days such as 28d; else all.")] = "",
    until: Until = "",
    origin: Origin = "own",
    user: Annotated[str, typer.Option(help="Your name in it, where a team collects exports.")] = "",
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Let texts out too, where the format has them.")
    ] = False,
    endpoint: Annotated[str, typer.Option(metavar="URL", help="otlp: where the receiver is.")] = "",
    project: Annotated[str, typer.Option(help="otlp: the receiver's project or experiment.")] = "",
    serve: Annotated[
        bool, typer.Option("--serve", help="copilot-usage: answer dashboards; TO is a port, or HOST:PORT.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Write what is known of your suggestions in a form that other tools read."""
    from centaur.commands.export import export as run  # noqa: PLC0415
    from centaur.commands.serving import serve_reports  # noqa: PLC0415
    from centaur.exchange.source import ExchangeError  # noqa: PLC0415

    state, target = StateDir.locate(), to or place
    narrowed = {"since": since, "until": until, "origin": origin, "user": user}
    more: dict[str, Any] = {"with_text": with_text, "endpoint": endpoint, "project": project}
    try:
        if serve:
            serve_reports(state, form, target, _tell, origin=origin, user=user)
            return
        summary = run(state, form, target, **narrowed, **more)
    except ExchangeError as error:
        _fail(str(error))
    if warning := summary.pop("warning", ""):
        _tell(warning)
    _print(summary, as_json, err=target == "-")


@app.command("import")
def import_facts(
    form: Annotated[str, typer.Argument(metavar="FORMAT", help="copilot-study, continue or events.")],
    path: Annotated[str, typer.Argument(metavar="PATH", help="The file or folder.")],
    *,
    name: Annotated[str, typer.Option(help="Its name: the origin is imported:NAME.")] = "",
    as_json: Json = False,
) -> None:
    """Take in what other programs or machines recorded, apart from your own."""
    from centaur.commands.import_facts import import_facts as run  # noqa: PLC0415
    from centaur.exchange.source import ExchangeError  # noqa: PLC0415

    try:
        summary = run(StateDir.locate(), form, path, name)
    except ExchangeError as error:
        _fail(str(error))
    _print(summary, as_json)


@app.command()
def status(as_json: Json = False) -> None:
    """Say what is recorded, where, and how much."""
    from centaur.commands.status import status as read  # noqa: PLC0415

    _print(read(StateDir.locate()), as_json)


@app.command()
def path(as_json: Json = False) -> None:
    """Print every file and folder that is used."""
    from centaur.commands.path import paths  # noqa: PLC0415

    _print(paths(StateDir.locate()), as_json)


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
        _fail(str(error))
    _print(paused, as_json)


@app.command()
def resume(as_json: Json = False) -> None:
    """End a pause."""
    from centaur.commands import pause as command  # noqa: PLC0415

    try:
        paused = command.resume(StateDir.locate())
    except command.PauseError as error:
        _fail(str(error))
    _print(paused, as_json)


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
        _fail("nothing was deleted")
    try:
        deleted = command.purge(state)
    except command.PurgeError as error:
        _fail(str(error))
    _print(deleted, as_json)


@app.command()
def doctor(as_json: Json = False) -> None:
    """Say what is wrong, and how to mend it. Ends with 1 where something does not work."""
    from centaur.commands.doctor import examine  # noqa: PLC0415

    findings = asyncio.run(examine(StateDir.locate()))
    if as_json:
        _print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            typer.echo(f"{finding.level:7}  {finding.subject}: {finding.sentence}")
    if any(finding.level == "error" for finding in findings):
        sys.exit(1)


def _names(listed: str) -> tuple[str, ...]:
    return tuple(filter(None, (name.strip() for name in listed.split(","))))


def _serve_metrics(at: str, **asked: Any) -> None:
    from centaur.commands.serving import serve_metrics  # noqa: PLC0415
    from centaur.exchange.source import ExchangeError  # noqa: PLC0415

    try:
        serve_metrics(StateDir.locate(), at, _tell, **asked)
    except ExchangeError as error:
        _fail(str(error))


def _tell(sentence: str) -> None:
    """Beside the output, so that another program can read what is there."""
    typer.echo(f"centaur: {sentence}", err=True)


def _print(values: dict[str, Any], as_json: bool, *, err: bool = False) -> None:
    """The values as JSON, or a line each."""
    if as_json:
        typer.echo(_json(values), err=err)
        return
    width = max(map(len, values)) + 2
    for name, value in values.items():
        typer.echo(f"{name.replace('_', ' '):{width}}{_plain(value)}", err=err)


def _plain(value: Any) -> str:
    if value is None:
        return "no"
    if isinstance(value, dict):
        return ", ".join(f"{inner} {name}" for name, inner in value.items() if inner) or "none"
    if isinstance(value, list):
        return "; ".join(map(str, value)) or "none"
    return str(value)


def _print_json(value: Any) -> None:
    typer.echo(_json(value))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _fail(sentence: str) -> NoReturn:
    _tell(sentence)
    sys.exit(1)
