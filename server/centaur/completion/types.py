"""The plain data of one request for a suggestion, from the editor's question to the answer."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from centaur.settings import ALWAYS
from centaur.text.document import Document
from centaur.text.positions import Position

Trigger = Literal["automatic", "invoked"]
Source = Literal["fresh", "memory", "disk", "reuse", "joined", "speculative"]
Result = Literal["delivered", "suppressed", "cancelled", "failed", "empty", "filtered"]


@dataclass(frozen=True, slots=True)
class Request:
    """One opportunity: the editor asks what could come at the cursor; `asked_at` is monotonic seconds.

    `ahead` stands before the cursor here, but not yet in the editor: the rest of an entry that is selected in
    its list and that the suggestion is to continue.
    """

    opportunity_id: str
    document: Document
    cursor: Position
    trigger: Trigger
    asked_at: float
    ahead: str = ""

    @property
    def offset(self) -> int:
        """Where the cursor stands in the editor's text."""
        return self.document.buffer.offset(self.cursor) - len(self.ahead)


@dataclass(frozen=True, slots=True)
class Near:
    """The text nearest the cursor, cut to a budget in characters; `multiline` is the user's setting."""

    prefix: str
    suffix: str
    multiline: str = ALWAYS

    @property
    def line_before(self) -> str:
        """What stands before the cursor on its line."""
        return self.prefix[self.prefix.rfind("\n") + 1 :]

    @property
    def line_after(self) -> str:
        """What stands after the cursor on its line."""
        return self.suffix.split("\n", 1)[0]


@dataclass(frozen=True, slots=True)
class PromptIdentity:
    """Which template made a prompt: it is in every event and every cache key."""

    id: str
    version: int
    hash: str


@dataclass(frozen=True, slots=True)
class Generation:
    """What one model call gave. `failure` is empty when the text counts; times are milliseconds.

    `retry_after_s` is how long an endpoint that refused asked to be left alone. `estimated` says that tokens
    and dollars are our estimate, as the endpoint did not tell what the call took.
    """

    text: str
    stop_reason: str = ""
    failure: str = ""
    first_token_ms: float | None = None
    total_ms: float | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    cached_tokens: int | None = None
    cost_usd: float | None = None
    retry_after_s: float | None = None
    estimated: bool = False


BROKEN_OFF = CUT_SHORT, WORDLESS = "the answer was cut short", "the answer ended before its first word"
"""The failures of answers that ended before the model said why."""

UNASKED = Generation("", input_tokens=0, output_tokens=0, cost_usd=0.0)
"""What came of a call that reached no model, which so took nothing; `failure` is to be said."""


class Note(NamedTuple):
    """What a person should know of a text that is offered all the same: its code, and a sentence."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a suggested text came from, as the evidence and «why this?» tell it."""

    engine: Literal["local", "model"]
    source: Source
    generation_id: str
    model: str = ""
    provider: str = ""
    prompt: PromptIdentity | None = None
    latency_ms: float | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that may be offered, on its way through the steps and guards."""

    text: str
    origin: Origin
    changed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What came of a request: candidates, or the code of a reason and a sentence for a person."""

    result: Result
    candidates: tuple[Candidate, ...] = ()
    reason: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text offered at the cursor under the id by which its life is followed."""

    id: str
    text: str
    origin: Origin
    display_index: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to one request: suggestions, or none and the reason in a sentence."""

    opportunity_id: str
    result: Result
    suggestions: tuple[Suggestion, ...] = ()
    reason: str = ""
    sentence: str = ""
    elapsed_ms: float = 0.0
