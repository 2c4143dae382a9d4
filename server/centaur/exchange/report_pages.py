"""The two steps of GitHub's report API, links and reports, and the lists that dashboards ask for, too."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta

from centaur.adapters.loopback_server import Page
from centaur.exchange.copilot_usage import DAYS, ORGANIZATION, USERS, organization_report, seats, user_records
from centaur.exchange.whole_file import as_line
from centaur.metrics.facts import Episode

JSON = "application/json; charset=utf-8"
NDJSON = "application/x-ndjson; charset=utf-8"
_LINKS = re.compile(
    r"/(?:orgs|enterprises)/[^/]+/copilot/metrics/reports"
    r"/(?P<report>(?:organization|enterprise|users)-28-day)/latest"
)
_SEATS = re.compile(r"/(?:orgs|enterprises)/[^/]+/copilot/billing/seats")
_TEAMS = re.compile(r"/(?:orgs|enterprises)/[^/]+/teams")
_FILES = {f"/reports/{ORGANIZATION}.json": ORGANIZATION, f"/reports/{USERS}.ndjson": USERS}


class ReportPages:
    """Answers for every organization alike; the reports are made anew each time they are fetched."""

    def __init__(self, episodes: Callable[[], list[Episode]], today: Callable[[], date]) -> None:
        self._episodes = episodes
        self._today = today

    def answer(self, path: str, base: str) -> Page | None:
        """The page at this path of the server that was reached at `base`."""
        if found := _LINKS.fullmatch(path):
            return Page(json.dumps(self._links(found["report"], base)), JSON)
        if _SEATS.fullmatch(path):
            return Page(json.dumps(seats(self._episodes())), JSON)
        if _TEAMS.fullmatch(path):
            return Page("[]", JSON)
        if report := _FILES.get(path):
            return self._report(report)
        return None

    def _links(self, report: str, base: str) -> dict[str, object]:
        wanted = USERS if report == USERS else ORGANIZATION
        file = next(path for path, name in _FILES.items() if name == wanted)
        last = self._today()
        return {
            "download_links": [base + file],
            "report_start_day": f"{last - timedelta(days=DAYS - 1)}",
            "report_end_day": f"{last}",
        }

    def _report(self, report: str) -> Page:
        episodes, last = self._episodes(), self._today()
        if report == USERS:
            return Page("".join(as_line(one) + "\n" for one in user_records(episodes, last)), NDJSON)
        return Page(json.dumps(organization_report(episodes, last)), JSON)
