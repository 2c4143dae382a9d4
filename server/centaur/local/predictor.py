"""The embedded engine: it learns from open documents and the workspace, and is silent when not sure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from centaur.local.agreement import Agreement, agree
from centaur.local.candidates import OPEN_DOCUMENT, SAME_DOCUMENT, WORKSPACE, Candidate, candidates
from centaur.local.confidence import confidence
from centaur.local.fitting import fit
from centaur.local.open_text import OpenText
from centaur.local.prediction import Prediction
from centaur.local.query import Query, query
from centaur.local.workspace import Workspace
from centaur.text.buffer import Edit
from centaur.text.document import Document
from centaur.text.positions import Position

OPEN_CONSULTED = 6  # other open documents that are asked, the last used first
GATE = 0.5
MIN_CHARS = 3


@dataclass(frozen=True, slots=True)
class Stats:
    """How much has been learned from the workspace."""

    files: int
    tokens: int


class LocalEngine:
    """Predicts the rest of the line from lines like it.

    Documents are opened, changed and closed, and predictions asked, on one thread; one other thread may call
    `learn` and `forget` meanwhile.
    """

    def __init__(self) -> None:
        self._open: dict[str, OpenText] = {}
        self._workspace = Workspace()

    @property
    def stats(self) -> Stats:
        """How much has been learned from the workspace."""
        return Stats(self._workspace.files, self._workspace.tokens)

    def opened(self, document: Document) -> None:
        """Learn from a document from now on."""
        self._open[document.uri] = OpenText(document)

    def changed(self, document: Document, edits: Sequence[Edit]) -> None:
        """The document is the new version, after these edits."""
        text = self._open.pop(document.uri, None)
        if text is None:
            self.opened(document)
            return
        text.change(document, edits)
        self._open[document.uri] = text

    def closed(self, uri: str) -> None:
        """Forget a document."""
        self._open.pop(uri, None)

    def learn(self, path: str, text: str) -> None:
        """Learn from a file of the workspace; what was known of it before is forgotten."""
        self._workspace.learn(path, text)

    def forget(self, path: str) -> None:
        """Forget a file of the workspace."""
        self._workspace.forget(path)

    def predict(self, document: Document, cursor: Position) -> Prediction | None:
        """The rest of the line as far as the evidence agrees, if it is sure and worth showing."""
        considered = self.consider(document, cursor)
        if considered is None:
            return None
        asked, agreement = considered
        text, sure = fit(agreement.text, asked.rest), confidence(agreement, asked)
        return Prediction(text, sure) if sure >= GATE and len(text.strip()) >= MIN_CHARS else None

    def consider(self, document: Document, cursor: Position) -> tuple[Query, Agreement] | None:
        """The question at the cursor and what the evidence agrees on, sure or not."""
        asked = query(document, cursor)
        agreement = asked and agree(self._candidates(asked, document, cursor.line))
        return (asked, agreement) if asked and agreement else None

    def _candidates(self, asked: Query, document: Document, line: int) -> Iterable[Candidate]:
        own = self._open.get(document.uri)
        if own:
            yield from candidates(*own.evidence(line), asked, SAME_DOCUMENT)
        others = [text for uri, text in reversed(self._open.items()) if uri != document.uri]
        for text in others[:OPEN_CONSULTED]:
            yield from candidates(*text.evidence(), asked, OPEN_DOCUMENT)
        yield from candidates(self._workspace.index, range(0), asked, WORKSPACE)
