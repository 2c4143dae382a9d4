"""Several texts for one place in real VS Code: asked for, looked through, one of them taken."""

from collections.abc import Iterator

import pytest

from tests.support.model_server import ModelServer, Script
from tests.vscode.conftest import Suggester
from tests.vscode.editor import Editor

pytestmark = pytest.mark.vscode

FIRST, SECOND, THIRD = "price * count", "price + count", "max(price, count)"


@pytest.fixture
def suggester() -> Iterator[Suggester]:
    """A model that has another text each time it is asked about the same place."""
    with ModelServer(Script(FIRST, (SECOND, THIRD))) as server:
        model = {"endpoint": server.url, "style": "fim-suffix", "name": "test", "deadline_ms": 10_000}
        yield Suggester("model", {"centaur.engines": ["test"], "centaur.models": {"test": model}})


def test_what_was_typed_for_is_looked_through_by_key_and_one_is_taken(editor: Editor) -> None:
    file = editor.open("total = $0\n")
    editor.type("(")
    editor.expect_ghost_text(FIRST)

    editor.press("Alt+]")
    editor.expect_ghost_text(SECOND)
    editor.press("Alt+]")
    editor.expect_ghost_text(THIRD)
    editor.press("Alt+]")
    editor.expect_ghost_text(FIRST)
    editor.press("Alt+[", "Alt+[")
    editor.expect_ghost_text(SECOND)
    editor.press("Tab")

    assert editor.save(file) == f"total = ({SECOND}\n"


def test_asked_by_key_there_are_others_too(editor: Editor) -> None:
    editor.open("total = $0\n")
    editor.press("Alt+\\")
    editor.expect_ghost_text(FIRST)

    editor.press("Alt+]", "Alt+]")

    editor.expect_ghost_text(THIRD)
