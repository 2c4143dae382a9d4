"""Facts of many users, days, languages and outcomes, the same for the same seed."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from random import Random
from typing import Any, get_args

from centaur.metrics.facts import MOMENTS, Episode, Fact, Minute, Opportunity, columns

NOON = 1_793_620_800_000
DAY_MS = 86_400_000
ORIGIN = "imported:varied"
_WORDS = {
    "language": ("python", "typescript", "", 'c\'est "ça" 😀'),
    "trigger": ("automatic", "invoked"),
    "kind": ("suggestion", "explanation"),
    "engine": ("local", "openai"),
    "source": ("fresh", "memory", "disk", "reuse"),
    "model": ("", "small", "large"),
    "prompt": ("", "line.v1"),
    "arm": ("", "a", "b"),
    "editor": ("vscode",),
    "evidence": ("explicit", "observed", "inferred", ""),
    "changed_by": ("", "trim"),
    "became": (
        "accepted",
        "accepted",
        "typed_through",
        "rejected_explicit",
        "rejected_implicit",
        "ignored",
        "orphaned",
        "open",
        "sibling",
        "unseen",
    ),
    "result": ("delivered", "delivered", "suppressed", "cancelled", "filtered", "empty"),
    "reason": ("", "paused", "trigger", "repetition"),
}  # fmt: skip - a line says that it is one list


def varied(size: int, seed: int = 1) -> Iterator[Fact]:
    """So many facts of each table."""
    random = Random(seed)
    for sequence in range(size):
        user = random.randrange(7)
        time_ms = NOON - random.randrange(20 * DAY_MS)
        base = {
            "origin": ORIGIN,
            "user": f"user{user}",
            "session_id": f"session{user}.{random.randrange(4)}",
            "activity": random.randrange(3),
            "sequence": sequence,
            "time_ms": time_ms,
            "day": datetime.fromtimestamp(time_ms / 1000, UTC).date().isoformat(),
        }
        yield Episode(**_any(Episode, random, base | {"suggestion_id": f"s{sequence}"}))
        yield Opportunity(**_any(Opportunity, random, base | {"opportunity_id": f"o{sequence}"}))
        yield Minute(**_any(Minute, random, base))


def _any(fact: type[Fact], random: Random, told: dict[str, Any]) -> dict[str, Any]:
    values = {name: _value(name, of, random) for name, of in columns(fact).items()} | told
    for seconds in MOMENTS if fact is Episode else ():
        if values["became"] != "accepted" or random.random() < 0.2:
            values |= {
                field.name: None
                for field in fields(fact)
                if field.name.endswith(f"_{seconds}") and not field.name.startswith("censored")
            }
            values[f"censored_{seconds}"] = "closed" if values["became"] == "accepted" else ""
        else:
            values[f"censored_{seconds}"] = ""
    return values


def _value(name: str, of: Any, random: Random) -> Any:
    kinds = get_args(of) or (of,)
    if type(None) in kinds and random.random() < 0.1:
        return None
    if kinds[0] is str:
        return random.choice(_WORDS.get(name, ("",)))
    if kinds[0] is bool:
        return random.random() < 0.5
    if kinds[0] is int:
        return random.randrange(200)
    return random.random() * (1 if "ratio" in name else 1e-3 if "usd" in name else 900)
