"""What a request is answered from: for now the text nearest the cursor."""

from dataclasses import replace

from centaur.completion import lines
from centaur.completion.types import Near, Request
from centaur.settings import ALWAYS

PREFIX_CHARS = 4_000
SUFFIX_CHARS = 1_000


def near(request: Request, multiline: str = ALWAYS) -> Near:
    """The characters before and after the cursor, within the budget."""
    buffer = request.document.buffer
    around = Near(buffer.before(request.cursor, PREFIX_CHARS), buffer.after(request.cursor, SUFFIX_CHARS))
    return replace(around, lines=lines.allowed(around, request.document.language, multiline))


def accepted(around: Near, text: str) -> Near:
    """The characters around the cursor once the text has been accepted there."""
    return replace(around, prefix=(around.prefix + text)[-PREFIX_CHARS:])
