"""The figures of a log worked out one after the other, from the published definitions and from no code.

A second opinion: it reads events, knows nothing of facts, folds and queries, and may be slow.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from typing import Any

from tests.support.hand_log import HandLog, Row, known_sum

Part = tuple[Any, float, float]

MARKS = ("15", "30", "120", "300", "600")
EVIDENCE = {
    "explicit": {"", "explicit"},
    "observed": {"", "explicit", "observed"},
    "all": {"", "explicit", "observed", "inferred"},
}
ENDS = (
    *("accepted", "typed_through", "rejected_explicit", "rejected_implicit", "ignored"),
    *("orphaned", "open"),
)


def figures(
    events: Sequence[Row], since_ms: int, until_ms: int, by: Sequence[str] = (), evidence: str = "all"
) -> list[Row]:
    """The whole, and then each group, as `groups` of the JSON contract has them."""
    log = HandLog(events)
    episodes, requests, minutes = (
        [row for row in rows if since_ms <= row["ms"] < until_ms]
        for rows in (log.episodes(), log.requests(), log.minutes())
    )
    episodes = [row for row in episodes if row["evidence"] in EVIDENCE[evidence]]
    found = [{"by": {}, **_figures(episodes, requests, minutes, known=True)}]
    if not by:
        return found

    def key(row: Row) -> tuple[str, ...]:
        return tuple(row[name] for name in by)

    # A request has no evidence, and a minute of typing has a day and an editor alone.
    known = "evidence" not in by
    requests = requests if known else []
    minutes = minutes if {*by} <= {"day", "editor"} else []
    # Candidates that lost to another one count nowhere, so they alone make no group.
    counted = [row for row in episodes if row["end"] != "sibling"]
    for group in sorted({key(row) for row in (*counted, *requests, *minutes)}):
        parts = [[row for row in rows if key(row) == group] for rows in (episodes, requests, minutes)]
        found.append({"by": dict(zip(by, group, strict=True)), **_figures(*parts, known=known)})
    return found


def _figures(episodes: list[Row], requests: list[Row], minutes: list[Row], *, known: bool) -> Row:
    shown = [one for one in episodes if one["end"] not in ("unseen", "sibling")]
    viewed = [one for one in shown if one["read"] or one["end"] == "accepted"]
    counting = [one for one in requests if one["counts"]]
    ends = Counter(one["end"] for one in shown)
    assert ends.total() == sum(ends[end] for end in ENDS)
    steps = Counter(step for one in episodes for step in one["changed"])
    stops = Counter(one["reason"] for one in requests if one["result"] == "filtered")
    opportunities = {"opportunities": len(counting)} if known else {"opportunities": None}
    return {
        **opportunities,
        "displays": sum(one["deliveries"] for one in shown),
        "shown": len(shown),
        "viewed": len(viewed),
        **{end: ends[end] for end in ENDS},
        "partially_accepted": sum(one["part"] for one in shown),
        "rejected": ends["rejected_explicit"] + ends["rejected_implicit"],
        "undone": sum(one["undone"] for one in shown),
        "unseen": sum(one["end"] == "unseen" for one in episodes),
        **_rates(shown, viewed),
        **_by_opportunity(shown, counting, known=known),
        **_survival([one for one in shown if one["end"] == "accepted"]),
        "ai_share": _ratio([(one["cluster"], one["accepted"], one["all"]) for one in minutes]),
        **_costs(requests, shown),
        **{name: _percentiles(name, counting) for name in ("latency_ms", "first_token_ms")},
        "filtered": dict(stops),
        "changed": dict(steps),
    }


def _rates(shown: list[Row], viewed: list[Row]) -> Row:
    def share(over: list[Row], counts: Callable[[Row], bool]) -> Row:
        return _ratio([(one["cluster"], counts(one), 1) for one in over])

    def ended(over: list[Row], end: str) -> Row:
        return share(over, lambda one: one["end"] == end)

    chars = _ratio([(one["cluster"], one["accepted"], one["offered"]) for one in viewed])
    return {
        "acceptance_rate": ended(shown, "accepted"),
        "viewed_acceptance_rate": ended(viewed, "accepted"),
        "char_weighted_acceptance": {**chars, "n": len(viewed)},
        "explicit_rejection_rate": ended(viewed, "rejected_explicit"),
        "ignored_rate": ended(viewed, "ignored"),
        "typed_through_rate": ended(viewed, "typed_through"),
        "undo_rate": share(viewed, lambda one: one["undone"]),
    }


def _by_opportunity(shown: list[Row], counting: list[Row], *, known: bool) -> Row:
    asked: list[Part] = [(one["cluster"], 0, 1) for one in counting]

    def per_opportunity(value: Callable[[Row], float]) -> Row:
        found = _ratio([*asked, *((one["cluster"], value(one), 0) for one in shown)])
        return found if known else _unknown(found)

    retained = {}
    for mark in MARKS:
        taken = [one for one in shown if one["accepted"]]
        seen = [one for one in taken if _look(one, mark).get("retained_chars") is not None]
        found = per_opportunity(partial(_retained, mark=mark))
        censored = sum("censored_reason" in _look(one, mark) for one in taken)
        # Where nobody looked, it is not known what was left, and that is not nothing.
        retained[mark] = {**(_unknown(found) if taken and not seen else found), "censored": censored}
    return {
        "chars_per_opportunity": per_opportunity(lambda one: one["accepted"]),
        "show_rate": per_opportunity(lambda _: 1),
        "retained_chars_per_opportunity": retained,
    }


def _survival(accepted: list[Row]) -> Row:
    found: Row = {"unchanged": {}, "mostly_unchanged": {}, "kept_ratio": {}}
    for mark in MARKS:
        looks = [(one["cluster"], _look(one, mark)) for one in accepted]
        censored = {"censored": sum("censored_reason" in look for _, look in looks)}
        seen = [(cluster, look) for cluster, look in looks if "edit_ratio" in look]
        tokens = [(cluster, look["kept_ratio"], 1) for cluster, look in seen if "kept_ratio" in look]
        same = [(cluster, look["unchanged"], 1) for cluster, look in seen]
        mostly = [(cluster, look["edit_ratio"] <= 0.33, 1) for cluster, look in seen]
        for name, parts in (("unchanged", same), ("mostly_unchanged", mostly), ("kept_ratio", tokens)):
            found[name][mark] = _ratio(parts) | censored
    return found


def _costs(requests: list[Row], shown: list[Row]) -> Row:
    cost, estimated, saved = (
        known_sum(one[name] for one in requests) for name in ("cost", "estimated", "saved")
    )
    accepted = [one for one in shown if one["end"] == "accepted"]
    spent: list[Part] = [(one["cluster"], one["cost"] or 0, 0) for one in requests]
    per_accepted = _ratio([*spent, *((one["cluster"], 0, 1) for one in accepted)])
    per_retained = _ratio([*spent, *((one["cluster"], 0, _retained(one, "300") / 1000) for one in shown)])
    rates = {"cost_per_accepted_usd": per_accepted, "cost_per_1000_retained_usd": per_retained}
    return {
        "cost_usd": cost if requests else None,
        "cost_estimated_usd": estimated if cost is not None and requests else None,
        "cost_saved_usd": saved if requests else None,
        **{
            name: {**(rate if cost is not None and requests else _unknown(rate)), "n": len(accepted)}
            for name, rate in rates.items()
        },
    }


def _percentiles(name: str, counting: list[Row]) -> Row:
    """By nearest rank: the smallest value that so many per cent do not exceed."""
    delivered = [one[name] for one in counting if one["result"] == "delivered"]
    values = sorted(value for value in delivered if value is not None)
    return {
        f"p{share}": values[math.ceil(share * len(values) / 100) - 1] if values else None
        for share in (50, 95, 99)
    }


def _ratio(parts: Iterable[Part]) -> Row:
    """r = sum K / sum N, and r +- t sqrt(G / (G - 1) sum (K - r N)^2) / sum N from five clusters on."""
    above: defaultdict[Any, float] = defaultdict(float)
    below: defaultdict[Any, float] = defaultdict(float)
    for cluster, numerator, denominator in parts:
        above[cluster] += numerator
        below[cluster] += denominator
    total = sum(below.values())
    if not total:
        return {"value": None, "ci95": None, "clusters": 0, "n": 0}
    clusters = [one for one in below if above[one] or below[one]]
    value, count = sum(above.values()) / total, len(clusters)
    interval = None
    if count >= 5:
        spread = sum((above[one] - value * below[one]) ** 2 for one in clusters)
        half = _student(count - 1) * math.sqrt(count / (count - 1) * spread) / total
        interval = [value - half, value + half]
    return {"value": value, "ci95": interval, "clusters": count, "n": total}


@cache
def _student(freedom: int) -> float:
    """The 0.975 quantile of Student's t: its density integrated by Simpson's rule, halved down upon."""
    scale = math.gamma((freedom + 1) / 2) / math.gamma(freedom / 2) / math.sqrt(freedom * math.pi)

    def density(x: float) -> float:
        return scale * math.pow(1 + x * x / freedom, -(freedom + 1) / 2)

    def beyond_zero(x: float, steps: int = 400) -> float:
        width = x / steps
        inner = sum(density(i * width) * (4 if i % 2 else 2) for i in range(1, steps))
        return (density(0) + inner + density(x)) * width / 3

    low, high = 0.0, 15.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if beyond_zero(middle) < 0.475 else (low, middle)
    return low


def _retained(episode: Row, mark: str) -> int:
    return _look(episode, mark).get("retained_chars") or 0


def _unknown(rate: Row) -> Row:
    return rate | {"value": None, "ci95": None}


def _look(episode: Row, mark: str) -> Row:
    look: Row = episode["looks"].get(mark, {})
    return look
