"""Several texts for one place in real VS Code: asked for, looked through, one of them taken."""

import time
from collections.abc import Iterator

import pytest

from tests.support.model_server import ModelServer, Script
from tests.vscode.conftest import Suggester
from tests.vscode.editor import GHOST_SECONDS, Editor

pytestmark = pytest.mark.vscode

FIRST, SECOND, THIRD = "price * count", "price + count", "max(price, count)"


@pytest.fixture
def suggester() -> Iterator[Suggester]:
    """A model that has another text each time it is asked about the same place."""
    with ModelServer(Script(FIRST, (SECOND, THIRD))) as server:
        model = {"endpoint": server.url, "style": "fim-suffix", "name": "test", "deadline_ms": 10_000}
        yield Suggester("model", {"centaur.engines": ["test"], "centaur.models": {"test": model}})


def next_text(editor: Editor, key: str = "Alt+]") -> str:
    """What is shown after the key instead of what was."""
    before = editor.ghost_text()
    editor.press(key)
    deadline = time.monotonic() + GHOST_SECONDS
    while editor.ghost_text() in (before, "") and time.monotonic() < deadline:
        editor.page.wait_for_timeout(50)
    return editor.ghost_text()


def test_what_was_typed_for_is_looked_through_by_key_and_one_is_taken(editor: Editor) -> None:
    file = editor.open("total = $0\n")
    editor.type("(")
    editor.expect_ghost_text(FIRST)

    second, third, again = (next_text(editor) for _ in range(3))
    back = next_text(editor, "Alt+[")
    editor.press("Tab")

    assert ({second, third}, again, back) == ({SECOND, THIRD}, FIRST, third)
    assert editor.save(file) == f"total = ({third}\n"


def test_asked_by_key_there_are_others_too(editor: Editor) -> None:
    editor.open("total = $0\n")
    editor.press("Alt+\\")
    editor.expect_ghost_text(FIRST)

    assert {next_text(editor), next_text(editor)} == {SECOND, THIRD}
