"""A log of JSON lines, and the suggestions, requests and minutes that a person would find in it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from centaur.evidence.events import EVENT_TYPES, Recorded, Stamp

Row = dict[str, Any]

BY_CHOICE = {"paused", "language", "excluded", "untrusted"}
LATENCIES = (0, 50, 100, 200, 400, 800, 1600)


def read_log(path: Path) -> list[Row]:
    """The events of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def recorded(events: Iterable[Row]) -> list[Recorded]:
    """The same events as the store takes them; what a line leaves out is empty or unknown."""
    types: dict[str, Any] = {of.kind: of for of in EVENT_TYPES}
    found = []
    for event in events:
        of = types[event["kind"]]
        told = {field.name: event.get(field.name, _left_out(str(field.type))) for field in fields(of)}
        stamp = Stamp(event["session"], event["seq"], event["ms"], event["elapsed"])
        found.append(Recorded(stamp, of(**told)))
    return found


class HandLog:
    """The events of a log, by kind and in their order."""

    def __init__(self, events: Sequence[Row]) -> None:
        self._of: dict[str, list[Row]] = defaultdict(list)
        for event in sorted(events, key=lambda event: (event["session"], event["seq"])):
            self._of[event["kind"]].append(event)
        self._editor = {event["session"]: event["editor"] for event in self._of["session"]}
        self._opportunity = {event["opportunity_id"]: event for event in self._of["opportunity"]}
        self._generation = {event["generation_id"]: event for event in self._of["generation"]}

    def episodes(self) -> list[Row]:
        """Each suggestion with what became of it."""
        found: dict[str, Row] = {}
        for event in self._of["delivered"]:
            if one := found.get(event["suggestion_id"]):
                one["deliveries"] += 1
                continue
            request = self._opportunity[event["opportunity_id"]]
            found[event["suggestion_id"]] = {
                **self._traits(request, self._generation[event["generation_id"]]),
                **dict.fromkeys(("read", "part", "undone"), False),
                **dict.fromkeys(("offered", "accepted"), 0),
                "source": event["source"],
                "end": "unseen",
                "evidence": "",
                "deliveries": 1,
                "looks": {},
                "changed": [step for step in event.get("changed_by", "").split(",") if step],
            }
        self._follow(found)
        return list(found.values())

    def _follow(self, found: dict[str, Row]) -> None:
        for event in self._of["shown"]:
            found[event["suggestion_id"]] |= {"end": "open", "offered": event["offered_chars"]}
        for event in self._of["read"]:
            found[event["suggestion_id"]]["read"] = True
        for event in self._of["partial"]:
            found[event["suggestion_id"]] |= {"part": True, "accepted": event["accepted_chars"]}
        for event in self._of["outcome"]:
            one = found[event["suggestion_id"]]
            one["evidence"] = event["evidence"]
            one["accepted"] = max(one["accepted"], event["accepted_chars"])
            is_sibling = event["outcome"] == "ignored" and event.get("reason") == "sibling"
            one["end"] = "sibling" if is_sibling else event["outcome"]
        for event in self._of["undone"]:
            found[event["suggestion_id"]]["undone"] = True
        for event in self._of["survival"]:
            found[event["suggestion_id"]]["looks"][event["moment"]] = event

    def requests(self) -> list[Row]:
        """Each request with what came of it and what it cost."""
        return [self._request(event) for event in self._of["opportunity"]]

    def _request(self, event: Row) -> Row:
        name, result, reason = event["opportunity_id"], event["result"], event.get("reason", "")
        caused = [one for one in self._of["generation"] if one["opportunity_id"] == name]
        given = [one["generation_id"] for one in self._of["delivered"] if one["opportunity_id"] == name]
        # What was delivered first answered it; where nothing was, what was tried last stands for it.
        answer = self._generation[given[0]] if given else caused[-1] if caused else {}
        paid = [one for one in caused if one["engine"] != "local"]
        cached = [one for one in paid if one["source"] in ("memory", "disk")]
        by_choice = result == "suppressed" and reason in BY_CHOICE
        return {
            **self._traits(event, answer),
            "source": event.get("source", ""),
            "result": result,
            "reason": reason,
            "counts": not by_choice and result != "cancelled" and event.get("source") != "reuse",
            "latency_ms": event.get("latency_ms"),
            "first_token_ms": answer.get("first_token_ms"),
            "cost": known_sum(one.get("cost_usd") for one in paid),
            "estimated": known_sum(one.get("cost_usd") for one in paid if one.get("estimated")),
            "saved": known_sum(one.get("saved_usd") for one in cached),
        }

    def minutes(self) -> list[Row]:
        """The characters of each minute of typing."""
        return [
            {
                "ms": event["ms"],
                "day": _day(event["ms"]),
                "editor": self._editor[event["session"]],
                "cluster": self._activity(event),
                "accepted": event["accepted_chars"],
                "all": event["typed_chars"] + event["accepted_chars"],
            }
            for event in self._of["typing"]
        ]

    def _traits(self, request: Row, generation: Row) -> Row:
        prompt = generation.get("prompt_id", "")
        return {
            "ms": request["ms"],
            "day": _day(request["ms"]),
            "cluster": self._activity(request),
            "language": request["language"],
            "trigger": request["trigger"],
            "kind": request["suggestion_kind"],
            "arm": request.get("arm", ""),
            "editor": self._editor[request["session"]],
            "engine": generation.get("engine", ""),
            "model": generation.get("model", ""),
            "prompt": f"{prompt}.v{generation['prompt_version']}" if prompt else "",
            "latency": _latency(request.get("latency_ms")),
        }

    def _activity(self, event: Row) -> tuple[str, int]:
        """The session, and how often half an hour had gone by in it without a request."""
        asked = [one["ms"] for one in self._of["opportunity"] if one["session"] == event["session"]]
        before = [moment for moment in asked if moment <= event["ms"]]
        return event["session"], sum(later - earlier > 30 * 60_000 for earlier, later in pairwise(before))


def _left_out(of: str) -> str | bool | None:
    return None if "None" in of else False if "bool" in of else ""


def known_sum(values: Iterable[float | None]) -> float | None:
    """The sum, not known where one of them is not."""
    known = list(values)
    return None if None in known else sum(value for value in known if value is not None)


def _latency(took_ms: float | None) -> str:
    return "" if took_ms is None else f"{max(bound for bound in LATENCIES if bound <= took_ms):04} ms"


def _day(moment_ms: int) -> str:
    return datetime.fromtimestamp(moment_ms / 1000, UTC).date().isoformat()
