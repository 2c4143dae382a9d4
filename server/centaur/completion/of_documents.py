"""What is worked out of a document's text once, and remembered until the text changes."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from centaur.text.buffer import Buffer
from centaur.text.document import Document

T = TypeVar("T")

REMEMBERED = 64


class OfDocuments(Generic[T]):
    """A function of a text, asked of documents: a text is known by its buffer, as comparing it takes long."""

    def __init__(self, work: Callable[[str], T]) -> None:
        self._work = work
        self._known: OrderedDict[str, tuple[Buffer, T]] = OrderedDict()

    def __call__(self, document: Document) -> T:
        """The result for the document's text."""
        known = self._known.get(document.uri)
        if known and known[0] is document.buffer:
            return known[1]
        result = self._work(document.buffer.text)
        self._known[document.uri] = document.buffer, result
        self._known.move_to_end(document.uri)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return result
