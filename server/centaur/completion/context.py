"""What a request is answered from: for now the text nearest the cursor."""

from dataclasses import replace

from centaur.completion.types import Near, Request
from centaur.settings import ALWAYS

PREFIX_CHARS = 4_000
SUFFIX_CHARS = 1_000


def near(request: Request, multiline: str = ALWAYS) -> Near:
    """The characters before and after the cursor, within the budget, those of the cells around a cell too."""
    document, cursor = request.document, request.cursor
    before, after = document.buffer.before(cursor, PREFIX_CHARS), document.buffer.after(cursor, SUFFIX_CHARS)
    if document.above:
        before = (document.above + before)[-PREFIX_CHARS:]
    if document.below:
        after = f"{after}\n{document.below}"[:SUFFIX_CHARS]
    return Near(before, after, multiline)


def accepted(around: Near, text: str) -> Near:
    """The characters around the cursor once the text has been accepted there."""
    return replace(around, prefix=(around.prefix + text)[-PREFIX_CHARS:])
