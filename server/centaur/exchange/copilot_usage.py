"""GitHub Copilot usage metrics reports (API version 2026-03-10), for dashboards that were made for them.

The fields are those of docs.github.com, "Example schema for Copilot usage metrics". An accepted suggestion
counts in the same breakdowns as a shown one, so that accepted is never more than suggested at any level.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from centaur.exchange.source import Asked, AskedError, Source
from centaur.exchange.whole_file import STDOUT, as_line, write_lines
from centaur.metrics.facts import Episode

API_VERSION = "2026-03-10"
DAYS = 28
FEATURE = "code_completion"
ORGANIZATION = "organization-28-day"
USERS = "users-28-day"
ME = "me"
"""The login of this machine's own user, where no `--user` names another."""

_WEEK = 7
_OUT_OF_EVERY_RATE = {"unseen", "sibling"}
_NEVER = {
    "user_initiated_interaction_count": 0,
    "loc_suggested_to_delete_sum": 0,
    "loc_deleted_sum": 0,
}
"""Of chat and agents, and of deleting: an inline suggestion is not asked for, and only adds."""


def export(source: Source, asked: Asked) -> dict[str, Any]:
    """Write both reports of the 28 days up to the last day into a folder."""
    if asked.to == STDOUT:
        raise AskedError("copilot-usage writes two files: name a folder for them")
    folder = asked.to.rstrip("/")
    episodes = shown(source.facts(Episode))
    organization = organization_report(episodes, asked.until)
    days = len(organization["day_totals"])
    write_lines(f"{folder}/{ORGANIZATION}.json", [json.dumps(organization, indent=1)])
    users = write_lines(f"{folder}/{USERS}.ndjson", map(as_line, user_records(episodes, asked.until)))
    return {"format": asked.form, "to": asked.to, "days": days, "user_days": users}


def shown(facts: Iterable[Any]) -> list[Episode]:
    """The inline suggestions that somebody saw."""
    return [fact for fact in facts if fact.kind == "suggestion" and fact.became not in _OUT_OF_EVERY_RATE]


def organization_report(episodes: Sequence[Episode], last: date) -> dict[str, Any]:
    """The object of `organization-28-day`: a total for each of its days, an idle one too."""
    by_day: dict[str, list[Episode]] = {}
    for episode in episodes:
        by_day.setdefault(episode.day, []).append(episode)
    users = {day: set(map(_login, of_day)) for day, of_day in by_day.items()}
    return {
        **_report(last),
        "created_at": f"{last + timedelta(days=1)}T00:00:00Z",
        "day_totals": [
            {
                "day": f"{day}",
                **_ORGANIZATION_IDS,
                "daily_active_users": len(_active(users, day, 1)),
                "weekly_active_users": len(_active(users, day, _WEEK)),
                "monthly_active_users": len(_active(users, day, DAYS)),
                "monthly_active_chat_users": 0,
                "monthly_active_agent_users": 0,
                **_totals(by_day.get(f"{day}", [])),
            }
            for day in _days(last)
        ],
    }


def user_records(episodes: Sequence[Episode], last: date) -> Iterator[dict[str, Any]]:
    """The records of `users-28-day`: one for each user and day with a suggestion on it."""
    days = set(map(str, _days(last)))
    groups: dict[tuple[str, str], list[Episode]] = {}
    for episode in episodes:
        if episode.day in days:
            groups.setdefault((episode.day, _login(episode)), []).append(episode)
    for day, login in sorted(groups):
        yield {
            **_report(last),
            "day": day,
            "user_id": _number(login),
            "user_login": login,
            "used_agent": False,
            "used_chat": False,
            "used_cli": False,
            **_totals(groups[day, login]),
        }


def seats(episodes: Iterable[Episode]) -> dict[str, Any]:
    """GitHub's list of seat assignments, without which dashboards show nothing: whoever saw a suggestion."""
    of_login: dict[str, list[Episode]] = {}
    for episode in sorted(episodes, key=lambda one: one.time_ms):
        of_login.setdefault(_login(episode), []).append(episode)
    listed = [
        {
            "created_at": _moment(seen[0]),
            "assignee": {"login": login, "id": _number(login)},
            "last_activity_at": _moment(seen[-1]),
            "last_activity_editor": seen[-1].editor or None,
            "plan_type": "unknown",
        }
        for login, seen in sorted(of_login.items())
    ]
    return {"total_seats": len(listed), "seats": listed}


def _totals(episodes: Sequence[Episode]) -> dict[str, Any]:
    """What GitHub calls activity counts, as a whole and in each of its breakdowns."""
    return {
        **_NEVER,
        **_activity(episodes),
        "totals_by_ide": _breakdown(episodes, ("ide",), _NEVER),
        "totals_by_feature": _breakdown(episodes, ("feature",), _NEVER),
        "totals_by_language_feature": _breakdown(episodes, ("language", "feature"), _NOT_ASKED),
        "totals_by_language_model": _breakdown(episodes, ("language", "model"), _NOT_ASKED),
        "totals_by_model_feature": _breakdown(episodes, ("model", "feature"), _NEVER),
    }


_NOT_ASKED = {name: 0 for name in _NEVER if name != "user_initiated_interaction_count"}


def _breakdown(
    episodes: Sequence[Episode], names: tuple[str, ...], never: dict[str, int]
) -> list[dict[str, Any]]:
    groups: dict[tuple[str, ...], list[Episode]] = {}
    for episode in episodes:
        groups.setdefault(tuple(_DIMENSIONS[name](episode) for name in names), []).append(episode)
    return [
        {**dict(zip(names, key, strict=True)), **never, **_activity(groups[key])} for key in sorted(groups)
    ]


_DIMENSIONS: Mapping[str, Callable[[Episode], str]] = {
    "ide": lambda episode: episode.editor or "unknown",
    "feature": lambda _episode: FEATURE,
    "language": lambda episode: episode.language or "unknown",
    "model": lambda episode: episode.model or episode.engine or "unknown",
}


def _activity(episodes: Sequence[Episode]) -> dict[str, int]:
    """The log keeps characters and no lines: a text counts as the one line that it is at least."""
    counted = Counter(episode.became for episode in episodes)
    return {
        "code_generation_activity_count": len(episodes),
        "code_acceptance_activity_count": counted["accepted"],
        "loc_suggested_to_add_sum": len(episodes),
        "loc_added_sum": counted["accepted"],
    }


_ORGANIZATION_IDS = {"organization_id": "0", "enterprise_id": "0"}


def _report(last: date) -> dict[str, str]:
    return {
        "report_start_day": f"{last - timedelta(days=DAYS - 1)}",
        "report_end_day": f"{last}",
        **_ORGANIZATION_IDS,
    }


def _days(last: date) -> list[date]:
    return [last - timedelta(days=back) for back in reversed(range(DAYS))]


def _active(users: dict[str, set[str]], day: date, days: int) -> set[str]:
    """Who was active on that day or on one of the days before it."""
    return set().union(*(users.get(f"{day - timedelta(days=back)}", set()) for back in range(days)))


def _login(episode: Episode) -> str:
    return episode.user or ME


def _moment(episode: Episode) -> str:
    return datetime.fromtimestamp(episode.time_ms // 1000, UTC).isoformat().replace("+00:00", "Z")


def _number(login: str) -> int:
    """A number for the login, the same each time, as GitHub's user ids are numbers."""
    return int.from_bytes(sha256(login.encode()).digest()[:4], "big") >> 1
