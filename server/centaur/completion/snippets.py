"""What else a model is told: signatures, similar windows of others, recent edits and problems, by worth."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from centaur.completion.surroundings import Surroundings
from centaur.completion.types import Near, Request
from centaur.text.document import Document
from centaur.text.languages import line_comment

BUDGET_CHARS = 2_000
_WINDOW_LINES = 20
_STEP_LINES = 10
_WINDOW_CHARS = 900
_NEAR_LINES = 60
_ALIKE = 0.1  # less shared than this is chance
_SIGNATURES = 8
_LINE_CHARS = 120
_NAME = re.compile(r"[A-Za-z_]\w{2,}")
_DEFINITION = re.compile(
    r"^[ \t]*(?:(?:export|pub|public|private|protected|static|default|abstract|async|final)\s+)*"
    r"(?:def|class|function|func|fn|interface|type|struct|enum|trait)\s+(\w{3,})[^\n]*",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of context: its kind for the log, where it comes from, and its text."""

    kind: str
    path: str
    text: str


def gather(request: Request, near: Near, surroundings: Surroundings) -> tuple[Snippet, ...]:
    """The pieces worth most, within the budget."""
    kept: list[Snippet] = []
    left = BUDGET_CHARS
    for snippet in _ranked(request, near, surroundings):
        if len(snippet.text) <= left:
            kept.append(snippet)
            left -= len(snippet.text)
    return tuple(kept)


def told(snippets: tuple[Snippet, ...], style: str, language: str) -> str:
    """The pieces in the form for a style: text for a chat, comments above the code for all others."""
    return _as_text(snippets) if style == "chat" else _as_comments(snippets, language)


def described(near: Near, snippets: tuple[Snippet, ...]) -> str:
    """The kinds and sizes of what was told, in characters, as the log keeps them."""
    sizes = {"prefix": len(near.prefix), "suffix": len(near.suffix)}
    for snippet in snippets:
        sizes[snippet.kind] = sizes.get(snippet.kind, 0) + len(snippet.text)
    return ",".join(f"{kind}:{size}" for kind, size in sizes.items() if size)


def _as_comments(snippets: tuple[Snippet, ...], language: str) -> str:
    mark = line_comment(language)
    if not mark:
        return ""
    lines = [f"{mark} {line}".rstrip() for line in _as_text(snippets).splitlines()]
    return "".join(f"{line}\n" for line in lines)


def _as_text(snippets: tuple[Snippet, ...]) -> str:
    """The pieces one after the other, each under the name of its file."""
    return "".join(f"{snippet.path}\n{snippet.text.rstrip()}\n" for snippet in snippets)


def _ranked(request: Request, near: Near, surroundings: Surroundings) -> Iterator[Snippet]:
    names = set(_NAME.findall("\n".join(near.prefix.splitlines()[-_NEAR_LINES:])))
    document, neighbours = request.document, surroundings.neighbours
    others = list(neighbours.others(document))
    yield from _signatures(names, others)
    windows = [(_likeness(names, words), other, text) for other in others for text, words in _windows(other)]
    for likeness, other, text in sorted(windows, key=lambda window: -window[0])[:3]:
        if likeness >= _ALIKE:
            yield Snippet("open", _name(other), text)
    for edit in neighbours.edits(document, request.cursor.line):
        yield Snippet("edits", _name(edit.document), f"-{edit.before}\n+{edit.after}")
    for problem in surroundings.problems.near(document.uri, request.cursor.line):
        found = f"{problem.severity} at `{_line(document, problem.line)}`: {problem.message}"
        yield Snippet("diagnostics", _name(document), found)


def _signatures(names: set[str], others: list[Document]) -> Iterator[Snippet]:
    """The first lines of what is used nearby and defined in another document."""
    for other in others:
        found = [line for name, line in _definitions(other) if name in names][:_SIGNATURES]
        if found:
            yield Snippet("signatures", _name(other), "\n".join(found))


def _likeness(names: set[str], words: frozenset[str]) -> float:
    """The index of Jaccard: the share of the names of both that both have."""
    shared = len(names & words)
    return shared / (len(names) + len(words) - shared) if shared else 0.0


@lru_cache(maxsize=64)
def _windows(document: Document) -> tuple[tuple[str, frozenset[str]], ...]:
    lines = document.buffer.text.splitlines()
    starts = range(0, max(1, len(lines) - _STEP_LINES), _STEP_LINES)
    texts = ["\n".join(lines[start : start + _WINDOW_LINES]) for start in starts]
    return tuple((text[:_WINDOW_CHARS], frozenset(_NAME.findall(text))) for text in texts if text.strip())


@lru_cache(maxsize=64)
def _definitions(document: Document) -> tuple[tuple[str, str], ...]:
    return tuple((found[1], found[0].strip()) for found in _DEFINITION.finditer(document.buffer.text))


def _line(document: Document, at: int) -> str:
    """The line as something to find it by."""
    line = document.buffer.line(at) if at < document.buffer.line_count else ""
    return line.strip()[:_LINE_CHARS]


def _name(document: Document) -> str:
    return (document.path or document.uri).replace("\\", "/").rpartition("/")[2]
