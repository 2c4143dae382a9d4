"""What else a model is told, by worth: signatures, imports, windows that resemble, recent edits, problems."""

from collections.abc import Iterator, Sequence

from centaur.completion import used
from centaur.completion.of_documents import OfDocuments
from centaur.completion.snippets import Snippet, name_of
from centaur.completion.surroundings import Surroundings
from centaur.completion.types import Near, Request
from centaur.text.document import Document

BUDGET_CHARS = 2_000
_WINDOWS = 3
_WINDOW_LINES = 20
_STEP_LINES = 10
_WINDOW_CHARS = 900
_LINE_CHARS = 120
_ALIKE = 0.1  # less shared than this is chance


def gather(request: Request, near: Near, surroundings: Surroundings) -> tuple[Snippet, ...]:
    """The pieces worth most, within the budget."""
    kept: list[Snippet] = []
    left = BUDGET_CHARS
    for snippet in _ranked(request, near, surroundings):
        if len(snippet.text) <= left:
            kept.append(snippet)
            left -= len(snippet.text)
    return tuple(kept)


def _ranked(request: Request, near: Near, surroundings: Surroundings) -> Iterator[Snippet]:
    document, neighbours, symbols = request.document, surroundings.neighbours, surroundings.symbols
    usage, others = used.usage(document, near), list(neighbours.others(document))
    yield from used.in_documents(usage, others)
    known = {other.path for other in others}
    yield from used.in_workspace(
        usage, symbols, lambda path: path not in known and not neighbours.excluded(path)
    )
    yield from used.imports(usage, near, symbols)
    for other, text in _alike(frozenset(usage.names), others):
        # Cells of one notebook are around each other already.
        if text not in near.prefix and text not in near.suffix:
            yield Snippet("open" if neighbours.is_open(other) else "recent", _name(other), text)
    for edit in neighbours.edits(document, request.cursor.line):
        yield Snippet("edits", _name(edit.document), f"-{edit.before}\n+{edit.after}")
    for problem in surroundings.problems.near(document.uri, request.cursor.line):
        found = f"{problem.severity} at `{_line(document, problem.line)}`: {problem.message}"
        yield Snippet("diagnostics", _name(document), found)


def _alike(names: frozenset[str], others: Sequence[Document]) -> list[tuple[Document, str]]:
    """The windows of other documents that share most names with the text near the cursor."""
    windows = [(_likeness(names, words), other, text) for other in others for text, words in _windows(other)]
    windows.sort(key=lambda window: -window[0])
    return [(other, text) for likeness, other, text in windows[:_WINDOWS] if likeness >= _ALIKE]


def _likeness(names: frozenset[str], words: frozenset[str]) -> float:
    """The index of Jaccard: the share of the names of both that both have."""
    shared = len(names & words)
    return shared / (len(names) + len(words) - shared) if shared else 0.0


@OfDocuments
def _windows(text: str) -> tuple[tuple[str, frozenset[str]], ...]:
    lines = text.splitlines()
    starts = range(0, max(1, len(lines) - _STEP_LINES), _STEP_LINES)
    texts = ["\n".join(lines[start : start + _WINDOW_LINES]) for start in starts]
    return tuple((text[:_WINDOW_CHARS], frozenset(used.NAME.findall(text))) for text in texts if text.strip())


def _line(document: Document, at: int) -> str:
    """The line as something to find it by."""
    line = document.buffer.line(at) if at < document.buffer.line_count else ""
    return line.strip()[:_LINE_CHARS]


def _name(document: Document) -> str:
    return name_of(document.path or document.uri)
