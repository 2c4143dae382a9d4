"""Tokens in the order they were learned, with hash chains from a context to the places that follow it."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from centaur.local.lexer import ABOVE, BELOW, BESIDE, Line, kind
from centaur.local.prose import is_prose

LONG, SHORT, SHAPE = 6, 3, 5  # tokens of context behind each kind of chain
WALK = 256  # places looked at in one chain: the youngest
_NONE = 0  # no place: the first token is a blank
_FEWEST_BITS = 10


@dataclass(frozen=True, slots=True)
class Stream:
    """Lines of code as one run of tokens, each line begun by how it is indented; prose is left out.

    `starts` tells where each line begins, and where the last one ends.
    """

    tokens: list[str]
    gaps: bytearray
    starts: tuple[int, ...] = ()


def stream(lines: Iterable[Line], language: str) -> Stream:
    """The lines as one run."""
    tokens: list[str] = []
    gaps = bytearray()
    starts: list[int] = []
    indent = -1
    for line in lines:
        starts.append(len(tokens))
        if line.tokens and not is_prose(line, language):
            tokens.append(_line_start(indent, line.indent))
            tokens.extend(line.tokens)
            gaps.append(0)
            gaps.extend(line.gaps)
            indent = line.indent
    return Stream(tokens, gaps, (*starts, len(tokens)))


def _line_start(above: int, indent: int) -> str:
    """The token that begins a line, by the indents of the line of code before it and its own."""
    if above < 0 or above == indent:
        return BESIDE
    return BELOW if indent > above else ABOVE


class Index:
    """Append only. What is blanked is gone from the tokens; its links lead to blanks, which match nothing.

    It is made for a size: its owner makes a new one once it is crowded or mostly blank. One thread writes,
    others may read meanwhile, because tokens are stored before they are linked.
    """

    def __init__(self, size: int = 0) -> None:
        self.tokens: list[str] = [""]
        self.gaps = bytearray(1)
        self.blanks = 1
        self._bits = max(_FEWEST_BITS, size.bit_length())
        self._long, self._short, self._shape = (_Chain(self._bits) for _ in range(3))

    @property
    def crowded(self) -> bool:
        """Whether walks through the chains meet too many strangers."""
        return len(self.tokens) > 4 << self._bits

    def add(self, run: Stream, known: int = 0) -> range:
        """Append a run; the result is where it lies, without its first tokens that are known from elsewhere.

        Those are only what the rest follows: nothing is found in them.
        """
        start = len(self.tokens) + LONG
        self.tokens.extend([""] * LONG)
        self.tokens.extend(run.tokens)
        self.gaps.extend(bytes(LONG))
        self.gaps.extend(run.gaps)
        self.blanks += LONG + known
        self._link(start - LONG + known)
        return range(start + known, len(self.tokens))

    def blank(self, run: range) -> None:
        """Forget a run."""
        self.tokens[run.start : run.stop] = [""] * len(run)
        self.blanks += len(run)

    def places(self, context: Sequence[str], kinds: Sequence[str]) -> set[int]:
        """Where the context, or one of its shape, may have been before: not verified, the youngest."""
        found = set(self._long.walk(tuple(context[-LONG:])))
        found.update(self._short.walk(tuple(context[-SHORT:])))
        found.update(self._shape.walk(tuple(kinds[-SHAPE:])))
        return found

    def _link(self, start: int) -> None:
        """Make the places findable that follow `LONG` tokens from `start` on."""
        fresh = self.tokens[start:]
        kinds = [kind(token) for token in fresh]
        for chain, tokens, order in (
            (self._long, fresh, LONG),
            (self._short, fresh, SHORT),
            (self._shape, kinds, SHAPE),
        ):
            chain.link(_contexts(tokens[LONG - order :], order), start + LONG)


class _Chain:
    """A table of the youngest place by hash, and for each place the one before it with the same hash."""

    def __init__(self, bits: int) -> None:
        self.before = array("I")
        self._heads = array("I", [_NONE]) * (1 << bits)

    def link(self, contexts: Iterable[tuple[str, ...]], first: int) -> None:
        """Link one place for each context, from `first` on."""
        heads, before = self._heads, self.before
        before.extend([_NONE] * (first - len(before)))
        mask = len(heads) - 1
        for place, context in enumerate(contexts, first):
            slot = hash(context) & mask
            before.append(heads[slot])
            heads[slot] = place

    def walk(self, context: tuple[str, ...]) -> Iterator[int]:
        """The youngest places that follow the context, or another with its hash."""
        place = self._heads[hash(context) & (len(self._heads) - 1)]
        for _ in range(WALK):
            if place == _NONE:
                return
            yield place
            place = self.before[place]


def _contexts(tokens: Sequence[str], order: int) -> Iterator[tuple[str, ...]]:
    """Every `order` tokens in a row."""
    return zip(*(islice(tokens, at, None) for at in range(order)), strict=False)
