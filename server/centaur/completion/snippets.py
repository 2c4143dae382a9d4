"""Pieces of context beside the text at the cursor: how a model is told of them, and how the log."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from centaur.completion.types import Near
from centaur.text.languages import commented

_OF_FILES = frozenset({"signatures", "workspace", "open", "recent"})


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of context: its kind for the log, the name of the file it is about, and its text."""

    kind: str
    path: str
    text: str


def told(snippets: tuple[Snippet, ...], style: str, language: str) -> str:
    """The pieces in the form for a style: text for a chat, comments above the code for all others."""
    return _as_text(snippets) if style == "chat" else _as_comments(snippets, language)


def as_files(snippets: tuple[Snippet, ...]) -> tuple[tuple[str, str], ...]:
    """Those that are pieces of other files, in the form for a model that takes files: name and text."""
    return tuple(_by_file(tuple(snippet for snippet in snippets if snippet.kind in _OF_FILES)))


def beside_files(snippets: tuple[Snippet, ...]) -> tuple[Snippet, ...]:
    """Those that are not."""
    return tuple(snippet for snippet in snippets if snippet.kind not in _OF_FILES)


def described(near: Near, snippets: tuple[Snippet, ...]) -> str:
    """The kinds and sizes of what was told, in characters, as the log keeps them."""
    sizes = {"prefix": len(near.prefix), "suffix": len(near.suffix)}
    for snippet in snippets:
        sizes[snippet.kind] = sizes.get(snippet.kind, 0) + len(snippet.text)
    return ",".join(f"{kind}:{size}" for kind, size in sizes.items() if size)


def name_of(path: str) -> str:
    """The last part of a path or an address."""
    return path.replace("\\", "/").rpartition("/")[2]


def _as_comments(snippets: tuple[Snippet, ...], language: str) -> str:
    comments = commented(_as_text(snippets), language)
    return comments and f"{comments}\n"


def _as_text(snippets: tuple[Snippet, ...]) -> str:
    """The pieces one after the other, each under the name of its file."""
    return "".join(f"{path}\n{text}\n" for path, text in _by_file(snippets))


def _by_file(snippets: tuple[Snippet, ...]) -> Iterator[tuple[str, str]]:
    for path, pieces in groupby(snippets, key=lambda snippet: snippet.path):
        yield path, "\n".join(piece.text.rstrip() for piece in pieces)
