"""An open document as evidence: after an edit only the lines it touched are lexed again."""

from collections.abc import Sequence
from itertools import pairwise

from centaur.local.index import Index, stream
from centaur.local.lexer import lex
from centaur.text.buffer import Edit
from centaur.text.document import Document

AROUND = 2  # lines above an edit that are stored again, so that its context is stored with it
_SPARE = 20_000  # blanks allowed before the index is built anew


class OpenText:
    """The index of one open document, and where each of its lines lies in it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._build()

    def change(self, document: Document, edits: Sequence[Edit]) -> None:
        """Bring the index up to the document, which is the last one after these edits."""
        old, self.document = self.document.buffer, document
        head, tail = _untouched(old.length, edits)
        first = document.buffer.position(head).line
        last = document.buffer.position(document.buffer.length - tail).line
        last_before = old.position(old.length - tail).line
        begin = max(0, first - AROUND)
        end = min(last + 2, document.buffer.line_count)
        end_before = end + last_before - last
        for run in self._runs[begin:end_before]:
            self.index.blank(run)
        self._runs[begin:end_before] = self._stored(range(begin, end))
        if self.index.blanks > _SPARE + len(self.index.tokens) // 2:
            self._build()

    def line(self, at: int) -> range:
        """Where a line of the document lies in the index."""
        return self._runs[at] if at < len(self._runs) else range(0)

    def _build(self) -> None:
        self.index = Index()
        self._runs = self._stored(range(self.document.buffer.line_count))

    def _stored(self, lines: range) -> list[range]:
        """Store these lines as one run; the result is where each one lies."""
        buffer, language = self.document.buffer, self.document.language
        run = stream((lex(buffer.line(at), language) for at in lines), language)
        base = self.index.add(run).start
        return [range(base + start, base + end) for start, end in pairwise(run.starts)]


def _untouched(length: int, edits: Sequence[Edit]) -> tuple[int, int]:
    """How many characters at the head and at the tail of the text no edit has touched."""
    head = tail = length
    for edit in edits:
        head = min(head, edit.start)
        tail = min(tail, length - edit.start - len(edit.removed))
        length += len(edit.inserted) - len(edit.removed)
    return head, tail
