"""Promises about notebooks: cells are documents, and each is asked about with those around it."""

from typing import Any

import pytest
from lsprotocol import types

from centaur.completion import context
from centaur.completion.types import Request
from centaur.lsp.documents import OpenDocuments
from centaur.text.positions import Position
from tests.lsp.conversation import conversation, told
from tests.support.lsp_client import LspClient

NOTEBOOK = "file:///project/study.ipynb"
KERNEL = {"kernelspec": {"name": "python3", "language": "python"}}
CODE, MARKUP = 2, 1


def address(name: str) -> str:
    return f"vscode-notebook-cell:/project/study.ipynb#{name}"


def cell(name: str, kind: int = CODE) -> dict[str, Any]:
    return {"kind": kind, "document": address(name)}


def text(name: str, content: str, language: str = "python") -> dict[str, Any]:
    return {"uri": address(name), "languageId": language, "version": 1, "text": content}


def open_notebook(client: LspClient, *texts: dict[str, Any], metadata: Any = None) -> None:
    kinds = {"markdown": MARKUP}
    cells = [{"kind": kinds.get(one["languageId"], CODE), "document": one["uri"]} for one in texts]
    notebook = {"uri": NOTEBOOK, "notebookType": "jupyter-notebook", "version": 1, "cells": cells}
    about = notebook | ({"metadata": metadata} if metadata else {})
    client.notify("notebookDocument/didOpen", {"notebookDocument": about, "cellTextDocuments": list(texts)})


def change(client: LspClient, **change: Any) -> None:
    notebook = {"uri": NOTEBOOK, "version": 2}
    client.notify("notebookDocument/didChange", {"notebookDocument": notebook, "change": change})


async def heard(client: LspClient) -> list[list[Any]]:
    """What the session was told, with names of cells for their addresses."""
    prefix = address("")
    return [
        [part.removeprefix(prefix) if isinstance(part, str) else part for part in event]
        for event in await told(client)
    ]


async def test_each_cell_is_a_document_in_the_file_of_its_notebook() -> None:
    async with conversation() as client:
        open_notebook(client, text("one", "x = 1"), text("two", "# Title", "markdown"))

        path = "/project/study.ipynb"
        assert await heard(client) == [["opened", "one", path, "python"], ["opened", "two", path, "markdown"]]


async def test_a_cell_is_edited_and_suggested_in_like_any_document() -> None:
    async with conversation() as client:
        open_notebook(client, text("one", "x = 1"))
        at = {"start": {"line": 0, "character": 5}, "end": {"line": 0, "character": 5}}
        content = {"document": {"uri": address("one"), "version": 2}, "changes": [{"range": at, "text": "0"}]}
        change(client, cells={"textContent": [content]})

        [item] = await client.complete(address("one"), 0, 6)
        assert item["insertText"] == "[automatic x = 10]"
        assert ["edit", 5, "", "0"] in await heard(client)


async def test_cells_come_go_and_are_saved_and_closed_with_their_notebook() -> None:
    async with conversation() as client:
        open_notebook(client, text("one", "x = 1"), text("two", "y = 2"))
        array = {"start": 0, "deleteCount": 1, "cells": [cell("three")]}
        structure = {
            "array": array,
            "didOpen": [text("three", "z = 3")],
            "didClose": [{"uri": address("one")}],
        }
        change(client, cells={"structure": structure})
        client.notify("notebookDocument/didSave", {"notebookDocument": {"uri": NOTEBOOK}})
        closing = {"notebookDocument": {"uri": NOTEBOOK}, "cellTextDocuments": [{"uri": address("three")}]}
        client.notify("notebookDocument/didClose", closing)

        assert [event[:2] for event in (await heard(client))[2:]] == [
            ["opened", "three"],
            ["closed", "one"],
            ["saved", "three"],
            ["saved", "two"],
            ["closed", "three"],
            ["closed", "two"],
        ]


@pytest.mark.parametrize("metadata", [KERNEL, {"language_info": {"name": "Python"}}, {"metadata": KERNEL}])
async def test_a_code_cell_of_no_language_has_that_of_its_kernel(metadata: dict[str, Any]) -> None:
    async with conversation() as client:
        cells = text("one", "x = 1", ""), text("two", "a title", "markdown"), text("three", "SELECT 1", "sql")
        open_notebook(client, *cells, metadata=metadata)

        assert [event[-1] for event in await heard(client)] == ["python", "markdown", "sql"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"cells": {"structure": {"array": {"start": -1, "deleteCount": 1}}}},
        {"cells": {"textContent": [{"document": {"uri": address("one")}, "changes": "all"}]}},
    ],
)
async def test_a_change_that_cannot_be_read_closes_the_notebook(wrong: dict[str, Any]) -> None:
    async with conversation() as client:
        open_notebook(client, text("one", "x = 1"), text("two", "y = 2"))
        change(client, **wrong)

        assert (await heard(client))[2:] == [["closed", "one"], ["closed", "two"]]
        assert await client.complete(address("one"), 0, 5) == []


