"""What every figure means: its name, the sentence that people read, and its expression, here alone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import ibis

VERSION = 1
SECONDS = ("15", "30", "120", "300", "600")
MOSTLY = 0.33
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
class Survival:
    """A mean over the accepted suggestions that were looked at so many seconds later."""

    name: str
    sentence: str
    numerator: str
    n: str


@dataclass(frozen=True, slots=True)
class Percentiles:
    """The percentiles of a time, by nearest rank, over the opportunities that delivered a suggestion."""

    name: str
    sentence: str
    column: str


def at(name: str, seconds: str) -> str:
    """The name of a figure so many seconds after an accept."""
    return f"{name}@{seconds}"


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
    Total(
        "undone",
        "Accepted, in whole or part, and taken back within 10 s; counted by its outcome, too.",
        lambda episode: _shown(episode) & episode.undone,
    ),
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
    Total(
        "viewed_undone",
        "Viewed and undone.",
        lambda episode: _viewed(episode) & episode.undone,
    ),
)


def _observed(look: "ibis.Table") -> "ibis.Column":
    return (look.became == "accepted") & (look.censored_reason == "")


LOOKS = (
    Total("observed", "Accepted, and looked at then.", _observed),
    Total(
        "censored",
        "Accepted, and something kept us from looking: closed, reloaded, undone, restarted.",
        lambda look: (look.became == "accepted") & (look.censored_reason != ""),
    ),
    Total("unchanged", "Observed, and not changed.", lambda look: _observed(look).ifelse(look.unchanged, 0)),
    Total(
        "mostly_unchanged",
        "Observed, and changed by a third of the characters at most.",
        lambda look: _observed(look) & (look.edit_ratio <= MOSTLY),
    ),
    Total(
        "kept_ratio",
        "The shares of tokens kept, of those observed.",
        lambda look: _observed(look).ifelse(look.kept_ratio, 0.0),
    ),
    Total(
        "with_tokens",
        "Observed, of texts that have tokens.",
        lambda look: _observed(look) & look.kept_ratio.notnull(),
    ),
    Total(
        "retained_chars",
        "Accepted characters that are still there, of suggestions accepted in whole or part.",
        lambda look: look.retained_chars,
    ),
)

MINUTES = (
    Total("typing_accepted_chars", "Characters accepted.", lambda minute: minute.accepted_chars),
    Total(
        "typing_all_chars",
        "Characters typed or accepted.",
        lambda minute: minute.typed_chars + minute.accepted_chars,
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
    Rate("undo_rate", "Undone / viewed, over viewed suggestions.", "viewed_undone", "viewed", "viewed"),
    Rate(
        "ai_share",
        "Characters accepted / characters typed or accepted, without pastes, refactorings, undo and git.",
        "typing_accepted_chars",
        "typing_all_chars",
        "typing_all_chars",
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

RETAINED = {
    seconds: Rate(
        "retained_chars_per_opportunity",
        "Accepted characters that are still there so many seconds later / opportunities.",
        at("retained_chars", seconds),
        "opportunities",
        "opportunities",
        "characters",
    )
    for seconds in SECONDS
}

SURVIVAL = (
    Survival("unchanged", "Accepted and not changed / accepted and looked at.", "unchanged", "observed"),
    Survival(
        "mostly_unchanged",
        "Accepted and changed by a third of its characters at most / accepted and looked at.",
        "mostly_unchanged",
        "observed",
    ),
    Survival(
        "kept_ratio",
        "The mean share of an accepted text's tokens that are still there, whatever a formatter did.",
        "kept_ratio",
        "with_tokens",
    ),
)
