"""What a model is told in real VS Code beside the text at the cursor."""

from collections.abc import Iterator

import pytest

from tests.support.model_server import ModelServer, Script
from tests.vscode.conftest import Suggester
from tests.vscode.editor import Editor

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