async def test_what_is_said_of_a_notebook_that_is_not_open_changes_nothing() -> None:
    async with conversation() as client:
        change(client, metadata=KERNEL, cells={"data": [cell("one")]})
        client.notify("notebookDocument/didSave", {"notebookDocument": {"uri": NOTEBOOK}})

        assert await heard(client) == []


def notebook(*texts: tuple[str, str, str]) -> OpenDocuments:
    """Open cells by name, language and text; what is not of Python is markup."""
    documents = OpenDocuments()
    kinds = types.NotebookCellKind
    cells = [
        types.NotebookCell(kinds.Code if language == "python" else kinds.Markup, name)
        for name, language, _ in texts
    ]
    documents.notebooks.open(types.NotebookDocument(NOTEBOOK, "jupyter-notebook", 1, cells))
    for name, language, content in texts:
        documents.open(types.TextDocumentItem(name, language, 1, content))
    return documents


def check_near(documents: OpenDocuments, name: str, expected: str) -> None:
    """What is near the cursor at the end of a cell, marked by `$0`."""
    document = documents.get(name)
    assert document
    cursor = document.buffer.position(document.buffer.length)
    near = context.near(Request("o", document, cursor, "automatic", 0.0))
    assert f"{near.prefix}$0{near.suffix}" == expected


CELLS = (
    ("title", "markdown", "# Area\nof shapes"),
    ("import", "python", "import shapes"),
    ("use", "python", "area ="),
    ("show", "python", "print(area)"),
    ("end", "markdown", "That is all."),
)


def test_the_cells_around_a_cell_are_near_it_in_order_and_markup_is_a_comment() -> None:
    above = "# # Area\n# of shapes\nimport shapes\n"

    check_near(notebook(*CELLS), "use", f"{above}area =$0\nprint(area)\n# That is all.\n")


def test_around_markup_there_is_markup_alone_as_it_knows_no_comments() -> None:
    check_near(notebook(*CELLS), "title", "# Area\nof shapes$0\nThat is all.\n")


def test_a_moved_cell_has_other_cells_around_it() -> None:
    documents = notebook(*CELLS)
    cells = [types.NotebookCell(types.NotebookCellKind.Code, name) for name in ("show", "use")]
    structure = types.NotebookDocumentCellChangeStructure(types.NotebookCellArrayChange(2, 2, cells))
    changed = types.NotebookDocumentCellChanges(structure)
    documents.notebooks.change(NOTEBOOK, types.NotebookDocumentChangeEvent(cells=changed))

    check_near(
        documents, "use", "# # Area\n# of shapes\nimport shapes\nprint(area)\narea =$0\n# That is all.\n"
    )


def test_a_cell_that_becomes_markup_becomes_a_comment() -> None:
    documents = notebook(("one", "python", "x = 1"), ("two", "python", "y"))
    markup = types.NotebookCell(types.NotebookCellKind.Markup, "one")
    changed = types.NotebookDocumentCellChanges(data=[markup])
    documents.notebooks.change(NOTEBOOK, types.NotebookDocumentChangeEvent(cells=changed))

    check_near(documents, "two", "# x = 1\ny$0")


def test_only_so_much_of_a_long_notebook_is_near_a_cell() -> None:
    long = [(f"cell {number}", "python", f"value_{number} = {'x' * 100}") for number in range(100)]
    document = notebook(*long).get("cell 50")
    assert document
    near = context.near(Request("o", document, Position(0, 0), "automatic", 0.0))

    assert context.PREFIX_CHARS - 120 < len(near.prefix) <= context.PREFIX_CHARS
    assert len(near.suffix) == context.SUFFIX_CHARS
    assert near.prefix.startswith("value_")
    assert near.prefix.endswith(f"value_49 = {'x' * 100}\n")
    assert len(document.above) < context.PREFIX_CHARS + 200


def test_a_document_outside_of_notebooks_stands_alone() -> None:
    documents = notebook(*CELLS)
    documents.open(types.TextDocumentItem("file:///a.py", "python", 1, "x"))

    check_near(documents, "file:///a.py", "x$0")
