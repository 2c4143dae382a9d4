"""A text as an immutable value: an edit makes a new buffer that shares all but a few hundred lines."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Self

from centaur.text.positions import Position

_LINE = re.compile(r"[^\r\n]*+(?:\r\n?|\n)|[^\r\n]++")
_CHUNK_LINES = 256  # measured at 100,000 lines: fewer make the index slow, more make the edit slow


@dataclass(frozen=True, slots=True)
class Edit:
    """One replacement: where it began and what went and came; offsets and lengths are code points."""

    start: int
    removed: str
    inserted: str


class Buffer:
    """A snapshot of a text by lines. Only LF, CRLF and CR end a line, as the language server protocol says.

    Equal texts are equal buffers.
    """

    __slots__ = ("_chunks", "_first_lines", "_starts", "length", "line_count")

    def __init__(self, chunks: "tuple[_Chunk, ...]") -> None:
        self._chunks = chunks
        *self._first_lines, self.line_count = accumulate((len(chunk.lines) for chunk in chunks), initial=0)
        *self._starts, self.length = accumulate((chunk.length for chunk in chunks), initial=0)

    @classmethod
    def of(cls, text: str) -> Self:
        """The buffer that holds the text."""
        return cls(_chunked(_split(text, at_end=True)))

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(chain.from_iterable(chunk.lines for chunk in self._chunks))

    def line(self, index: int) -> str:
        """The line without its ending."""
        return self._ended_line(index).rstrip("\r\n")

    def offset(self, position: Position) -> int:
        """The offset of the nearest place that exists: past a line's end is its end."""
        at, line, column = self._located(position)
        return self._starts[at] + self._chunks[at].starts[line] + column

    def position(self, offset: int) -> Position:
        """The position of the offset; between CR and LF it is the end of the line."""
        offset = min(max(offset, 0), self.length)
        at = bisect_right(self._starts, offset) - 1
        chunk, within = self._chunks[at], offset - self._starts[at]
        line = chunk.line_at(within)
        return self._clamped(Position(self._first_lines[at] + line, within - chunk.starts[line]))

    def replace(self, start: Position, end: Position, text: str) -> tuple[Self, Edit]:
        """The buffer with the text between two positions replaced, and what that changed."""
        start, end = sorted((self._clamped(start), self._clamped(end)))
        first, last = start.line, end.line
        head, tail = self._ended_line(first)[: start.column], self._ended_line(last)[end.column :]
        if start.column == 0 and first > 0 and self._ended_line(first - 1).endswith("\r"):
            # A CR just above and an LF that comes after it become one ending.
            first -= 1
            head = self._ended_line(first)
        fresh = _split(head + text + tail, at_end=last == self.line_count - 1)
        begin, finish = self.offset(start), self.offset(end)
        edit = Edit(begin, self._slice(begin, finish), text)
        return self._with_lines(first, last, fresh), edit

    def before(self, position: Position, limit: int) -> str:
        """Up to `limit` characters that end at the position."""
        offset = self.offset(position)
        return self._slice(max(0, offset - limit), offset)

    def after(self, position: Position, limit: int) -> str:
        """Up to `limit` characters that begin at the position."""
        offset = self.offset(position)
        return self._slice(offset, min(self.length, offset + limit))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Buffer) and self.length == other.length and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"<Buffer of {self.line_count} lines>"

    def _chunk_of_line(self, line: int) -> int:
        return bisect_right(self._first_lines, line) - 1

    def _ended_line(self, index: int) -> str:
        if not 0 <= index < self.line_count:
            raise IndexError(f"line {index} of {self.line_count}")
        at = self._chunk_of_line(index)
        return self._chunks[at].lines[index - self._first_lines[at]]

    def _clamped(self, position: Position) -> Position:
        at, line, column = self._located(position)
        return Position(self._first_lines[at] + line, column)

    def _located(self, position: Position) -> tuple[int, int, int]:
        """The nearest place that exists: its chunk, its line in there and its column."""
        line, column = position
        if line < 0:
            line, column = 0, 0
        elif line >= self.line_count:
            line, column = self.line_count - 1, self.length
        at = self._chunk_of_line(line)
        line -= self._first_lines[at]
        ended = self._chunks[at].lines[line]
        if column > len(ended) - 2:
            column = min(column, len(ended.rstrip("\r\n")))
        return at, line, max(column, 0)

    def _slice(self, start: int, end: int) -> str:
        first, last = bisect_right(self._starts, start) - 1, bisect_right(self._starts, end) - 1
        if first == last:
            return self._chunks[first].slice(start - self._starts[first], end - self._starts[first])
        pieces = [
            chunk.slice(start - begin, end - begin)
            for chunk, begin in zip(
                self._chunks[first : last + 1], self._starts[first : last + 1], strict=True
            )
        ]
        return "".join(pieces)

    def _with_lines(self, first: int, last: int, fresh: list[str]) -> Self:
        low, high = self._chunk_of_line(first), self._chunk_of_line(last)
        above = self._chunks[low].lines[: first - self._first_lines[low]]
        below = self._chunks[high].lines[last + 1 - self._first_lines[high] :]
        middle = _chunked([*above, *fresh, *below])
        return type(self)(self._chunks[:low] + middle + self._chunks[high + 1 :])


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Some lines with their endings, where each begins, and how many code points they hold."""

    lines: tuple[str, ...]
    starts: tuple[int, ...]
    length: int

    @classmethod
    def of(cls, lines: Sequence[str]) -> Self:
        *starts, length = accumulate(map(len, lines), initial=0)
        return cls(tuple(lines), tuple(starts), length)

    def line_at(self, offset: int) -> int:
        """The line that holds the offset; past the end it is the last one."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def slice(self, start: int, end: int) -> str:
        """What of the chunk lies between two offsets, which may be outside. Only its own lines are joined."""
        if not self.lines:
            return ""
        start, end = max(start, 0), min(end, self.length)
        first, last = self.line_at(start), self.line_at(end)
        begin = self.starts[first]
        return "".join(self.lines[first : last + 1])[start - begin : max(end - begin, 0)]


def _chunked(lines: list[str]) -> tuple[_Chunk, ...]:
    """The lines in chunks; a chunk grows to twice the usual size before it is divided."""
    if len(lines) <= 2 * _CHUNK_LINES:
        return (_Chunk.of(lines),)
    return tuple(_Chunk.of(lines[at : at + _CHUNK_LINES]) for at in range(0, len(lines), _CHUNK_LINES))


def _split(text: str, *, at_end: bool) -> list[str]:
    """The lines of the text with their endings; at the end of a document the last one has none."""
    lines: list[str] = _LINE.findall(text)
    if at_end and (not lines or lines[-1].endswith(("\r", "\n"))):
        lines.append("")
    return lines
