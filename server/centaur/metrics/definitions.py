"""What every figure means: its name, the sentence that people read, and its expression, in this place alone."""

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
    """The percentiles of a time, by nearest rank, over the opportunities that were answered with a suggestion."""

    name: str
    sentence: str
    column: str


def _ended(outcome: str) -> "Callable[[ibis.Table], ibis.Column]":
    return lambda episode: episode.shown & (episode.outcome == outcome)


def _viewed(outcome: str) -> "Callable[[ibis.Table], ibis.Column]":
    return lambda episode: episode.viewed & (episode.outcome == outcome)


REQUESTS = (
    Total(
        "opportunities",
        "Requests of the editor, but for those cancelled, answered from the suggestion on show, or suppressed by "
        "your own choice (paused, language off, excluded, untrusted).",
        lambda opportunity: opportunity.opportunity_id.notnull(),
    ),
)

COUNTS = (
    Total(
        "displays",
        "Times the editor was given a suggestion that was shown, the first time and again.",
        lambda episode: episode.shown.ifelse(episode.deliveries, 0),
    ),
    Total(
        "shown",
        "Suggestions visible for at least 300 ms or acted on before, without those that another candidate replaced.",
        lambda episode: episode.shown,
    ),
    Total("viewed", "Shown, and read (visible for at least 750 ms) or accepted.", lambda episode: episode.viewed),
    Total("accepted", "Accepted by command, or by word or line until complete.", _ended("accepted")),
    Total("partially_accepted", "A word or line was accepted, whatever the outcome.", lambda episode: episode.partly),
    Total(
        "rejected",
        "Rejected explicitly or implicitly.",
        lambda episode: episode.shown & episode.outcome.isin(["rejected_explicit", "rejected_implicit"]),
    ),
    Total("rejected_explicit", "Rejected by Escape, command or thumbs down.", _ended("rejected_explicit")),
    Total("rejected_implicit", "Read, then something else was typed.", _ended("rejected_implicit")),
    Total(
        "ignored",
        "Left: the cursor or editor moved on, or something else was typed before it was read.",
        _ended("ignored"),
    ),
    Total("typed_through", "The last of it was typed by hand: agreement, but no accept.", _ended("typed_through")),
    Total("unseen", "Given to the editor but never shown, in no other figure.", lambda episode: episode.unseen),
    Total("orphaned", "Shown when the process died.", _ended("orphaned")),
    Total("open", "Shown, and nothing decided yet.", _ended("")),
)

WEIGHTS = (
    Total("accepted_chars", "Characters accepted.", lambda episode: episode.accepted_chars),
    Total("viewed_accepted_chars", "Characters accepted of viewed.", lambda e: e.viewed.ifelse(e.accepted_chars, 0)),
    Total("viewed_offered_chars", "Characters offered of viewed.", lambda e: e.viewed.ifelse(e.offered_chars, 0)),
    Total("viewed_rejected_explicit", "Viewed and rejected explicitly.", _viewed("rejected_explicit")),
    Total("viewed_ignored", "Viewed and ignored.", _viewed("ignored")),
    Total("viewed_typed_through", "Viewed and typed through.", _viewed("typed_through")),
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
    Percentiles("latency_ms", "From request to answer, of requests answered with a suggestion.", "latency_ms"),
    Percentiles("first_token_ms", "From request to a model's first token, of the same.", "first_token_ms"),
)

UNMEASURED_RATES = ("undo_rate", "ai_share")
UNMEASURED_SURVIVAL = ("unchanged", "mostly_unchanged", "kept_ratio")
