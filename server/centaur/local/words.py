"""The names around the cursor: which are known here, and which one a few letters are the beginning of."""

import re
from collections.abc import Iterable, Mapping

from centaur.local.lexer import KEYWORDS
from centaur.text.document import Document
from centaur.text.positions import Position

BEFORE, AFTER = 8_000, 2_000  # characters in which a name counts as known
MIN_TYPED = 2
_HALVING = 50  # names away at which one counts half
_NAME = re.compile(r"[^\W\d]\w*")


def names_around(document: Document, cursor: Position) -> dict[str, float]:
    """Each name near the cursor, and how much it counts: the nearer and the more often, the more."""
    weights: dict[str, float] = {}
    before = _NAME.findall(document.buffer.before(cursor, BEFORE))
    # What touches the cursor is still being typed.
    touching = document.buffer.before(cursor, 1)
    _count(weights, reversed(before[:-1] if _NAME.match(touching) else before))
    _count(weights, _NAME.findall(document.buffer.after(cursor, AFTER)))
    return weights


def completed(typed: str, names: Mapping[str, float]) -> tuple[str, float]:
    """The rest of the name that the letters begin, and its share among all that they could begin."""
    if len(typed) < MIN_TYPED or not typed.isidentifier() or typed in KEYWORDS or typed in names:
        return "", 0.0
    possible = {name: weight for name, weight in names.items() if name.startswith(typed)}
    if not possible:
        return "", 0.0
    name = max(possible, key=possible.__getitem__)
    return name[len(typed) :], possible[name] / sum(possible.values())


def _count(weights: dict[str, float], names: Iterable[str]) -> None:
    for away, name in enumerate(names):
        weights[name] = weights.get(name, 0.0) + 1 / (1 + away / _HALVING)
