"""Places like the cursor's, and what followed there, in the names of here."""

from collections.abc import Iterator
from dataclasses import dataclass

from centaur.local.index import Index
from centaur.local.lexer import LINE_STARTS, OPAQUE, kind
from centaur.local.query import Query

DEEPEST = 24  # tokens compared backwards
MAX_TOKENS = 40  # tokens taken forwards
END = ""  # the end of the line, as a token of a continuation


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may come: pieces of text with the spaces before them, and how alike the place it came from is.

    `literal` and `alike` count the tokens before the place that are the same, and the same but for names.
    """

    pieces: tuple[str, ...]
    literal: int
    alike: int
    nearness: int


def candidates(index: Index, query: Query, own_line: range, nearness: int) -> Iterator[Candidate]:
    """What followed in the index where the context was like this one; never from the line being typed."""
    for place in index.places(query.context, query.kinds):
        if place in own_line or place >= len(index.tokens):
            continue
        literal, alike, renamed = _likeness(index, place, query)
        if literal:
            pieces = _continuation(index, place, query, renamed)
            if pieces:
                yield Candidate(pieces, literal, alike, nearness)


def _likeness(index: Index, place: int, query: Query) -> tuple[int, int, dict[str, str]]:
    """How far back the places are the same, how far the same but for names, and which name is which."""
    tokens, context, kinds = index.tokens, query.context, query.kinds
    literal, back, renamed = 0, 1, dict[str, str]()
    for back in range(1, min(DEEPEST, len(context)) + 1):
        there, here = tokens[place - back], context[-back]
        if not here or renamed.get(there, here) != here:
            return literal, back - 1, renamed
        if there == here:
            literal += literal == back - 1
        elif kinds[-back] == here or kind(there) != kinds[-back]:
            return literal, back - 1, renamed
        else:
            renamed[there] = here
    return literal, back, renamed


def _continuation(index: Index, place: int, query: Query, renamed: dict[str, str]) -> tuple[str, ...]:
    """The rest of the line there, from where typing stopped here; empty where it does not fit."""
    first = index.tokens[place]
    first = renamed.get(first, first)
    if first in LINE_STARTS:
        return (END,)
    if not first.startswith(query.typed) or first in (END, OPAQUE):
        return ()
    gap = "" if query.typed or query.spaced else " " * index.gaps[place]
    pieces = [gap + first[len(query.typed) :]]
    for at in range(place + 1, min(place + MAX_TOKENS, len(index.tokens))):
        token = index.tokens[at]
        if token == OPAQUE:
            return tuple(pieces)
        if token in LINE_STARTS or token == END:
            break
        pieces.append(" " * index.gaps[at] + renamed.get(token, token))
    return (*pieces, END)
