"""An open document as evidence: after an edit only the lines it touched are lexed again."""

from collections.abc import Sequence
from itertools import pairwise

from centaur.local.index import Index, stream
from centaur.local.lexer import lex
from centaur.text.buffer import Edit
from centaur.text.document import Document

LINES_ABOVE = 4  # lines stored with what follows them, as its context
_CHARS_PER_TOKEN = 3  # so few that even a text of brackets is not crowded when it is opened
_MANY_EDITS = 100


class OpenText:
    """The index of one open document, and where each of its lines lies in it.

    The line being typed is no evidence for itself, so it is stored only when the writer leaves it.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self._build()

    def change(self, document: Document, edits: Sequence[Edit]) -> None:
        """The document is this one after these edits."""
        if self._pending and not self._goes_on(edits):
            self._store_changes()
        self.document = document
        self._pending.extend(edits)

    def evidence(self, line: int = -1) -> tuple[Index, range]:
        """The index up to date but for the line being typed, and where that line lies in it."""
        if self._pending and self._changed_lines() != (range(line, line + 1), range(line, line + 1)):
            self._store_changes()
        return self.index, self._runs[line] if 0 <= line < len(self._runs) else range(0)

    def _goes_on(self, edits: Sequence[Edit]) -> bool:
        """Whether the edits stay on the line of those before."""
        _, lines = self._changed_lines()
        places = [self.document.buffer.position(edit.start).line for edit in edits]
        return len(lines) == 1 and len(self._pending) < _MANY_EDITS and all(at in lines for at in places)

    def _changed_lines(self) -> tuple[range, range]:
        """Which lines the pending edits replaced, in the stored document, by which in the present one."""
        before, now = self._stored.buffer, self.document.buffer
        head, tail = _untouched(before.length, self._pending)
        first = now.position(head).line
        last_before, last = before.position(before.length - tail).line, now.position(now.length - tail).line
        return range(first, last_before + 1), range(first, last + 1)

    def _store_changes(self) -> None:
        replaced, fresh = self._changed_lines()
        # The line below is stored again too, for it follows another line now.
        changed = slice(replaced.start, replaced.stop + 1)
        for run in self._runs[changed]:
            self.index.blank(run)
        end = min(fresh.stop + 1, self.document.buffer.line_count)
        self._runs[changed] = self._store(range(fresh.start, end))
        if self.index.crowded:
            self._build()

    def _build(self) -> None:
        self.index = Index(self.document.buffer.length // _CHARS_PER_TOKEN)
        self._runs = self._store(range(self.document.buffer.line_count))

    def _store(self, lines: range) -> list[range]:
        """Store these lines as what follows those above; the result is where each one lies."""
        buffer, language = self.document.buffer, self.document.language
        above = min(LINES_ABOVE, lines.start)
        run = stream(
            (lex(buffer.line(at), language) for at in range(lines.start - above, lines.stop)), language
        )
        known = run.starts[above]
        base = self.index.add(run, known).start - known
        self._stored, self._pending = self.document, list[Edit]()
        return [range(base + start, base + end) for start, end in pairwise(run.starts[above:])]


def _untouched(length: int, edits: Sequence[Edit]) -> tuple[int, int]:
    """How many characters at the head and at the tail of the text no edit has touched."""
    head = tail = length
    for edit in edits:
        head = min(head, edit.start)
        tail = min(tail, length - edit.start - len(edit.removed))
        length += len(edit.inserted) - len(edit.removed)
    return head, tail
