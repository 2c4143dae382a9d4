import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from threading import Thread
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from centaur.adapters.loopback_server import LoopbackServer
from centaur.exchange.report_pages import ReportPages
from tests.support.facts import episode

EPISODES = [episode(user="ada"), episode(user="bob", became="ignored")]


@contextmanager
def served() -> Iterator[str]:
    pages = ReportPages(lambda: EPISODES, lambda: date(2026, 11, 2))
    server = LoopbackServer(pages.answer)
    thread = Thread(target=server.serve)
    thread.start()
    try:
        yield server.address
    finally:
        server.close()
        thread.join()


def fetched(url: str) -> str:
    with urlopen(url) as answer:
        return str(answer.read().decode())


@pytest.mark.parametrize(
    "path",
    [
        "/orgs/acme/copilot/metrics/reports/organization-28-day/latest",
        "/enterprises/acme/copilot/metrics/reports/enterprise-28-day/latest",
    ],
)
def test_a_report_is_reached_in_two_steps_as_githubs_is(path: str) -> None:
    with served() as address:
        links = json.loads(fetched(address + path))
        assert set(links) == {"download_links", "report_start_day", "report_end_day"}
        assert (links["report_start_day"], links["report_end_day"]) == ("2026-10-06", "2026-11-02")
        (link,) = links["download_links"]
        report = json.loads(fetched(link))
    assert len(report["day_totals"]) == 28
    assert report["day_totals"][-1]["daily_active_users"] == 2


def test_the_users_come_as_lines() -> None:
    with served() as address:
        path = "/orgs/acme/copilot/metrics/reports/users-28-day/latest"
        (link,) = json.loads(fetched(address + path))["download_links"]
        records = [json.loads(line) for line in fetched(link).splitlines()]
    assert [one["user_login"] for one in records] == ["ada", "bob"]


@pytest.mark.parametrize("of", ["orgs", "enterprises"])
def test_who_saw_a_suggestion_has_a_seat_and_there_are_no_teams(of: str) -> None:
    with served() as address:
        seats = json.loads(fetched(f"{address}/{of}/acme/copilot/billing/seats?per_page=100&page=1"))
        assert json.loads(fetched(f"{address}/{of}/acme/teams?per_page=100")) == []
    assert seats["total_seats"] == 2
    assert [seat["assignee"]["login"] for seat in seats["seats"]] == ["ada", "bob"]
    assert {tuple(seat) for seat in seats["seats"]} == {
        ("created_at", "assignee", "last_activity_at", "last_activity_editor", "plan_type")
    }


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/orgs/acme/copilot/metrics", "", 404),
        ("/reports/../../etc/passwd", "", 404),
        ("/reports/users-28-day.ndjson", "evil.example", 403),
    ],
)
def test_nothing_else_and_nobody_else_is_answered(path: str, host: str, status: int) -> None:
    with served() as address:
        request = Request(address + path, headers={"Host": host} if host else {})
        with pytest.raises(HTTPError) as refused:
            urlopen(request)
        refused.value.close()
    assert refused.value.code == status
    assert address.startswith("http://127.0.0.1:")
