"""What a model is told in real VS Code beside the text at the cursor."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.model_server import ModelServer, Script
from tests.vscode.conftest import Suggester
from tests.vscode.editor import Editor
from tests.vscode.test_suggestions import figures

pytestmark = pytest.mark.vscode


@pytest.fixture
def model() -> Iterator[ModelServer]:
    """A chat model, whose questions a test can read."""
    with ModelServer(Script("gin: 0;")) as server:
        yield server


@pytest.fixture
def suggester(model: ModelServer) -> Suggester:
    """That model alone."""
    table = {"endpoint": model.url, "style": "chat", "name": "test", "deadline_ms": 10_000}
    return Suggester("model", {"centaur.engines": ["test"], "centaur.models": {"test": table}})


def test_what_another_extension_finds_wrong_is_told_to_the_model(editor: Editor, model: ModelServer) -> None:
    editor.open("body {\n  colour: red;\n}\n\nmain {\n$0\n}\n", "example.css")
    editor.expect_problems(2)

    editor.type("  mar")
    editor.expect_ghost_text("gin: 0;")

    told = model.requests[-1].json["messages"][-1]["content"]
    assert "warning at `colour: red;`: Unknown property: 'colour'" in told


def test_a_cell_of_a_notebook_is_asked_about_with_the_cells_around_it_and_its_end_is_evidence(
    editor: Editor, model: ModelServer, centaur_home: Path
) -> None:
    cells = [
        ("markdown", "# Margins"),
        ("code", "import margins"),
        ("code", ""),
        ("code", "print(margins.all)"),
    ]
    file = editor.open_notebook(cells)

    editor.type_in_cell(1, "mar")
    editor.expect_ghost_text("gin: 0;")
    editor.type("gin: 0;")
    editor.type_in_cell(2, "\nmar")
    editor.expect_ghost_text("gin: 0;")
    editor.press("Tab")

    assert editor.save(file).count("margin: 0;") == 2
    asked = [received.json["messages"][-1]["content"] for received in model.requests]
    cell = '<file language="python">\n# # Margins\nimport margins\nmar<cursor/>\nprint(margins.all)'
    assert any(cell in question for question in asked)
    total = figures(centaur_home, lambda total: total["accepted"] and total["typed_through"])
    assert (total["accepted"], total["typed_through"]) == (1, 1)
