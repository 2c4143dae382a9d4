"""Places like the cursor's, and what followed there, in the names of here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from centaur.local.index import Index
from centaur.local.lexer import LINE_STARTS, OPAQUE, kind
from centaur.local.query import Query

WORKSPACE, OPEN_DOCUMENT, SAME_DOCUMENT = range(3)  # how near evidence is
END = ""  # the end of the line, as a piece
_DEEPEST = 24  # tokens compared backwards
_LONGEST = 40  # tokens taken forwards
_BELOW = 8  # tokens of the next line compared


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may come: pieces of text with the spaces before them, and how alike the place it came from is.

    `literal` and `alike` count the tokens before that are the same, and the same but for names; `follows`
    those below. `renamed` counts the names put in place of others, `strange` the names not known here.
    """

    pieces: tuple[str, ...]
    nearness: int
    literal: int
    alike: int
    follows: int = 0
    renamed: int = 0
    strange: int = 0
    carried: int = 0

    @property
    def weight(self) -> float:
        """How much the candidate counts; the bases were tried on held-out lines."""
        likeness = 2.5 ** min(self.literal, 12) * 1.4**self.alike * 2.0**self.follows
        return likeness * 2.0**self.nearness * 0.5**self.strange * 2.0**self.carried


def candidates(index: Index, hidden: Sequence[range], query: Query, nearness: int) -> Iterator[Candidate]:
    """What followed in the index where the context was like this one, outside the hidden ranges."""
    for place in index.places(query.context, query.kinds):
        if place >= len(index.tokens) or any(place in one for one in hidden):
            continue
        literal, alike, renamed = _likeness(index.tokens, place, query)
        if not literal:
            continue
        end = _end_of_line(index.tokens, place)
        names = [renamed.get(token, token) for token in index.tokens[place:end]]
        if pieces := _pieces(names, index.gaps[place:end], query):
            strange = sum(kind(name) == "a" and name not in query.names for name in names)
            carried = sum(name != token for name, token in zip(names, index.tokens[place:end], strict=True))
            below = index.tokens[end + 1 : end + 1 + _BELOW]
            follows = _same(below, query.below)
            yield Candidate(pieces, nearness, literal, alike, follows, len(renamed), strange, carried)


def _likeness(tokens: Sequence[str], place: int, query: Query) -> tuple[int, int, dict[str, str]]:
    """How far back the places are the same, how far the same but for names, and which name is which."""
    renamed: dict[str, str] = {}
    literal = alike = 0
    context = zip(reversed(query.context), reversed(query.kinds), strict=True)
    for here, kind_here in islice(context, _DEEPEST):
        there = tokens[place - alike - 1]
        if not here or renamed.get(there, here) != here:
            break
        if there == here:
            literal += literal == alike
        elif kind_here == here or kind(there) != kind_here:
            break
        else:
            renamed[there] = here
            renamed.update(_parts(there, here))
        alike += 1
    return literal, alike, renamed


def _parts(there: str, here: str) -> Iterator[tuple[str, str]]:
    """The part in which two names differ, by underscores: `_reader` for `_writer` is reader for writer."""
    old, new = there.split("_"), here.split("_")
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    if old and new:
        yield "_".join(old), "_".join(new)


def _end_of_line(tokens: Sequence[str], place: int) -> int:
    """Where the line of the place ends, or where it is long enough."""
    limit = min(place + _LONGEST, len(tokens))
    return next((at for at in range(place, limit) if tokens[at] in LINE_STARTS or not tokens[at]), limit)


def _pieces(names: Sequence[str], gaps: bytearray, query: Query) -> tuple[str, ...]:
    """The tokens with the spaces before them, less what is typed already; nothing where they do not fit."""
    if not names:
        return () if query.typed else (END,)
    if not names[0].startswith(query.typed) or names[0] == OPAQUE:
        return ()
    opaque = names.index(OPAQUE) if OPAQUE in names else len(names)
    pieces = [" " * gap + name for gap, name in zip(gaps, names[:opaque], strict=False)]
    if query.typed or query.spaced:
        pieces[0] = names[0][len(query.typed) :]
    return (*pieces, END) if opaque == len(names) < _LONGEST else tuple(pieces)


def _same(there: Sequence[str], here: Sequence[str]) -> int:
    """How many tokens are the same from the start."""
    same = 0
    for one, other in zip(there, here, strict=False):
        if one != other:
            break
        same += 1
    return same
