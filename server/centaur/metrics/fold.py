"""The events of one session folded into facts: what each request and each suggestion came to."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, fields
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from centaur.metrics.facts import MOMENTS, Episode, Fact, Minute, Opportunity

VERSION = 3
"""Facts that were folded by another version are folded anew."""

IDLE_MS = 30 * 60 * 1000
DAY_MS = 24 * 60 * 60 * 1000

CACHED = frozenset({"memory", "disk"})

READS: Mapping[str, str] = {
    "session": "editor",
    "opportunity": "sequence, time_ms, opportunity_id, language, trigger, result, reason, source, "
    "latency_ms, suggestion_kind, experiment, arm",
    "generation": "generation_id, opportunity_id, engine, source, model, prompt_id, prompt_version, "
    "first_token_ms, input_tokens, output_tokens, cost_usd, saved_usd, estimated",
    "delivered": "sequence, time_ms, suggestion_id, opportunity_id, generation_id, source, changed_by",
    "shown": "suggestion_id, offered_chars",
    "read": "suggestion_id",
    "partial": "suggestion_id, accepted_chars",
    "outcome": "suggestion_id, outcome, reason, evidence, offered_chars, accepted_chars, typed_chars, "
    "edit_ratio",
    "undone": "suggestion_id",
    "survival": "suggestion_id, moment, unchanged, edit_ratio, kept_ratio, retained_chars, censored_reason",
    "typing": "sequence, time_ms, typed_chars, pasted_chars, accepted_chars, other_chars",
}
"""The columns that the fold wants of each kind of event, in their order."""

Row = dict[str, Any]
Read = Callable[[str], Iterable[tuple[Any, ...]]]

_SEEN = {str(seconds): seconds for seconds in MOMENTS}


def fold(session_id: str, read: Read) -> dict[type[Fact], list[Row]]:
    """The facts of a session, as columns by name.

    `read` gives the rows of a kind of event, with the columns of `READS`, in the order of their sequence; of
    `outcome` also those that a later session wrote for a suggestion of this one.
    """
    editor = max((name for (name,) in read("session")), default="")
    starts: list[int] = []
    requests: dict[str, Row] = {}
    generations: dict[str, Row] = {}
    base = {"session_id": session_id, "editor": editor}
    for row in _opportunities(read("opportunity"), base, starts):
        requests[row["opportunity_id"]] = row
    _generate(read("generation"), requests, generations)
    episodes = _episodes(read("delivered"), base, starts, requests, generations)
    _follow(read, episodes)
    return {
        Opportunity: list(requests.values()),
        Episode: list(episodes.values()),
        Minute: list(_minutes(read("typing"), base, starts)),
    }


def _opportunities(rows: Iterable[tuple[Any, ...]], base: Row, starts: list[int]) -> Iterator[Row]:
    """Each request with its activity session: half an hour without one begins another.

    The wall clock tells the pause, because the monotonic one stands still while a computer sleeps.
    """
    last_ms = None
    for (
        sequence,
        time_ms,
        opportunity_id,
        language,
        trigger,
        result,
        reason,
        source,
        latency_ms,
        kind,
        experiment,
        arm,
    ) in rows:  # fmt: skip - the columns as they are listed above
        if last_ms is None or time_ms - last_ms > IDLE_MS:
            starts.append(sequence)
        last_ms = time_ms
        yield {
            **_blank(Opportunity),
            **base,
            "activity": starts[-1],
            "sequence": sequence,
            "opportunity_id": opportunity_id,
            "time_ms": time_ms,
            "day": _day(time_ms // DAY_MS),
            "language": language,
            "trigger": trigger,
            "kind": kind,
            "source": source,
            "experiment": experiment,
            "arm": arm,
            "result": result,
            "reason": reason,
            "latency_ms": latency_ms,
            "cost_usd": 0.0,
            "saved_usd": 0.0,
            "estimated_usd": 0.0,
        }


def _generate(
    rows: Iterable[tuple[Any, ...]], requests: Mapping[str, Row], generations: dict[str, Row]
) -> None:
    """Each generation by its id; a request counts the tokens and the cost of all that it caused."""
    for (
        generation_id,
        opportunity_id,
        engine,
        source,
        model,
        prompt_id,
        version,
        first_token_ms,
        input_tokens,
        output_tokens,
        cost_usd,
        saved_usd,
        estimated,
    ) in rows:  # fmt: skip - the columns as they are listed above
        generations[generation_id] = found = {
            "engine": engine,
            "model": model,
            "prompt": f"{prompt_id}.v{version}" if version is not None else "",
            "first_token_ms": first_token_ms,
        }
        request = requests.get(opportunity_id)
        if request is None:
            continue
        request.update(found)
        # The embedded engine costs nothing, also in logs that did not say so yet.
        free = engine == "local"
        request["cost_usd"] = _sum(request["cost_usd"], 0.0 if free else cost_usd)
        request["estimated_usd"] = _sum(request["estimated_usd"], cost_usd if estimated else 0.0)
        kept = source in CACHED and not free
        request["saved_usd"] = _sum(request["saved_usd"], saved_usd if kept else 0.0)
        for name, tokens in (("input_tokens", input_tokens), ("output_tokens", output_tokens)):
            if tokens is not None:
                request[name] = (request[name] or 0) + tokens


def _episodes(
    rows: Iterable[tuple[Any, ...]],
    base: Row,
    starts: list[int],
    requests: Mapping[str, Row],
    generations: Mapping[str, Row],
) -> dict[str, Row]:
    """Each suggestion from its first delivery on; of several, the first tells what answered the request."""
    found: dict[str, Row] = {}
    answered: set[str] = set()
    for sequence, time_ms, suggestion_id, opportunity_id, generation_id, source, changed_by in rows:
        request, generation = requests.get(opportunity_id), generations.get(generation_id)
        if request is not None and generation is not None and opportunity_id not in answered:
            answered.add(opportunity_id)
            request.update(generation)
        if suggestion_id in found:
            found[suggestion_id]["deliveries"] += 1
            continue
        found[suggestion_id] = {
            **_blank(Episode),
            **({name: request[name] for name in _OF_REQUEST} if request else {}),
            **(generation or {}),
            **base,
            "activity": _activity(starts, sequence),
            "sequence": sequence,
            "suggestion_id": suggestion_id,
            "time_ms": time_ms,
            "day": _day(time_ms // DAY_MS),
            "source": source,
            "changed_by": changed_by,
            "became": "unseen",
        }
    return found


def _follow(read: Read, episodes: Mapping[str, Row]) -> None:
    """What became of each suggestion; events of one that was never delivered here change nothing."""
    known = defaultdict(dict, episodes)
    for suggestion_id, offered in read("shown"):
        known[suggestion_id].update(became="open", offered_chars=offered)
    for (suggestion_id,) in read("read"):
        known[suggestion_id]["read"] = True
    for suggestion_id, accepted in read("partial"):
        row = known[suggestion_id]
        row["partly"] = True
        row["accepted_chars"] = max(row.get("accepted_chars", 0), accepted)
    for suggestion_id, outcome, reason, evidence, offered, accepted, typed, edit_ratio in read("outcome"):
        row = known[suggestion_id]
        row["became"] = "sibling" if outcome == "ignored" and reason == "sibling" else outcome
        row["read"] = row.get("read", False) or outcome == "accepted"
        row["reason"], row["evidence"] = reason, evidence
        row["offered_chars"], row["accepted_chars"], row["typed_chars"] = offered, accepted, typed
        row["edit_ratio"] = edit_ratio
    for (suggestion_id,) in read("undone"):
        known[suggestion_id]["undone"] = True
    for suggestion_id, moment, unchanged, edit_ratio, kept_ratio, retained, censored in read("survival"):
        if seconds := _SEEN.get(moment):
            row = known[suggestion_id]
            row[f"unchanged_{seconds}"], row[f"edit_ratio_{seconds}"] = unchanged, edit_ratio
            row[f"kept_ratio_{seconds}"], row[f"retained_chars_{seconds}"] = kept_ratio, retained
            row[f"censored_{seconds}"] = censored


def _minutes(rows: Iterable[tuple[Any, ...]], base: Row, starts: list[int]) -> Iterator[Row]:
    for sequence, time_ms, typed, pasted, accepted, other in rows:
        yield {
            **_blank(Minute),
            **base,
            "activity": _activity(starts, sequence),
            "sequence": sequence,
            "time_ms": time_ms,
            "day": _day(time_ms // DAY_MS),
            "typed_chars": typed,
            "pasted_chars": pasted,
            "accepted_chars": accepted,
            "other_chars": other,
        }


_OF_REQUEST = (
    *("language", "trigger", "kind", "experiment", "arm"),
    *("latency_ms", "cost_usd", "saved_usd", "estimated_usd"),
)


def _activity(starts: list[int], sequence: int) -> int:
    """The activity session of an event, by the sequence of its first request; 0 before any."""
    place = bisect_right(starts, sequence)
    return starts[place - 1] if place else 0


def _sum(total: float | None, more: float | None) -> float | None:
    """A sum in which one unknown makes the whole unknown."""
    return None if total is None or more is None else total + more


@lru_cache
def _blank(fact: type[Fact]) -> Row:
    return {field.name: None if field.default is MISSING else field.default for field in fields(fact)}


@lru_cache
def _day(days: int) -> str:
    return datetime.fromtimestamp(days * DAY_MS // 1000, UTC).date().isoformat()
