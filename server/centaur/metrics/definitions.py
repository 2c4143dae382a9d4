"""What every figure means: its name, the sentence that people read, and its expression, here alone."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from centaur.metrics.facts import IMPORTED, MOMENTS
from centaur.metrics.figures import EXACT, Look, Percentiles, Rate, Survival, Total, at, exact

if TYPE_CHECKING:
    import ibis

VERSION = 1
SECONDS = tuple(map(str, MOMENTS))
MOSTLY = 0.33
PERCENTILES = {"p50": 50, "p95": 95, "p99": 99}
LATENCY_BOUNDS_MS = (0, 50, 100, 200, 400, 800, 1600)
OWN_CHOICE = ("paused", "language", "excluded", "untrusted")


def _counted(request: "ibis.Table") -> "ibis.Value":
    by_choice = (request.result == "suppressed") & request.reason.isin(OWN_CHOICE)
    return request.count(where=(request.result != "cancelled") & (request.source != "reuse") & ~by_choice)


REQUESTS = (
    Total(
        "opportunities",
        "Requests of the editor, without those cancelled, answered from the suggestion on show, or "
        "suppressed by your own choice (paused, language off, excluded, untrusted).",
        _counted,
    ),
)

COSTS = (
    Total("requests", "Requests of the editor, whatever came of them.", lambda request: request.count()),
    Total("cost_usd", "What the models cost, in USD.", lambda request: exact(request.cost_usd).sum()),
    Total(
        "cost_estimated_usd",
        "What of that is our estimate, in USD: of a call that was ended early, failed or was cancelled no "
        "endpoint tells the tokens.",
        lambda request: exact(request.estimated_usd).sum(),
    ),
    Total(
        "unpriced",
        "Requests whose cost is not known.",
        lambda request: request.count(where=request.cost_usd.isnull()),
    ),
    Total(
        "cost_saved_usd",
        "What answers from the cache would have cost, in USD; estimated where the first answer's cost is.",
        lambda request: exact(request.saved_usd).sum(),
    ),
    Total(
        "unpriced_saved",
        "Requests answered from the cache whose price is not known.",
        lambda request: request.count(where=request.saved_usd.isnull()),
    ),
)

OUT_OF_EVERY_RATE = ("unseen", "sibling")


def shown(episodes: "ibis.Table") -> "ibis.Table":
    """The suggestions over which rates are made; candidates that lost to another one are left out."""
    return episodes.filter(*(episodes.became != name for name in OUT_OF_EVERY_RATE))


def _became(name: str) -> "Callable[[ibis.Table], ibis.Value]":
    return lambda episode: episode.count(where=episode.became == name)


def _viewed_and(name: str) -> "Callable[[ibis.Table], ibis.Value]":
    return lambda episode: episode.count(where=episode.read & (episode.became == name))


OF_SHOWN = (
    Total(
        "displays",
        "Times the editor was given a suggestion that was shown, the first time and again.",
        lambda episode: episode.deliveries.sum(),
    ),
    Total(
        "shown",
        "Visible for at least 300 ms or acted on before; candidates that lost to another one are left out.",
        lambda episode: episode.count(),
    ),
    Total(
        "viewed",
        "Shown, and read (visible for at least 750 ms) or accepted.",
        lambda episode: episode.count(where=episode.read),
    ),
    Total("accepted", "Accepted by command, or by word or line until complete.", _became("accepted")),
    Total(
        "partially_accepted",
        "A word or line was accepted, whatever the outcome.",
        lambda episode: episode.count(where=episode.partly),
    ),
    Total(
        "rejected",
        "Rejected explicitly or implicitly.",
        lambda episode: episode.count(
            where=episode.became.isin(["rejected", "rejected_explicit", "rejected_implicit"])
        ),
    ),
    Total("rejected_explicit", "Rejected by Escape, command or thumbs down.", _became("rejected_explicit")),
    Total("rejected_implicit", "Read, then something else was typed.", _became("rejected_implicit")),
    Total(
        "ignored",
        "The cursor or editor moved on, or something else was typed before it was read.",
        _became("ignored"),
    ),
    Total(
        "typed_through",
        "The last of it was typed by hand: agreement, but no accept.",
        _became("typed_through"),
    ),
    Total(
        "orphaned",
        "Shown, but what became of it is not known: the process died, recording stopped, or the editor told "
        "too little.",
        _became("orphaned"),
    ),
    Total("open", "Shown, and nothing decided yet.", _became("open")),
    Total(
        "undone",
        "Accepted, in whole or part, and taken back within 10 s; counted by its outcome, too.",
        lambda episode: episode.count(where=episode.undone),
    ),
)

UNSEEN = Total("unseen", "Given to the editor but never shown; part of no other figure.", _became("unseen"))

COUNTS = (*OF_SHOWN, UNSEEN)

WEIGHTS = (
    Total(
        "imported",
        "Recorded by another program, which does not tell all that we ask.",
        lambda episode: episode.count(where=episode.evidence == IMPORTED),
    ),
    Total("accepted_chars", "Characters accepted.", lambda episode: episode.accepted_chars.sum()),
    Total(
        "viewed_accepted_chars",
        "Characters accepted, of viewed suggestions.",
        lambda episode: episode.accepted_chars.sum(where=episode.read),
    ),
    Total(
        "viewed_offered_chars",
        "Characters offered, of viewed suggestions.",
        lambda episode: episode.offered_chars.sum(where=episode.read),
    ),
    Total("viewed_rejected_explicit", "Viewed and rejected explicitly.", _viewed_and("rejected_explicit")),
    Total("viewed_ignored", "Viewed and ignored.", _viewed_and("ignored")),
    Total("viewed_typed_through", "Viewed and typed through.", _viewed_and("typed_through")),
    Total(
        "viewed_undone",
        "Viewed and undone.",
        lambda episode: episode.count(where=episode.read & episode.undone),
    ),
)

LOOKS = (
    Look(
        "observed",
        "Accepted, and looked at then.",
        lambda look, seconds: look[at("edit_ratio", seconds)].count(),
    ),
    Look(
        "censored",
        "Accepted, and something kept us from looking: closed, reloaded, undone, restarted.",
        lambda look, seconds: look.count(where=look[at("censored", seconds)] != ""),
    ),
    Look(
        "unchanged",
        "Observed, and not changed.",
        lambda look, seconds: look.count(where=look[at("unchanged", seconds)]),
    ),
    Look(
        "mostly_unchanged",
        "Observed, and changed by a third of the characters at most.",
        lambda look, seconds: look.count(where=look[at("edit_ratio", seconds)] <= MOSTLY),
    ),
    Look(
        "kept_ratio",
        "The shares of tokens kept, of those observed.",
        lambda look, seconds: exact(look[at("kept_ratio", seconds)]).sum(),
    ),
    Look(
        "with_tokens",
        "Observed, of texts that have tokens.",
        lambda look, seconds: look[at("kept_ratio", seconds)].count(),
    ),
)

LEFT = (
    Look(
        "retained_chars",
        "Accepted characters that are still there, of suggestions accepted in whole or part.",
        lambda look, seconds: look[at("retained_chars", seconds)].sum(),
    ),
    Look(
        "measured",
        "Accepted in whole or part, and looked at then.",
        lambda look, seconds: look[at("retained_chars", seconds)].count(),
    ),
    Look(
        "unmeasured",
        "Accepted in whole or part, and something kept us from looking.",
        lambda look, seconds: look.count(where=look[at("censored", seconds)] != ""),
    ),
)

MINUTES = (
    Total("typing_accepted_chars", "Characters accepted.", lambda minute: minute.accepted_chars.sum()),
    Total(
        "typing_all_chars",
        "Characters typed or accepted.",
        lambda minute: (minute.typed_chars + minute.accepted_chars).sum(),
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
    Rate(
        "cost_per_accepted_usd",
        "What the models cost / accepted suggestions, in USD.",
        "cost_usd",
        "accepted",
        "accepted",
        "USD",
        1 / EXACT,
    ),
    Rate(
        "cost_per_1000_retained_usd",
        "What the models cost / 1,000 accepted characters that are still there 300 s later, in USD.",
        "cost_usd",
        at("retained_chars", "300"),
        "accepted",
        "USD",
        1000 / EXACT,
    ),
)

TIMES = (
    Percentiles("latency_ms", "From request to answer, where a suggestion was delivered.", "latency_ms"),
    Percentiles("first_token_ms", "From a model's call to its first token, of the same.", "first_token_ms"),
)

OF_COST = {
    *("cost_usd", "cost_estimated_usd", "cost_saved_usd"),
    *("cost_per_accepted_usd", "cost_per_1000_retained_usd"),
}
OF_REQUESTS = {
    "opportunities",
    "chars_per_opportunity",
    "retained_chars_per_opportunity",
    "show_rate",
    *OF_COST,
}
"""What stands on requests: not known where only suggestions were recorded."""

UNKNOWN_IF = {
    "imported": {"rejected_explicit", "rejected_implicit", "explicit_rejection_rate"},
    "unpriced": OF_COST - {"cost_saved_usd"},
    "unpriced_saved": {"cost_saved_usd"},
}
"""What is not known when such a total is above 0: a price is never guessed, and never 0 for that."""

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
        1 / EXACT,
    ),
)
