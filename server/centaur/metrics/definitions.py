"""What every figure means: its name, the sentence that people read, and its expression, here alone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import ibis

VERSION = 1
SECONDS = ("15", "30", "120", "300", "600")
PERCENTILES = {"p50": 50, "p95": 95, "p99": 99}


@dataclass(frozen=True, slots=True)
class Total:
    """A number that is summed over episodes, or over opportunities."""

    name: str
    sentence: str
    each: "Callable[[ibis.Table], ibis.Column]"


@dataclass(frozen=True, slots=True)
class Rate:
    """A ratio of two totals, over so many (`n`) episodes or opportunities."""

    name: str
    sentence: str
    numerator: str
    denominator: str
    n: str
    unit: Literal["share", "characters"] = "share"


@dataclass(frozen=True, slots=True)
class Percentiles:
    """The percentiles of a time, by nearest rank, over the opportunities that delivered a suggestion."""

    name: str
    sentence: str
    column: str


REQUESTS = (
    Total(
        "opportunities",
        "Requests of the editor, without those cancelled, answered from the suggestion on show, or "
        "suppressed by your own choice (paused, language off, excluded, untrusted).",
        lambda opportunity: opportunity.opportunity_id.notnull(),
    ),
)

OUT_OF_EVERY_RATE = ("unseen", "sibling")


def _shown(episode: "ibis.Table") -> "ibis.Column":
    return episode.became.notin(OUT_OF_EVERY_RATE)


def _viewed(episode: "ibis.Table") -> "ibis.Column":
    return _shown(episode) & episode.read


COUNTS = (
    Total(
        "displays",
        "Times the editor was given a suggestion that was shown, the first time and again.",
        lambda episode: _shown(episode).ifelse(episode.deliveries, 0),
    ),
    Total(
        "shown",
        "Visible for at least 300 ms or acted on before; candidates that lost to another one are left out.",
        _shown,
    ),
    Total("viewed", "Shown, and read (visible for at least 750 ms) or accepted.", _viewed),
    Total(
        "accepted",
        "Accepted by command, or by word or line until complete.",
        lambda episode: episode.became == "accepted",
    ),
    Total(
        "partially_accepted",
        "A word or line was accepted, whatever the outcome.",
        lambda episode: _shown(episode) & episode.partly,
    ),
    Total(
        "rejected",
        "Rejected explicitly or implicitly.",
        lambda episode: episode.became.isin(["rejected_explicit", "rejected_implicit"]),
    ),
    Total(
        "rejected_explicit",
        "Rejected by Escape, command or thumbs down.",
        lambda episode: episode.became == "rejected_explicit",
    ),
    Total(
        "rejected_implicit",
        "Read, then something else was typed.",
        lambda episode: episode.became == "rejected_implicit",
    ),
    Total(
        "ignored",
        "The cursor or editor moved on, or something else was typed before it was read.",
        lambda episode: episode.became == "ignored",
    ),
    Total(
        "typed_through",
        "The last of it was typed by hand: agreement, but no accept.",
        lambda episode: episode.became == "typed_through",
    ),
    Total(
        "unseen",
        "Given to the editor but never shown; part of no other figure.",
        lambda episode: episode.became == "unseen",
    ),
    Total("orphaned", "Shown when the process died.", lambda episode: episode.became == "orphaned"),
    Total("open", "Shown, and nothing decided yet.", lambda episode: episode.became == "open"),
)

WEIGHTS = (
    Total("accepted_chars", "Characters accepted.", lambda episode: episode.accepted_chars),
    Total(
        "viewed_accepted_chars",
        "Characters accepted, of viewed suggestions.",
        lambda episode: _viewed(episode).ifelse(episode.accepted_chars, 0),
    ),
    Total(
        "viewed_offered_chars",
        "Characters offered, of viewed suggestions.",
        lambda episode: _viewed(episode).ifelse(episode.offered_chars, 0),
    ),
    Total(
        "viewed_rejected_explicit",
        "Viewed and rejected explicitly.",
        lambda episode: episode.read & (episode.became == "rejected_explicit"),
    ),
    Total(
        "viewed_ignored",
        "Viewed and ignored.",
        lambda episode: episode.read & (episode.became == "ignored"),
    ),
    Total(
        "viewed_typed_through",
        "Viewed and typed through.",
        lambda episode: episode.read & (episode.became == "typed_through"),
    ),
)

RATES = (
    Rate("acceptance_rate", "Accepted / shown.", "accepted", "shown", "shown"),
    Rate("viewed_acceptance_rate", "Accepted / viewed.", "accepted", "viewed", "viewed"),
    Rate(
        "char_weighted_acceptance",
        "Characters accepted / characters offered, over viewed suggestions.",
        "viewed_accepted_chars",
        "viewed_offered_chars",
        "viewed",
    ),
    Rate(
        "chars_per_opportunity",
        "Characters accepted / opportunities.",
        "accepted_chars",
        "opportunities",
        "opportunities",
        "characters",
    ),
    Rate(
        "explicit_rejection_rate",
        "Rejected explicitly / viewed, over viewed suggestions.",
        "viewed_rejected_explicit",
        "viewed",
        "viewed",
    ),
    Rate("ignored_rate", "Ignored / viewed, over viewed suggestions.", "viewed_ignored", "viewed", "viewed"),
    Rate(
        "typed_through_rate",
        "Typed through / viewed, over viewed suggestions.",
        "viewed_typed_through",
        "viewed",
        "viewed",
    ),
    Rate(
        "show_rate",
        "Shown / opportunities: showing less raises every other rate.",
        "shown",
        "opportunities",
        "opportunities",
    ),
)

TIMES = (
    Percentiles("latency_ms", "From request to answer, where a suggestion was delivered.", "latency_ms"),
    Percentiles("first_token_ms", "From a model's call to its first token, of the same.", "first_token_ms"),
)

UNMEASURED_RATES = ("undo_rate", "ai_share")
UNMEASURED_SURVIVAL = ("unchanged", "mostly_unchanged", "kept_ratio")
