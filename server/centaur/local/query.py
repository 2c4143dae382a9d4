"""What stands before and after the cursor, as the local engine sees it."""

from collections.abc import Mapping
from dataclasses import dataclass

from centaur.local.index import LONG, stream
from centaur.local.lexer import MAX_LINE, QUOTES, TRIPLES, Line, kind, lex
from centaur.local.prose import in_docstring, is_prose
from centaur.local.words import names_around
from centaur.text.document import Document
from centaur.text.positions import Position

LINES_ABOVE = 12
LINES_BELOW = 3


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
    buffer, language = document.buffer, document.language
    cursor = buffer.position(buffer.offset(cursor))
    text = buffer.line(cursor.line)
    before, rest = text[: cursor.column], text[cursor.column :]
    line = lex(before, language)
    if line.in_comment or len(before) > MAX_LINE or is_prose(line, language):
        return None
    if language == "python" and in_docstring(buffer, cursor.line, before):
        return None
    typed = _typed(before, line)
    context = (*_above(document, cursor.line, line.indent), *line.tokens[: len(line.tokens) - bool(typed)])
    spaced = before[-1:].isspace() or not before
    names, below = names_around(document, cursor), _below(document, cursor.line)
    return Query(context, tuple(map(kind, context)), typed, spaced, rest, names, below)


def _above(document: Document, line: int, indent: int) -> tuple[str, ...]:
    """The tokens of the lines before this one, and how this one begins."""
    buffer, language = document.buffer, document.language
    lines = [lex(buffer.line(at), language) for at in range(max(0, line - LINES_ABOVE), line)]
    run = stream([*lines, Line(indent, ("",), b"\0")], language)
    return ("",) * LONG + tuple(run.tokens[:-1])


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
    quoted = token.lstrip("rRbBfFuU")
    return quoted[:1] in QUOTES and quoted not in TRIPLES and not quoted[1:].endswith(quoted[0])
