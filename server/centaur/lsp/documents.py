"""The documents that are open in the editor, as it last described them; nothing else is ever served."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lsprotocol import types

from centaur.lsp.convert import cursor, file_path
from centaur.lsp.notebooks import Notebooks
from centaur.text.buffer import Buffer, Edit
from centaur.text.document import Document


class OpenDocuments:
    """Open documents by the address the client gave them."""

    def __init__(self) -> None:
        self._by_uri: dict[str, Document] = {}
        self.notebooks = Notebooks()

    def __iter__(self) -> Iterator[Document]:
        return iter(tuple(self._by_uri.values()))

    def get(self, uri: str) -> Document | None:
        """The document, if it is open; a cell of a notebook with the cells around it."""
        document = self._by_uri.get(uri)
        return self.notebooks.within(document, self._by_uri) if document else None

    def open(self, item: types.TextDocumentItem) -> Document:
        """Keep a document as it was opened; opened again, it begins anew."""
        notebook, language = self.notebooks.of(item.uri), item.language_id
        path = notebook.path if notebook else file_path(item.uri)
        if notebook:
            language = notebook.language_of(item.uri, language)
        document = Document(item.uri, path, language, item.version, Buffer.of(item.text))
        self._by_uri[item.uri] = document
        return document

    def change(self, params: types.DidChangeTextDocumentParams) -> tuple[Document, Sequence[Edit]] | None:
        """Apply the changes in order; the new version and each as an edit, or None if it is not open."""
        document = self._by_uri.get(params.text_document.uri)
        if document is None:
            return None
        buffer, edits = document.buffer, []
        for change in params.content_changes:
            buffer, edit = _applied(buffer, change)
            edits.append(edit)
        document = replace(document, version=params.text_document.version, buffer=buffer)
        self._by_uri[document.uri] = document
        return document, edits

    def close(self, uri: str) -> bool:
        """Forget the document; whether it was open."""
        return self._by_uri.pop(uri, None) is not None


def _applied(buffer: Buffer, change: types.TextDocumentContentChangeEvent) -> tuple[Buffer, Edit]:
    if isinstance(change, types.TextDocumentContentChangeWholeDocument):
        return Buffer.of(change.text), Edit(0, buffer.text, change.text)
    start, end = cursor(buffer, change.range.start), cursor(buffer, change.range.end)
    return buffer.replace(start, end, change.text)
