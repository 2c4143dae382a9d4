"""What a request is answered from: for now the text nearest the cursor."""

from centaur.completion.types import Near, Request

PREFIX_CHARS = 4_000
SUFFIX_CHARS = 1_000


def near(request: Request) -> Near:
    """The characters before and after the cursor, within the budget."""
    buffer = request.document.buffer
    return Near(buffer.before(request.cursor, PREFIX_CHARS), buffer.after(request.cursor, SUFFIX_CHARS))


def accepted(around: Near, text: str) -> Near:
    """The characters around the cursor once the text has been accepted there."""
    return Near((around.prefix + text)[-PREFIX_CHARS:], around.suffix)
