"""The three tables over which every metric is defined: episodes, opportunities and minutes of typing."""

from dataclasses import dataclass, fields
from typing import Any, ClassVar

OWN = "own"
"""The origin of what this machine's own log tells; what was imported has the origin `imported:NAME`."""

IMPORTED = "imported"
"""The evidence of an outcome that another program recorded by rules of its own."""

MOMENTS = (15, 30, 120, 300, 600)
"""The seconds after an accept at which its text was looked at again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One suggestion id from its first delivery on; `time_ms` is Unix time, `day` in UTC, no text is null.

    `became` is accepted, typed_through, rejected_explicit, rejected_implicit, rejected (an origin that does
    not say which), ignored, orphaned, open, sibling or unseen. What an accepted text looked like so many
    seconds later is null where it was not accepted or `censored` says why nobody looked.
    """

    table: ClassVar[str] = "episodes"
    id: ClassVar[str] = "suggestion_id"
    origin: str = OWN
    user: str = ""
    session_id: str
    activity: int
    sequence: int
    suggestion_id: str
    time_ms: int
    day: str
    language: str = ""
    trigger: str = ""
    kind: str = "suggestion"
    engine: str = ""
    source: str = ""
    model: str = ""
    prompt: str = ""
    experiment: str = ""
    arm: str = ""
    editor: str = ""
    changed_by: str = ""
    evidence: str = ""
    became: str
    reason: str = ""
    read: bool = False
    partly: bool = False
    undone: bool = False
    deliveries: int = 1
    offered_chars: int = 0
    accepted_chars: int = 0
    typed_chars: int = 0
    edit_ratio: float | None = None
    latency_ms: float | None = None
    first_token_ms: float | None = None
    cost_usd: float | None = None
    saved_usd: float | None = None
    estimated_usd: float | None = None
    unchanged_15: bool | None = None
    unchanged_30: bool | None = None
    unchanged_120: bool | None = None
    unchanged_300: bool | None = None
    unchanged_600: bool | None = None
    edit_ratio_15: float | None = None
    edit_ratio_30: float | None = None
    edit_ratio_120: float | None = None
    edit_ratio_300: float | None = None
    edit_ratio_600: float | None = None
    kept_ratio_15: float | None = None
    kept_ratio_30: float | None = None
    kept_ratio_120: float | None = None
    kept_ratio_300: float | None = None
    kept_ratio_600: float | None = None
    retained_chars_15: int | None = None
    retained_chars_30: int | None = None
    retained_chars_120: int | None = None
    retained_chars_300: int | None = None
    retained_chars_600: int | None = None
    censored_15: str = ""
    censored_30: str = ""
    censored_120: str = ""
    censored_300: str = ""
    censored_600: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity:
    """One request of the editor, whatever came of it, with the generation that answered it or was tried last.

    Costs are those of all generations that it caused; null where a price is not known, never 0 for that.
    `estimated_usd` is what of the cost is our estimate.
    """

    table: ClassVar[str] = "opportunities"
    id: ClassVar[str] = "opportunity_id"
    origin: str = OWN
    user: str = ""
    session_id: str
    activity: int
    sequence: int
    opportunity_id: str
    time_ms: int
    day: str
    language: str = ""
    trigger: str = ""
    kind: str = "suggestion"
    engine: str = ""
    source: str = ""
    model: str = ""
    prompt: str = ""
    experiment: str = ""
    arm: str = ""
    editor: str = ""
    result: str
    reason: str = ""
    latency_ms: float | None = None
    first_token_ms: float | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost_usd: float | None = None
    saved_usd: float | None = None
    estimated_usd: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Minute:
    """The characters that came into documents in one minute, by who brought them."""

    table: ClassVar[str] = "minutes"
    id: ClassVar[str] = "sequence"
    origin: str = OWN
    user: str = ""
    session_id: str
    activity: int
    sequence: int
    time_ms: int
    day: str
    editor: str = ""
    typed_chars: int = 0
    pasted_chars: int = 0
    accepted_chars: int = 0
    other_chars: int = 0


Fact = Episode | Opportunity | Minute
FACTS: tuple[type[Fact], ...] = (Episode, Opportunity, Minute)
KEY = ("session_id", "activity", "sequence")
"""What tells one row of a table from another; rows of one cluster stand together."""


def columns(fact: type[Fact]) -> dict[str, Any]:
    """The columns of a table with their Python types, in their order."""
    return {field.name: field.type for field in fields(fact)}
