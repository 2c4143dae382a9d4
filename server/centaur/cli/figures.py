"""The commands that count: metrics, the page of them, and what goes out and comes in."""

import webbrowser
from typing import Annotated, Any

import typer

from centaur.adapters.state_dir import StateDir
from centaur.cli.output import Json, fail, interruptible, print_json, print_values, tell
from centaur.usage import WrongUsageError

app = typer.Typer()
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
_WRITTEN = "what is written is whole, what is sent is noted, and the same command does the rest"


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
    if at and not serve:
        fail(WrongUsageError(f"{at!r} is a port to --serve at, and --serve is not there"))
    if serve:
        _serve_metrics(at, asked={**asked, "by": groups}, files=files, backend=backend)
        return
    try:
        with interruptible("nothing was counted"), shown() as stages:
            report = metrics(StateDir.locate(), asked, files=files, backend=backend, stages=stages)
    except MetricsError as error:
        fail(error)
    if as_json:
        print_json(report)
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
        with interruptible("no page was written"), shown(to) as stages:
            place = report(StateDir.locate(), to, asked, files=files, backend=backend, stages=stages)
    except MetricsError as error:
        fail(error)
    if place:
        typer.echo(place)
    if place and show and not webbrowser.open(place.resolve().as_uri()):
        fail("no browser was found; open the file yourself")


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
    from centaur.commands.progress import shown  # noqa: PLC0415
    from centaur.commands.serving import serve_reports  # noqa: PLC0415
    from centaur.exchange.source import ExchangeError  # noqa: PLC0415

    state, target = StateDir.locate(), to or place
    narrowed = {"since": since, "until": until, "origin": origin, "user": user}
    more: dict[str, Any] = {"with_text": with_text, "endpoint": endpoint, "project": project}
    try:
        if serve:
            serve_reports(state, form, target, tell, origin=origin, user=user)
            return
        with interruptible(_WRITTEN), shown(target) as stages:
            summary = run(state, form, target, **narrowed, **more, stages=stages)
    except ExchangeError as error:
        fail(error)
    if warning := summary.pop("warning", ""):
        tell(warning)
    print_values(summary, as_json, err=target == "-")


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
    from centaur.commands.progress import shown  # noqa: PLC0415
    from centaur.exchange.source import ExchangeError  # noqa: PLC0415

    try:
        with interruptible("nothing was imported"), shown() as stages:
            summary = run(StateDir.locate(), form, path, name, stages)
    except ExchangeError as error:
        fail(error)
    print_values(summary, as_json)


def _names(listed: str) -> tuple[str, ...]:
    return tuple(filter(None, (name.strip() for name in listed.split(","))))


def _serve_metrics(at: str, **asked: Any) -> None:
    from centaur.commands.serving import serve_metrics  # noqa: PLC0415
    from centaur.exchange.source import ExchangeError  # noqa: PLC0415

    try:
        serve_metrics(StateDir.locate(), at, tell, **asked)
    except ExchangeError as error:
        fail(error)
