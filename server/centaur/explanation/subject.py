"""What is explained: the lines selected, or the symbol under the cursor, cut to what can be read."""

from dataclasses import dataclass

from centaur.explanation.outline import Definition, Outline
from centaur.text.buffer import Buffer
from centaur.text.document import Document
from centaur.text.positions import Position

MAX_LINES = 400
MAX_CHARS = 16_000


@dataclass(frozen=True, slots=True)
class Subject:
    """Lines of one document, counted from 0; `read` is the last line that fits a budget.

    `definition` is what begins on the first of them, if the grammar sees one.
    """

    document: Document
    first: int
    last: int
    read: int
    definition: Definition | None

    @property
    def left_out(self) -> str:
        """A sentence about the lines that were not read, or ""."""
        if self.read >= self.last:
            return ""
        whole, seen = self.last - self.first + 1, self.read - self.first + 1
        cut = f"L{self.read + 2}-{self.last + 1}"
        return f"Only the first {seen} of {whole} lines were read; {cut} were left out. Select fewer lines."

    def lines(self) -> list[str]:
        """The lines that are read."""
        return [self.document.buffer.line(at) for at in range(self.first, self.read + 1)]


def subject(document: Document, start: Position, end: Position, outline: Outline | None) -> Subject:
    """What a selection is about; an empty one is about the smallest definition or paragraph around it."""
    buffer = document.buffer
    start, end = sorted((buffer.position(buffer.offset(start)), buffer.position(buffer.offset(end))))
    if start == end:
        first, last = _around(buffer, start.line, outline)
    else:
        # A selection of whole lines ends at the beginning of the next one.
        first, last = start.line, end.line - (end.column == 0 and end.line > start.line)
    first, last = _without_blank_ends(buffer, first, last)
    definition = outline.beginning(first, last) if outline else None
    return Subject(document, first, last, _readable(buffer, first, last), definition)


def _around(buffer: Buffer, line: int, outline: Outline | None) -> tuple[int, int]:
    if outline and (found := outline.around(line)):
        return found.first, found.last
    first = last = line
    while first > 0 and buffer.line(first - 1).strip():
        first -= 1
    while last < buffer.line_count - 1 and buffer.line(last + 1).strip():
        last += 1
    return first, last


def _without_blank_ends(buffer: Buffer, first: int, last: int) -> tuple[int, int]:
    while first < last and not buffer.line(first).strip():
        first += 1
    while last > first and not buffer.line(last).strip():
        last -= 1
    return first, last


def _readable(buffer: Buffer, first: int, last: int) -> int:
    """The last line that is within both budgets; the first one is always read."""
    chars = 0
    for line in range(first, min(last, first + MAX_LINES - 1) + 1):
        chars += len(buffer.line(line)) + 1
        if chars > MAX_CHARS and line > first:
            return line - 1
    return min(last, first + MAX_LINES - 1)
