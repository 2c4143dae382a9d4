"""What a request is answered from: for now the text nearest the cursor."""

from dataclasses import replace

from centaur.completion.types import Near, Request
from centaur.settings import ALWAYS

PREFIX_CHARS = 4_000
SUFFIX_CHARS = 1_000


def near(request: Request, multiline: str = ALWAYS) -> Near:
    """The characters before and after the cursor, within the budget."""
    buffer, cursor = request.document.buffer, request.cursor
    return Near(buffer.before(cursor, PREFIX_CHARS), buffer.after(cursor, SUFFIX_CHARS), multiline)


def accepted(around: Near, text: str) -> Near:
    """The characters around the cursor once the text has been accepted there."""
    return replace(around, prefix=(around.prefix + text)[-PREFIX_CHARS:])
