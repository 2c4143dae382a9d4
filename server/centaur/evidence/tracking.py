"""A stretch of a document, followed through every edit, and what is left of its first characters."""

from centaur.evidence.edits import pieces
from centaur.text.buffer import Edit


class TrackedRange:
    """The text that stands between two places that move with the document.

    `retained` counts the characters marked at first that are still there.
    What is written inside belongs to it. What is written at its ends does not, unless it `grows`: then what
    is written at its end does.
    """

    __slots__ = ("_first", "_grows", "retained", "start", "text")

    def __init__(self, start: int, text: str, first: bytes = b"", *, grows: bool = False) -> None:
        self.start = start
        self.text = text
        self._first = bytearray(first)
        self._grows = grows
        self.retained = sum(first)

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)

    def follow(self, edit: Edit) -> tuple[int, int] | None:
        """Follow an edit as `apply` does, but keep what it only moved."""
        if edit.start >= self.end or edit.start + len(edit.removed) <= self.start:
            return self.apply(edit)
        changes = [change for piece in pieces(edit) if (change := self.apply(piece))]
        if not changes:
            return None
        return sum(taken for taken, _ in changes), sum(put for _, put in changes)

    def apply(self, edit: Edit) -> tuple[int, int] | None:
        """Follow an edit: how many characters it took from here and put here, or None if it was elsewhere."""
        first, size = edit.start - self.start, len(self.text)
        last = first + len(edit.removed)
        at_end = self._grows and first == size
        if first > size or (first == size and not at_end):
            return None
        if last <= 0 and not at_end:
            self.start += len(edit.inserted) - len(edit.removed)
            return None
        ours = edit.inserted if first >= 0 and (last <= size or self._grows) else ""
        if first < 0:
            self.start = edit.start + len(edit.inserted)
        begin, end = max(first, 0), min(last, size)
        self.text = self.text[:begin] + ours + self.text[end:]
        self.retained -= sum(self._first[begin:end])
        self._first[begin:end] = bytes(len(ours))
        return end - begin, len(ours)
