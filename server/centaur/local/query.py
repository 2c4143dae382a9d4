"""What stands before and after the cursor, as the local engine sees it."""

from collections.abc import Mapping
from dataclasses import dataclass

from centaur.local.index import LONG, line_start, stream
from centaur.local.lexer import Line, is_prose, kind, lex
from centaur.local.words import names_around
from centaur.text.document import Document
from centaur.text.positions import Position

LINES_ABOVE = 12
LINES_BELOW = 3
MAX_COLUMN = 400


@dataclass(frozen=True, slots=True)
class Query:
    """The tokens before the cursor, and what limits the answer.

    `typed` is the beginning of a token not yet complete, `spaced` whether a space precedes the cursor, `rest`
    what follows on the line, `names` the names around, `below` the tokens of the next line.
    """

    context: tuple[str, ...]
    kinds: tuple[str, ...]
    typed: str
    spaced: bool
    rest: str
    names: Mapping[str, float]
    below: tuple[str, ...]


def query(document: Document, cursor: Position) -> Query | None:
    """The question at the cursor, or None in comments, in prose and in very long lines."""
    text, language = document.buffer.line(cursor.line), document.language
    before, rest = text[: cursor.column], text[cursor.column :]
    line = lex(before, language)
    if line.in_comment or len(before) > MAX_COLUMN or is_prose(line, language):
        return None
    typed = _typed(before, line)
    complete = line.tokens[:-1] if typed else line.tokens
    above = [
        lex(document.buffer.line(at), language)
        for at in range(max(0, cursor.line - LINES_ABOVE), cursor.line)
    ]
    tokens = stream(above, language).tokens
    indent = next((earlier.indent for earlier in reversed(above) if earlier.tokens), -1)
    context = ("",) * LONG + (*tokens, line_start(indent, line.indent), *complete)
    spaced = before[-1:].isspace() or not before
    below = _below(document, cursor.line)
    return Query(
        context, tuple(map(kind, context)), typed, spaced, rest, names_around(document, cursor), below
    )


def _below(document: Document, line: int) -> tuple[str, ...]:
    """The tokens of the next line of code, if it is close."""
    buffer = document.buffer
    for at in range(line + 1, min(line + 1 + LINES_BELOW, buffer.line_count)):
        lexed = lex(buffer.line(at), document.language)
        if lexed.tokens:
            return lexed.tokens
    return ()


def _typed(before: str, line: Line) -> str:
    """The last token, if what is typed next could still belong to it."""
    if not line.tokens or (before[-1:].isspace() and not _open_string(line.tokens[-1])):
        return ""
    last = line.tokens[-1]
    return last if last.isidentifier() or last[:1].isdigit() or _open_string(last) else ""


def _open_string(token: str) -> bool:
    quote = token.lstrip("rRbBfFuU")[:1]
    body = token.lstrip("rRbBfFuU")[1:]
    return bool(quote) and quote in "\"'`" and token not in ('"""', "'''") and not body.endswith(quote)
