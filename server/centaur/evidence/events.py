"""The events of the log, schema version 3: numbers, enums, ids and hashes, never code or paths."""

from dataclasses import dataclass
from typing import ClassVar, Literal

Outcome = Literal[
    "accepted", "typed_through", "rejected_explicit", "rejected_implicit", "ignored", "orphaned"
]
Evidence = Literal["explicit", "observed", "inferred"]
Moment = Literal["15", "30", "120", "300", "600", "save"]


@dataclass(frozen=True, slots=True)
class SessionEvent:
    """One server process of one window begins or ends."""

    kind: ClassVar[str] = "session"
    phase: Literal["start", "end"]
    editor: str = ""
    editor_version: str = ""
    server_version: str = ""
    python_version: str = ""
    platform: str = ""


@dataclass(frozen=True, slots=True)
class OpportunityEvent:
    """One request of the editor, written when it has been answered. `document` is a salted hash."""

    kind: ClassVar[str] = "opportunity"
    opportunity_id: str
    document: str
    language: str
    trigger: str
    result: str
    reason: str = ""
    source: str = ""
    latency_ms: float | None = None
    suggestion_kind: str = "suggestion"
    experiment: str = ""
    arm: str = ""
    propensity: float | None = None


@dataclass(frozen=True, slots=True)
class GenerationEvent:
    """One model call, one local prediction, or one cache row that was served.

    `cost_usd` is what it cost, `saved_usd` what it would have cost without the cache; null where no price is
    known. `estimated` says that tokens and dollars are our estimate, as the stream ended before the endpoint
    told them.
    """

    kind: ClassVar[str] = "generation"
    generation_id: str
    opportunity_id: str
    engine: str
    source: str
    status: str
    model: str = ""
    provider: str = ""
    prompt_id: str = ""
    prompt_version: int | None = None
    prompt_hash: str = ""
    stop_reason: str = ""
    input_tokens: int | None = None
    output_tokens: int | None = None
    cached_tokens: int | None = None
    cost_usd: float | None = None
    first_token_ms: float | None = None
    total_ms: float | None = None
    context: str = ""
    saved_usd: float | None = None
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class DeliveredEvent:
    """A text was sent to the editor under an id. Served again, the same id is delivered again."""

    kind: ClassVar[str] = "delivered"
    suggestion_id: str
    opportunity_id: str
    generation_id: str
    source: str
    display_index: int
    offered_chars: int
    base_chars: int
    previous_suggestion_id: str = ""
    changed_by: str = ""


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """The suggestion has been visible for 300 ms, or was acted on before."""

    kind: ClassVar[str] = "shown"
    suggestion_id: str
    visible_ms: float
    offered_chars: int


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """The suggestion has been visible for 750 ms, or was accepted in whole or part before."""

    kind: ClassVar[str] = "read"
    suggestion_id: str
    visible_ms: float


@dataclass(frozen=True, slots=True)
class PartialEvent:
    """A word or a line was accepted; `accepted_chars` is the total so far."""

    kind: ClassVar[str] = "partial"
    suggestion_id: str
    unit: str
    accepted_chars: int


@dataclass(frozen=True, slots=True)
class OutcomeEvent:
    """The one final outcome of a suggestion; `edit_ratio` tells how an explanation was edited before it."""

    kind: ClassVar[str] = "outcome"
    suggestion_id: str
    outcome: Outcome
    reason: str
    evidence: Evidence
    offered_chars: int
    accepted_chars: int
    typed_chars: int
    visible_ms: float
    edit_ratio: float | None = None


@dataclass(frozen=True, slots=True)
class RejectedPlaceEvent:
    """A place where the text was on offer when it was rejected: a hash of the text and what is around it."""

    kind: ClassVar[str] = "rejected_place"
    suggestion_id: str
    place_key: str


@dataclass(frozen=True, slots=True)
class FeedbackEvent:
    """A sentence of an explanation was labelled: its index and span in code points. The last label counts."""

    kind: ClassVar[str] = "feedback"
    suggestion_id: str
    sentence: int
    start_char: int
    end_char: int
    label: Literal["good", "factual_error", "irrelevant", "style"]


@dataclass(frozen=True, slots=True)
class UndoneEvent:
    """Accepted text was taken back within ten seconds; the outcome stays what it was."""

    kind: ClassVar[str] = "undone"
    suggestion_id: str
    after_ms: float
    removed_chars: int


@dataclass(frozen=True, slots=True)
class SurvivalEvent:
    """What is left of an accepted text so long after its accept, or at a save.

    `retained_chars` of `accepted_chars` still stand there. Where nobody could look, `censored_reason` says
    why, and what was not seen is null.
    """

    kind: ClassVar[str] = "survival"
    suggestion_id: str
    moment: Moment
    after_ms: float
    accepted_chars: int
    unchanged: bool | None = None
    edit_ratio: float | None = None
    kept_ratio: float | None = None
    retained_chars: int | None = None
    censored_reason: str = ""


@dataclass(frozen=True, slots=True)
class CorrectionEvent:
    """Accepted text was edited: so much since the last look at it, first so long after its accept."""

    kind: ClassVar[str] = "correction"
    suggestion_id: str
    after_ms: float
    edits: int
    removed_chars: int
    inserted_chars: int


@dataclass(frozen=True, slots=True)
class TypedInsteadEvent:
    """How what stands where a text was read, but not accepted, compares with it 30 s later."""

    kind: ClassVar[str] = "typed_instead"
    suggestion_id: str
    after_ms: float
    typed_chars: int
    edit_ratio: float
    kept_ratio: float | None


@dataclass(frozen=True, slots=True)
class TypingEvent:
    """The characters of a minute by who brought them: hands, paste, accepts, or refactoring and undo."""

    kind: ClassVar[str] = "typing"
    typed_chars: int
    pasted_chars: int
    accepted_chars: int
    other_chars: int


@dataclass(frozen=True, slots=True)
class ImpossibleEvent:
    """A signal that fits no state: counted and shown by `centaur status`, part of no metric."""

    kind: ClassVar[str] = "impossible"
    suggestion_id: str
    signal: str
    state: str


Event = (
    SessionEvent
    | OpportunityEvent
    | GenerationEvent
    | DeliveredEvent
    | ShownEvent
    | ReadEvent
    | PartialEvent
    | OutcomeEvent
    | RejectedPlaceEvent
    | FeedbackEvent
    | UndoneEvent
    | SurvivalEvent
    | CorrectionEvent
    | TypedInsteadEvent
    | TypingEvent
    | ImpossibleEvent
)

EVENT_TYPES: tuple[type[Event], ...] = (
    SessionEvent,
    OpportunityEvent,
    GenerationEvent,
    DeliveredEvent,
    ShownEvent,
    ReadEvent,
    PartialEvent,
    OutcomeEvent,
    RejectedPlaceEvent,
    FeedbackEvent,
    UndoneEvent,
    SurvivalEvent,
    CorrectionEvent,
    TypedInsteadEvent,
    TypingEvent,
    ImpossibleEvent,
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """When and where an event happened: the order within a session is `sequence`, never the clock."""

    session_id: str
    sequence: int
    time_ms: int
    elapsed_ms: float


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event with its stamp, as the store keeps it."""

    stamp: Stamp
    event: Event
