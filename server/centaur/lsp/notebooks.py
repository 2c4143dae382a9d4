"""Notebooks as the editor last described them: which cells, in which order, and what is around each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lsprotocol import types

from centaur.completion.context import PREFIX_CHARS, SUFFIX_CHARS
from centaur.lsp.convert import file_path
from centaur.text.document import Document
from centaur.text.languages import commented

_UNSAID = ("", "plaintext")
_MAX_CELL_CHARS = 100_000


@dataclass(frozen=True, slots=True)
class Notebook:
    """One notebook: its file, the language of its kernel or "", and its cells in order."""

    path: str | None
    language: str
    cells: tuple[types.NotebookCell, ...]

    def language_of(self, cell: str, said: str) -> str:
        """The language of a cell: that of the kernel for a code cell of which nothing is said."""
        is_code = any(one.document == cell and one.kind == types.NotebookCellKind.Code for one in self.cells)
        return self.language or said if is_code and said in _UNSAID else said


class Notebooks:
    """Open notebooks by the address the client gave them."""

    def __init__(self) -> None:
        self._by_uri: dict[str, Notebook] = {}

    def open(self, notebook: types.NotebookDocument) -> None:
        """Keep a notebook as it was opened."""
        language = _language(notebook.metadata)
        self._by_uri[notebook.uri] = Notebook(file_path(notebook.uri), language, tuple(notebook.cells))

    def change(self, uri: str, change: types.NotebookDocumentChangeEvent) -> None:
        """Its cells or what is said of them changed; the texts of cells are told apart."""
        notebook = self._by_uri.get(uri)
        if notebook is None:
            return
        cells = list(notebook.cells)
        if change.cells and (structure := change.cells.structure):
            array = structure.array
            cells[array.start : array.start + array.delete_count] = array.cells or ()
        said = {cell.document: cell for cell in (change.cells and change.cells.data) or ()}
        cells = [said.get(cell.document, cell) for cell in cells]
        language = _language(change.metadata) or notebook.language
        self._by_uri[uri] = replace(notebook, language=language, cells=tuple(cells))

    def close(self, uri: str) -> None:
        """Forget a notebook."""
        self._by_uri.pop(uri, None)

    def cells(self, uri: str) -> tuple[str, ...]:
        """The addresses of its cells, in order."""
        notebook = self._by_uri.get(uri)
        return tuple(cell.document for cell in notebook.cells) if notebook else ()

    def of(self, cell: str) -> Notebook | None:
        """The notebook that a cell is part of."""
        return next((one for uri, one in self._by_uri.items() if cell in self.cells(uri)), None)

    def within(self, document: Document, documents: Mapping[str, Document]) -> Document:
        """The document with what stands above and below it, where it is a cell."""
        notebook = self.of(document.uri)
        if notebook is None:
            return document
        at = [cell.document for cell in notebook.cells].index(document.uri)
        kind, language = notebook.cells[at].kind, document.language

        def code(cell: types.NotebookCell) -> str:
            """The cell as it is where it is of the same kind, else as a comment."""
            other = documents.get(cell.document)
            if other is None or other.buffer.length > _MAX_CELL_CHARS:
                return ""
            text, is_alike = other.buffer.text, (cell.kind, other.language) == (kind, language)
            return text if is_alike else commented(text, language)

        above = _enough(map(code, reversed(notebook.cells[:at])), PREFIX_CHARS)
        below = _enough(map(code, notebook.cells[at + 1 :]), SUFFIX_CHARS)
        return replace(document, above="".join(reversed(above)), below="".join(below))


def _enough(texts: Iterable[str], most: int) -> Sequence[str]:
    """The first of the texts, each ended by a line ending, until they are so many characters."""
    kept: list[str] = []
    for text in filter(None, texts):
        if sum(map(len, kept)) >= most:
            break
        kept.append(f"{text}\n")
    return kept


def _language(metadata: Any) -> str:
    """The language of the kernel, as nbformat tells it; VS Code puts the whole of that under `metadata`."""
    match metadata:
        case {"language_info": {"name": str(name)}} | {"kernelspec": {"language": str(name)}}:
            return name.lower()
        case {"metadata": dict(inner)}:
            return _language(inner)
    return ""
