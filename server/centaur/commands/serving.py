"""Figures and reports for tools that fetch what they show: served on this machine until interrupted."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

from centaur.adapters.loopback_server import LOOPBACK, Answer, LoopbackServer, Page
from centaur.adapters.state_dir import StateDir
from centaur.exchange.copilot_usage import DAYS, shown
from centaur.exchange.report_pages import ReportPages
from centaur.exchange.source import Asked, AskedError, ExchangeError, source
from centaur.metrics.facts import OWN, Episode
from centaur.metrics.options import MetricsError, Options

METRICS_PORT = 9464
"""What OpenTelemetry's own exporter for Prometheus listens on."""

REPORTS_PORT = 9465


def serve_metrics(state: StateDir, at: str, say: Callable[[str], None], **asked: Any) -> None:
    """Answer Prometheus until interrupted. Raises ExchangeError where nothing can be listened on."""
    _run(metrics_server(state, at, **asked), say)


def serve_reports(
    state: StateDir, form: str, at: str, say: Callable[[str], None], *, origin: str, user: str
) -> None:
    """Answer dashboards until interrupted. Raises ExchangeError where the format cannot be served."""
    if form != "copilot-usage":
        raise AskedError(f"{form} cannot be served: --serve is for copilot-usage")
    _run(report_server(state, at, origin=origin, user=user), say)


def metrics_server(state: StateDir, at: str, asked: dict[str, Any], **more: Any) -> LoopbackServer:
    """A server of `/metrics`, made anew each time it is scraped; asked is what `centaur metrics` is."""
    from centaur.commands.metrics import metrics  # noqa: PLC0415 - loads Ibis, which the reports do without
    from centaur.exchange.open_metrics import MEDIA_TYPE, exposition  # noqa: PLC0415

    try:
        Options.of(now=datetime.now(UTC), **asked)
    except MetricsError as error:
        raise AskedError(str(error)) from error

    def answer(path: str, _base: str) -> Page | None:
        return Page(exposition(metrics(state, asked, **more)), MEDIA_TYPE) if path == "/metrics" else None

    return _server(answer, at, METRICS_PORT)


def report_server(state: StateDir, at: str, *, origin: str = OWN, user: str = "") -> LoopbackServer:
    """A server of the Copilot usage reports in the two steps of GitHub's API."""

    def episodes() -> list[Episode]:
        last = _today()
        since = last - timedelta(days=2 * DAYS)
        asked = Asked(form="copilot-usage", to="", since=since, until=last, origin=origin, user=user)
        with source(state, asked) as facts:
            return shown(facts.facts(Episode))

    return _server(ReportPages(episodes, _today).answer, at, REPORTS_PORT)


def _run(server: LoopbackServer, say: Callable[[str], None]) -> None:
    say(f"serving at {server.address}, until interrupted")
    with suppress(KeyboardInterrupt):
        server.serve()


def _server(answer: Answer, at: str, default: int) -> LoopbackServer:
    """`at` is a port, or a host and a port; without one, this machine alone is answered."""
    host, _, port = at.rpartition(":")
    if port and not port.isdecimal():
        raise AskedError(f"{at!r} is not a port, or a host and a port such as 0.0.0.0:{default}")
    try:
        return LoopbackServer(answer, int(port or default), host or LOOPBACK)
    except (OSError, OverflowError) as error:
        raise ExchangeError(f"{host or LOOPBACK}:{port or default} cannot be listened on: {error}") from error


def _today() -> date:
    return datetime.now(UTC).date()
