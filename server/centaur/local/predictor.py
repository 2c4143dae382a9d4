"""The embedded engine: it learns from open documents and the workspace, and is silent when not sure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from centaur.local.agreement import Agreement, agreements
from centaur.local.candidates import OPEN_DOCUMENT, SAME_DOCUMENT, WORKSPACE, Candidate, candidates
from centaur.local.confidence import confidence
from centaur.local.fitting import fit
from centaur.local.open_text import OpenText
from centaur.local.prediction import Prediction
from centaur.local.query import Query, query
from centaur.local.words import completed
from centaur.local.workspace import Workspace
from centaur.text.buffer import Edit
from centaur.text.document import Document
from centaur.text.positions import Position

OPEN_CONSULTED = 6  # of the other open documents, the last used first
MAX_OPEN_CHARS = 400_000  # a larger document would keep its editor waiting when it is opened
MIN_CHARS = 3
# From benchmarks/local_engine.py: of what passes these gates seven in ten are the whole rest of the line, and
# more than eight in ten are right; a name with this share of what its letters may begin is right nine in ten.
GATE, PART_GATE = 0.5, 0.8
WORD_SHARE, WORD_PRECISION = 0.8, 0.9
_NOTHING = Prediction("", 0.0)


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
        if document.buffer.length <= MAX_OPEN_CHARS:
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

    def naming(self, name: str) -> list[tuple[str, int]]:
        """The files of the workspace that are not open and have this name in them, and how often."""
        return self._workspace.naming(name)

    def predict(self, document: Document, cursor: Position) -> Prediction | None:
        """The rest of the line as far as the evidence agrees, else the rest of the word, if that is sure."""
        asked = query(document, cursor)
        if asked is None:
            return None
        for prediction in (self._line(asked, document, cursor), _word(asked)):
            if prediction.confidence >= GATE and len(prediction.text) >= MIN_CHARS:
                return prediction
        return None

    def agreements(self, asked: Query, document: Document, cursor: Position) -> Iterator[Agreement]:
        """What the evidence agrees on at the cursor, sure or not: longer and longer."""
        return agreements(self._candidates(asked, document, cursor.line))

    def _line(self, asked: Query, document: Document, cursor: Position) -> Prediction:
        """The longest text that is sure enough; a mere beginning of the rest has to be surer."""
        prediction = _NOTHING
        for agreement in self.agreements(asked, document, cursor):
            sure = confidence(agreement, asked)
            text = fit(agreement.text, asked.rest).rstrip()
            if text and sure >= (GATE if agreement.complete else PART_GATE):
                prediction = Prediction(text, sure)
        return prediction

    def _candidates(self, asked: Query, document: Document, line: int) -> Iterator[Candidate]:
        own = self._open.get(document.uri)
        if own:
            index, own_line = own.evidence(line)
            yield from candidates(index, [own_line], asked, SAME_DOCUMENT)
        others = [text for uri, text in reversed(self._open.items()) if uri != document.uri]
        for text in others[:OPEN_CONSULTED]:
            index, _ = text.evidence()
            yield from candidates(index, [], asked, OPEN_DOCUMENT)
        # What is open is known better than its file is.
        index, open_files = self._workspace.evidence([text.document.path for text in self._open.values()])
        yield from candidates(index, open_files, asked, WORKSPACE)


def _word(asked: Query) -> Prediction:
    """The rest of a name in which most of what the letters could begin agrees."""
    text, share = completed(asked.typed, asked.names)
    follows = asked.rest[:1]
    if share < WORD_SHARE or follows.isalnum() or follows == "_":
        return _NOTHING
    return Prediction(text, share * WORD_PRECISION)
