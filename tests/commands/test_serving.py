import json
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from centaur.adapters.loopback_server import LoopbackServer
from centaur.adapters.state_dir import StateDir
from centaur.commands.serving import metrics_server, report_server
from centaur.exchange.source import AskedError, ExchangeError
from tests.support.command_line import centaur
from tests.support.event_tables import ACCEPTED, ESCAPED, EventLog
from tests.support.exports import state_of

ASKED = {"since": "2026-11-01", "until": "2026-11-09"}
ANY = "127.0.0.1:0"


@contextmanager
def serving(server: LoopbackServer) -> Iterator[str]:
    thread = Thread(target=server.serve)
    thread.start()
    try:
        yield server.address
    finally:
        server.close()
        thread.join()


def fetched(url: str) -> tuple[str, str]:
    with urlopen(url) as answer:
        return answer.headers["Content-Type"], answer.read().decode()


def accepted(text: str) -> float:
    families = text_string_to_metric_families(text)  # type: ignore[no-untyped-call]  # it has no types
    return next(float(one.samples[0].value) for one in families if one.name == "centaur_accepted")


def test_prometheus_scrapes_figures_that_are_made_anew_each_time() -> None:
    log = EventLog().session("a", ACCEPTED, ESCAPED)
    state, told = state_of(log), len(log.recorded)
    with serving(metrics_server(state, ANY, ASKED)) as address:
        media_type, text = fetched(f"{address}/metrics")
        assert media_type.startswith("application/openmetrics-text; version=1.0.0")
        assert accepted(text) == 1
        log.session("b", ACCEPTED)
        del log.recorded[:told]
        state_of(log)
        assert accepted(fetched(f"{address}/metrics")[1]) == 2


def test_a_scrape_that_cannot_be_answered_says_why() -> None:
    state = state_of(EventLog().session("a", ACCEPTED))
    with serving(metrics_server(state, ANY, ASKED)) as address:
        state.events.write_bytes(b"")
        state.events.unlink()
        state.events.mkdir()
        with pytest.raises(HTTPError) as refused:
            urlopen(f"{address}/metrics")
        refused.value.close()
    assert refused.value.code == 503


def test_copilots_dashboard_gets_ones_own_reports() -> None:
    state = state_of(EventLog())
    with serving(report_server(state, ANY, user="ada")) as address:
        path = "/orgs/any/copilot/metrics/reports/organization-28-day/latest"
        (link,) = json.loads(fetched(address + path)[1])["download_links"]
        assert len(json.loads(fetched(link)[1])["day_totals"]) == 28


@pytest.mark.parametrize("at", ["http", "127.0.0.1:port", "127.0.0.1:99999"])
def test_what_is_no_port_is_a_sentence(at: str) -> None:
    with pytest.raises(ExchangeError, match=r"is not a port|cannot be listened on"):
        report_server(StateDir.locate(), at)


def test_what_cannot_be_asked_is_told_before_anything_is_served() -> None:
    with pytest.raises(AskedError, match="cannot group by weather"):
        metrics_server(StateDir.locate(), ANY, {"by": ("weather",)})


def test_a_port_without_serving_is_wrong_usage() -> None:
    result = centaur("metrics", "9464")
    assert (result.exit_code, result.stderr) == (
        2,
        "centaur: '9464' is a port to --serve at, and --serve is not there\n",
    )


def test_a_port_that_is_taken_is_a_sentence() -> None:
    with (
        serving(report_server(StateDir.locate(), ANY)) as address,
        pytest.raises(ExchangeError, match="cannot be listened on"),
    ):
        report_server(StateDir.locate(), address.rpartition(":")[2])
