"""Whether a request is worth answering at all, before anything is computed; a refusal says why."""

from typing import NamedTuple

from centaur.completion.types import Request
from centaur.settings import Settings

MAX_DOCUMENT_CHARS = 8 * 1024 * 1024
MAX_LINE_CHARS = 100_000


class Refusal(NamedTuple):
    """The code that the log keeps, and the sentence that a person reads."""

    reason: str
    sentence: str


def refuse(request: Request, settings: Settings) -> Refusal | None:
    """The first reason not to answer this request, or None."""
    document, cursor = request.document, request.cursor
    if not settings.language_enabled(document.language):
        return Refusal("language", f"suggestions are off for {document.language} (suggest.languages)")
    if document.buffer.length > MAX_DOCUMENT_CHARS:
        return Refusal("too_large", "the document is larger than 8 MB")
    line = document.buffer.line(cursor.line)
    if len(line) > MAX_LINE_CHARS:
        return Refusal("long_line", "the line is longer than 100,000 characters")
    if request.trigger == "automatic" and _inside_word(line, cursor.column):
        return Refusal("mid_word", "the cursor stands inside a word; ask by key to have a suggestion there")
    return None


def _inside_word(line: str, column: int) -> bool:
    following = line[column : column + 1]
    return following.isalnum() or following == "_"
