"""What the editor tells of a notebook, told on as if its cells were documents of their own."""

from lsprotocol import types

from centaur.lsp.features import Features

SYNC = types.NotebookDocumentSyncOptions([types.NotebookDocumentFilterWithNotebook("*")], save=True)


class CellFeatures:
    """The handlers of `notebookDocument/*`; which cells stand where is kept by the open documents."""

    def __init__(self, features: Features) -> None:
        self._features = features
        self._notebooks = features.documents.notebooks

    async def opened(self, params: types.DidOpenNotebookDocumentParams) -> None:
        """A notebook was opened."""
        self._notebooks.open(params.notebook_document)
        for cell in params.cell_text_documents:
            await self._features.opened(types.DidOpenTextDocumentParams(cell))

    async def changed(self, params: types.DidChangeNotebookDocumentParams) -> None:
        """Cells came, went or moved, and texts of cells changed."""
        self._notebooks.change(params.notebook_document.uri, params.change)
        cells = params.change.cells or types.NotebookDocumentCellChanges()
        if structure := cells.structure:
            for opened in structure.did_open or ():
                await self._features.opened(types.DidOpenTextDocumentParams(opened))
            for closed in structure.did_close or ():
                await self._features.closed(types.DidCloseTextDocumentParams(closed))
        for content in cells.text_content or ():
            change = types.DidChangeTextDocumentParams(content.document, content.changes)
            await self._features.changed(change)

    async def saved(self, params: types.DidSaveNotebookDocumentParams) -> None:
        """A notebook was saved, and with it each of its cells."""
        for cell in self._notebooks.cells(params.notebook_document.uri):
            await self._features.saved(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(cell)))

    async def closed(self, params: types.DidCloseNotebookDocumentParams) -> None:
        """A notebook was closed, and with it each of its cells."""
        uri = params.notebook_document.uri
        known = [types.TextDocumentIdentifier(cell) for cell in self._notebooks.cells(uri)]
        for cell in (*known, *params.cell_text_documents):
            await self._features.closed(types.DidCloseTextDocumentParams(cell))
        self._notebooks.close(uri)
