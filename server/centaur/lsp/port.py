"""What the language server needs from the rest: a session, and a way to begin one."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from centaur.completion.problems import Problem
from centaur.completion.types import Answer, Trigger
from centaur.explanation.types import Emit, Explanation, Form, Insertion, Why
from centaur.text.buffer import Edit
from centaur.text.document import Document
from centaur.text.positions import Position


@dataclass(frozen=True, slots=True)
class ClientInfo:
    """The editor, as it introduced itself."""

    name: str = ""
    version: str = ""


class Explanations(Protocol):
    """What can be asked about code and suggestions, and decided on the answers."""

    async def explain(
        self,
        document: Document,
        selection: tuple[Position, Position],
        others: Sequence[Document],
        emit: Emit,
    ) -> Explanation:
        """Explain a selection; an empty one is about the symbol around it."""

    async def why(self, suggestion_id: str, emit: Emit | None) -> Why | None:
        """How a suggestion came about; with `emit` a model also says what it does."""

    def accept(self, explanation_id: str, document: Document, kept: str, form: Form) -> Insertion | None:
        """It is kept in these words: what to insert and where."""

    def documentation(self, explanation_id: str, document: Document) -> Insertion | None:
        """What an editor may insert for it; that it does so is its user's accept."""

    def reject(self, explanation_id: str) -> bool:
        """It is turned down; whether it was still to be decided."""

    def leave(self, explanation_id: str) -> None:
        """It was closed without a decision."""

    def label(self, explanation_id: str, sentence: int, label: str) -> bool:
        """One of its sentences was labelled; whether there are such a sentence and label."""

    def uri(self, explanation_id: str) -> str:
        """The address of the document that it is about, or ""."""

    def markdown(self, explanation_id: str) -> str:
        """What was offered under the id, or ""."""


class Session(Protocol):
    """One window's session: what an editor can say to the core."""

    @property
    def explanations(self) -> Explanations:
        """What can be asked about code and suggestions."""

    def opened(self, document: Document) -> None:
        """A document was opened."""

    def changed(self, document: Document, edits: Sequence[Edit]) -> None:
        """A document changed by these edits, in order; it is the new version."""

    def reason(self, uri: str, version: int, reason: str) -> None:
        """Why a document became this version, told before the change or after it."""

    def saved(self, uri: str) -> None:
        """A document was saved."""

    def closed(self, uri: str) -> None:
        """A document was closed."""

    def diagnosed(self, uri: str, problems: Sequence[Problem]) -> None:
        """Other tools find these problems in a document, and no others."""

    def files_changed(self, paths: Sequence[str]) -> None:
        """Files changed on disk."""

    def configure(self, settings: Mapping[str, Any]) -> None:
        """The editor's settings are now these."""

    async def suggest(
        self, document: Document, cursor: Position, trigger: Trigger, ahead: str = ""
    ) -> Answer:
        """Answer one request; `ahead` stands before the cursor here, but not yet in the editor."""

    def shown(self, suggestion_id: str) -> None:
        """The suggestion has become visible."""

    def visibility(self, suggestion_id: str, visible: bool) -> None:
        """The window that shows the suggestion lost or regained focus."""

    def partly_accepted(self, suggestion_id: str, accepted_chars: int, unit: str) -> None:
        """A part was accepted, in code points from the start of the item's text."""

    async def accepted(self, suggestion_id: str) -> None:
        """The whole was accepted. Returns when that is durable."""

    def dismissed(self, suggestion_id: str, reason: str) -> None:
        """The suggestion was dismissed."""

    def status(self) -> dict[str, object]:
        """What the editor's status bar shows."""

    async def close(self) -> None:
        """End the session; everything is durable when it returns."""


Start = Callable[[ClientInfo, Sequence[str], Mapping[str, Any]], Awaitable[Session]]
