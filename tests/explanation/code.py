"""Code to explain: a document, and the place of `$0` in it; two of them are a selection."""

from centaur.text.buffer import Buffer
from centaur.text.document import Document
from centaur.text.positions import Position

URI = "file:///project/a"


def code(text: str, language: str = "python", uri: str = URI) -> tuple[Document, Position, Position]:
    """The document, and where the selection begins and ends."""
    before, _, rest = text.partition("$0")
    inside, second, after = rest.partition("$0")
    if not second:
        inside, after = "", rest
    buffer = Buffer.of(before + inside + after)
    document = Document(uri, uri.removeprefix("file://"), language, 1, buffer)
    return document, buffer.position(len(before)), buffer.position(len(before + inside))
