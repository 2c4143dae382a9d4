"""Where a suggested text stands in its document, and how much of it is there already."""

from enum import Enum

from centaur.evidence.edits import common_prefix, common_suffix
from centaur.text.buffer import Edit

_CLOSERS = {"(": ")", "[": "]", "{": "}", "<": ">", '"': '"', "'": "'", "`": "`"}


class Move(Enum):
    """What an edit means for a suggestion; the values of the last two are reasons in the log."""

    ELSEWHERE = "elsewhere"
    ALONG = "along"
    BACK = "back"
    OTHER_TEXT = "typed_else"
    BEFORE_ANCHOR = "backspace"


class Place:
    """The anchor, shifted through every edit, and the first `done` characters of the text that follow it.

    `anchor + done` is where the cursor is while the human goes along; offsets are code points.
    """

    __slots__ = ("_closed", "_erased", "anchor", "done", "text")

    def __init__(self, anchor: int, text: str) -> None:
        self.anchor = anchor
        self.text = text
        self.done = 0
        self._closed = ""  # what the editor closed by itself: it stands after the cursor
        self._erased = ""  # what was erased before the anchor: typed again, the place is back

    @property
    def cursor(self) -> int:
        """Where the part already in the document ends."""
        return self.anchor + self.done

    @property
    def rest(self) -> str:
        """What could still be inserted at the cursor without repeating a bracket that is there already."""
        rest = self.text[self.done :]
        if not self._closed:
            return rest
        return rest.removesuffix(self._closed) if rest.endswith(self._closed) else ""

    @property
    def complete(self) -> bool:
        """Whether all of it is in the document."""
        return self.text[self.done :] == self._closed

    def fits(self, offset: int, text: str) -> bool:
        """Whether `text`, offered at `offset`, is the rest of this text at this place."""
        return (
            offset == self.anchor + self.done
            and not self._erased
            and text in (self.rest, self.text[self.done :])
        )

    def offered_again(self, text: str) -> None:
        """The rest was offered as `text`, which may lack what the editor has closed by itself."""
        self.text = self.text[: self.done] + text

    def passes(self, edit: Edit) -> bool:
        """Whether the edit is so far off that it only shifts the place: then it has done that."""
        if edit.start > self.anchor + self.done:
            return True
        if edit.start + len(edit.removed) >= self.anchor:
            return False
        self.anchor += len(edit.inserted) - len(edit.removed)
        return True

    def apply(self, edit: Edit) -> Move:
        """Follow one edit of the document and say what it means here."""
        start, removed, inserted = _trimmed(edit, self.cursor)
        end = start + len(removed)
        if start > self.cursor or not (removed or inserted):
            return Move.ELSEWHERE
        if start == self.cursor:
            return self._at_cursor(removed, inserted)
        if end < self.anchor or (end == self.anchor and self.done):
            self.anchor += len(inserted) - len(removed)
            return Move.ELSEWHERE
        if start < self.anchor or end == self.anchor:
            return self._over_anchor(start, removed, inserted)
        return self._within(start - self.anchor, end - self.anchor, inserted)

    def _at_cursor(self, removed: str, inserted: str) -> Move:
        if removed:
            self._closed = ""
        if not inserted:
            return Move.ELSEWHERE
        if self._erased:
            return self._restored(inserted)
        rest = self.text[self.done :]
        # What came may be what stands between equal text, or be typed over equal text, such as a bracket.
        for typed in (inserted[: len(inserted) - common_suffix(removed, inserted)], inserted):
            along = common_prefix(rest, typed)
            if along and _closed_by_editor(typed[:along], typed[along:]):
                self.done += along
                self._closed = typed[along:] + self._closed
                return Move.ALONG
        return Move.OTHER_TEXT

    def _restored(self, inserted: str) -> Move:
        if not self._erased.startswith(inserted):
            return Move.OTHER_TEXT
        self._erased = self._erased[len(inserted) :]
        self.anchor += len(inserted)
        return Move.BACK

    def _over_anchor(self, start: int, removed: str, inserted: str) -> Move:
        """Text before the anchor went, and what was done of ours with it."""
        self._erased = "" if inserted else removed[: self.anchor - start] + self._erased
        self.anchor = start + len(inserted)
        self.done = 0
        return Move.OTHER_TEXT if inserted else Move.BEFORE_ANCHOR

    def _within(self, first: int, last: int, inserted: str) -> Move:
        """The part that is there was edited: it may be shorter or longer now, or no longer ours."""
        part = self.text[:first] + inserted + self.text[last : self.done]
        before, self.done = self.done, first
        if not self.text.startswith(part):
            return Move.OTHER_TEXT
        self.done = len(part)
        return Move.ALONG if self.done > before else Move.BACK


def _trimmed(edit: Edit, cursor: int) -> tuple[int, str, str]:
    """The edit without what it leaves as it was.

    Editors may replace a whole line, or a whole document, to insert one word. What is equal is cut off
    before the cursor first, so that a text inserted there is found there even where it repeats what is near.
    """
    start, removed, inserted = edit.start, edit.removed, edit.inserted
    if start >= cursor or not removed or not inserted:
        return start, removed, inserted
    same = common_prefix(removed[: cursor - start], inserted)
    start, removed, inserted = start + same, removed[same:], inserted[same:]
    if start < cursor:
        same = common_suffix(removed, inserted)
        removed, inserted = removed[: len(removed) - same], inserted[: len(inserted) - same]
    return start, removed, inserted


def _closed_by_editor(typed: str, added: str) -> bool:
    """Whether editors put `added` after the cursor themselves: closers, or the line below a new line."""
    if typed.endswith(tuple(_CLOSERS)):
        return not added.strip(_CLOSERS[typed[-1]])
    return not added or (added.isspace() and "\n" in added and typed.isspace() and "\n" in typed)
