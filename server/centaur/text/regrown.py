"""The syntax tree of a text whose beginning stays: only what has changed behind it is parsed anew."""

from dataclasses import dataclass
from functools import lru_cache

from tree_sitter import Language, Parser, Tree

_PLACES = 2  # the cursor's and the line's above it; with eight, memory that is never hot slows a first parse


def regrown(grammar: Language, head: bytes, tail: bytes) -> Tree:
    """The tree of both together, made from the last one that was asked for behind the same head.

    A stream asks after each of its lines, and the steps and guards ask about what came of it: parsed whole
    each time, an answer of forty lines took ten times the work.
    """
    last = _last(grammar, head)
    known, tree = last.seen
    text = head + tail
    if tree is None:
        tree = Parser(grammar).parse(text)
    elif known != text:
        tree = Parser(grammar).parse(text, _edited(tree, known, text, len(head)))
    last.seen = text, tree
    return tree


@dataclass(slots=True)
class _Last:
    """What was parsed last behind a head: the text and its tree are replaced together."""

    seen: tuple[bytes, Tree | None] = b"", None


@lru_cache(maxsize=_PLACES)
def _last(_grammar: Language, _head: bytes) -> _Last:
    return _Last()


def _edited(tree: Tree, old: bytes, new: bytes, alike: int) -> Tree:
    """A copy of the tree that knows where the texts differ: behind what the one adds, or behind the head."""
    if new.startswith(old) or old.startswith(new):
        alike = min(len(old), len(new))
    same = _same_end(old, new, min(len(old), len(new)) - alike)
    old_end, new_end = len(old) - same, len(new) - same
    copy = tree.copy()
    copy.edit(alike, old_end, new_end, _point(new[:alike]), _point(old[:old_end]), _point(new[:new_end]))
    return copy


def _same_end(old: bytes, new: bytes, most: int) -> int:
    """How many bytes both end with, up to so many: several texts are tried between the same two."""
    least = 0
    while least < most:
        tried = (least + most + 1) // 2
        if old[-tried:] == new[-tried:]:
            least = tried
        else:
            most = tried - 1
    return least


def _point(text: bytes) -> tuple[int, int]:
    """The row and the column at which the text ends."""
    return text.count(b"\n"), len(text) - text.rfind(b"\n") - 1
