import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centaur.exchange.copilot_usage import organization_report, seats, shown, user_records
from centaur.exchange.source import ExchangeError
from centaur.metrics.facts import Episode
from tests.support.event_tables import ACCEPTED, ESCAPED, UNSEEN, EventLog
from tests.support.exports import exported, lines, state_of
from tests.support.facts import episode

LAST = date(2026, 11, 2)

# Field by field from docs.github.com, "Example schema for Copilot usage metrics", of what a report without
# chat, agents and pull requests holds.
ACTIVITY = {"code_generation_activity_count", "code_acceptance_activity_count"} | {
    "loc_suggested_to_add_sum",
    "loc_suggested_to_delete_sum",
    "loc_added_sum",
    "loc_deleted_sum",
}
ASKED = ACTIVITY | {"user_initiated_interaction_count"}
BREAKDOWNS = {
    "totals_by_ide": ASKED | {"ide"},
    "totals_by_feature": ASKED | {"feature"},
    "totals_by_language_feature": ACTIVITY | {"language", "feature"},
    "totals_by_language_model": ACTIVITY | {"language", "model"},
    "totals_by_model_feature": ASKED | {"model", "feature"},
}
REPORT = {"report_start_day", "report_end_day", "organization_id", "enterprise_id"}
USERS = {f"{span}_active_users" for span in ("daily", "weekly", "monthly")}
DAY = ASKED | set(BREAKDOWNS) | USERS | {"day", "organization_id", "enterprise_id"}
DAY |= {"monthly_active_chat_users", "monthly_active_agent_users"}
USER_DAY = ASKED | set(BREAKDOWNS) | REPORT | {"day", "user_id", "user_login"}
USER_DAY |= {"used_agent", "used_chat", "used_cli"}


def levels(total: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield total
    for name in BREAKDOWNS:
        yield from total[name]


def check_schema(total: dict[str, Any], fields: set[str]) -> None:
    assert set(total) == fields
    for name, inner in BREAKDOWNS.items():
        assert all(set(one) == inner for one in total[name])
    assert all(type(level[name]) is int for level in levels(total) for name in ACTIVITY)


def check_invariants(report: dict[str, Any]) -> None:
    """Those of copilot-metrics-viewer's MetricsValidator: no missing day, accepted <= suggested anywhere."""
    days = [date.fromisoformat(total["day"]) for total in report["day_totals"]]
    assert days == [LAST - timedelta(days=back) for back in reversed(range(28))]
    for total in report["day_totals"]:
        for level in levels(total):
            assert level["code_acceptance_activity_count"] <= level["code_generation_activity_count"]
            assert level["loc_added_sum"] <= level["loc_suggested_to_add_sum"]
        for name in BREAKDOWNS:
            for count in ACTIVITY:
                assert sum(one[count] for one in total[name]) == total[count]


EPISODES = st.lists(
    st.builds(
        episode,
        became=st.sampled_from(["accepted", "rejected_explicit", "ignored", "open", "unseen", "sibling"]),
        language=st.sampled_from(["python", "go", ""]),
        model=st.sampled_from(["qwen", ""]),
        engine=st.sampled_from(["local", ""]),
        editor=st.sampled_from(["vscode", ""]),
        user=st.sampled_from(["", "ada", "bob"]),
        kind=st.sampled_from(["suggestion", "explanation"]),
        day=st.integers(-40, 0).map(lambda back: f"{LAST + timedelta(days=back)}"),
    ),
    max_size=30,
)


@settings(max_examples=100)
@given(EPISODES)
def test_every_report_has_the_documented_fields_and_holds_the_dashboards_invariants(
    episodes: list[Episode],
) -> None:
    report = organization_report(shown(episodes), LAST)
    assert set(report) == REPORT | {"created_at", "day_totals"}
    check_invariants(report)
    for total in report["day_totals"]:
        check_schema(total, DAY)
        assert total["daily_active_users"] <= total["weekly_active_users"] <= total["monthly_active_users"]


@settings(max_examples=100)
@given(EPISODES)
def test_the_records_of_users_add_up_to_the_organization(episodes: list[Episode]) -> None:
    seen = shown(episodes)
    records = list(user_records(seen, LAST))
    assert len({(one["day"], one["user_login"]) for one in records}) == len(records)
    for total in organization_report(seen, LAST)["day_totals"]:
        of_day = [one for one in records if one["day"] == total["day"]]
        assert len(of_day) == total["daily_active_users"]
        for count in ASKED:
            assert sum(one[count] for one in of_day) == total[count]
    for one in records:
        check_schema(one, USER_DAY)


def test_what_was_never_shown_and_what_is_no_completion_is_not_counted() -> None:
    told = [
        episode(language="python"),
        episode(became="unseen"),
        episode(became="sibling"),
        episode(kind="explanation"),
    ]
    last = organization_report(shown(told), LAST)["day_totals"][-1]
    assert last["code_generation_activity_count"] == 1
    assert [one["language"] for one in last["totals_by_language_feature"]] == ["python"]


def test_somebody_active_six_days_ago_is_active_this_week_and_not_today() -> None:
    report = organization_report([episode(day="2026-10-27")], LAST)
    last = report["day_totals"][-1]
    assert (last["daily_active_users"], last["weekly_active_users"]) == (0, 1)
    earlier = organization_report([episode(day="2026-10-26")], LAST)["day_totals"][-1]
    assert (earlier["weekly_active_users"], earlier["monthly_active_users"]) == (0, 1)


def test_a_seat_tells_the_first_and_the_last_suggestion_that_its_user_saw() -> None:
    noon, later = episode(user="ada", editor="vscode"), episode(user="ada", editor="neovim")
    later = replace(later, time_ms=noon.time_ms + 61_000)
    assert seats([later, noon]) == {
        "total_seats": 1,
        "seats": [
            {
                "created_at": "2026-11-02T12:00:00Z",
                "assignee": {"login": "ada", "id": 2130125190},
                "last_activity_at": "2026-11-02T12:01:01Z",
                "last_activity_editor": "neovim",
                "plan_type": "unknown",
            }
        ],
    }


def test_the_export_writes_both_reports_and_twice_the_same(tmp_path: Path) -> None:
    state = state_of(EventLog().session("a", ACCEPTED, ESCAPED, UNSEEN))
    told = exported(state, "copilot-usage", tmp_path / "out", user="ada")
    assert told == {"format": "copilot-usage", "to": str(tmp_path / "out"), "days": 28, "user_days": 1}
    first = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert set(first) == {"organization-28-day.json", "users-28-day.ndjson"}
    exported(state, "copilot-usage", tmp_path / "out", user="ada")
    assert first == {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    check_invariants(json.loads(first["organization-28-day.json"]))
    (record,) = lines(tmp_path / "out" / "users-28-day.ndjson")
    assert (record["user_login"], record["code_acceptance_activity_count"]) == ("ada", 1)


def test_two_files_do_not_go_to_one_output() -> None:
    with pytest.raises(ExchangeError, match="name a folder"):
        exported(state_of(EventLog()), "copilot-usage", "-")
