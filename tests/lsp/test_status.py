"""What the status bar is told of an answer."""

import pytest

from centaur.completion.types import Answer, Note, Origin, Suggestion
from centaur.lsp.status import noted

NOTE = Note("unknown_imports", "`nowhere` is not installed here")


@pytest.mark.parametrize(
    ("notes", "told"),
    [((NOTE,), {"message": "`nowhere` is not installed here"}), ((), {})],
)
def test_a_note_of_the_suggestion_on_show_is_told(notes: tuple[Note, ...], told: dict[str, object]) -> None:
    origin = Origin("model", "fresh", "g1", notes=notes)

    assert noted(Answer("o1", "delivered", (Suggestion("s1", "import nowhere", origin),))) == told


def test_no_suggestion_has_no_note() -> None:
    assert noted(Answer("o1", "empty")) == {}
