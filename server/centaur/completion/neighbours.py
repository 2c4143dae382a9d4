"""The other documents of the window and the lines changed of late: what a model may be told as well."""

from collections import OrderedDict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from centaur.text.buffer import Edit
from centaur.text.document import Document

DOCUMENTS = 12
EDITS = 8
MAX_CHARS = 200_000
_LINE_CHARS = 200


@dataclass(frozen=True, slots=True)
class RecentEdit:
    """A line as it was before somebody began to change it, and as it is now."""

    document: Document
    line: int
    before: str
    after: str


class Neighbours:
    """The documents last looked at, also those closed since, and the last lines changed.

    `excluded` says why a path is, or "": asked each time, as the user may exclude a file at any moment.
    """

    def __init__(self, excluded: Callable[[str | None], str] = lambda _path: "") -> None:
        self.excluded = excluded
        self._documents: OrderedDict[str, Document] = OrderedDict()
        self._closed: set[str] = set()
        self._edits: deque[RecentEdit] = deque(maxlen=EDITS)

    def changed(self, document: Document, edits: Sequence[Edit]) -> None:
        """A document was opened or changed; it is the new version."""
        before = self._documents.get(document.uri)
        self._documents[document.uri] = document
        self._documents.move_to_end(document.uri)
        self._closed.discard(document.uri)
        if len(self._documents) > DOCUMENTS:
            forgotten, _ = self._documents.popitem(last=False)
            self._closed.discard(forgotten)
        if before and len(edits) == 1:
            self._note(before, document, edits[0])

    def closed(self, uri: str) -> None:
        """A document was closed: it is remembered as it was."""
        if uri in self._documents:
            self._closed.add(uri)

    def is_open(self, document: Document) -> bool:
        """Whether one of the others is still open."""
        return document.uri not in self._closed

    def others(self, document: Document) -> Iterator[Document]:
        """The other documents, the last one first, without what is excluded or too large."""
        for other in reversed(self._documents.values()):
            if other.uri != document.uri and self._may_tell(other):
                yield other

    def edits(self, document: Document, line: int) -> Iterator[RecentEdit]:
        """The last lines changed, newest first, but that of the cursor."""
        for edit in reversed(self._edits):
            is_here = edit.document.uri == document.uri and edit.line == line
            if not is_here and edit.before != edit.after and self._may_tell(edit.document):
                yield edit

    def _may_tell(self, document: Document) -> bool:
        return document.buffer.length <= MAX_CHARS and not self.excluded(document.path)

    def _note(self, before: Document, after: Document, edit: Edit) -> None:
        """Keep what the edit made of its line; further edits of the line belong to the same change."""
        line = after.buffer.position(edit.start).line
        is_of_one_line = "\n" not in edit.inserted and "\n" not in edit.removed
        if not is_of_one_line or line >= before.buffer.line_count:
            return
        old, new = before.buffer.line(line)[:_LINE_CHARS], after.buffer.line(line)[:_LINE_CHARS]
        last = self._edits[-1] if self._edits else None
        if last and last.document.uri == after.uri and last.line == line:
            self._edits.pop()
            old = last.before
        self._edits.append(RecentEdit(after, line, old, new))
