"""What a request is answered from: for now the text nearest the cursor."""

from dataclasses import replace

from centaur.completion.types import Near, Request
from centaur.settings import ALWAYS

PREFIX_CHARS = 4_000
SUFFIX_CHARS = 1_000
HALF_LINE_CHARS = 500  # of a longer line the rest is worth keeping


def near(request: Request, multiline: str = ALWAYS) -> Near:
    """The characters before and after the cursor, within the budget, those of the cells around a cell too."""
    document, cursor = request.document, request.cursor
    before = document.above + document.buffer.before(cursor, PREFIX_CHARS + 1)
    after = document.buffer.after(cursor, SUFFIX_CHARS)
    if document.below:
        after = f"{after}\n{document.below}"[:SUFFIX_CHARS]
    return Near(_from_a_line_on(before), after, multiline)


def accepted(around: Near, text: str) -> Near:
    """The characters around the cursor once the text has been accepted there."""
    return replace(around, prefix=_from_a_line_on(around.prefix + text))


def _from_a_line_on(before: str) -> str:
    """The end of the text, within the budget, from where a line begins: half a line tells nobody anything."""
    start = len(before) - PREFIX_CHARS
    if start <= 0:
        return before
    line = before.find("\n", start - 1, start + HALF_LINE_CHARS)
    return before[line + 1 :] if line >= 0 else before[start:]
