"""Whether one line or several may be put at the cursor."""

from dataclasses import replace

import pytest

from centaur.completion.lines import MAX_LINES, allowed
from tests.support.fixture import near


@pytest.mark.parametrize(
    ("text", "language", "several"),
    [
        ("def f():\n    $0\n", "python", True),
        ("def f():$0\n", "python", True),
        ("f($0)", "python", True),
        ("x = $0 + 1", "python", False),
        ("# about $0\n", "python", False),
        ('x = "a$0"\n', "python", False),
        ('def f():\n    """About $0\n    """\n', "python", True),
        ("// about $0\n", "rust", False),
        ("Some words $0\n", "markdown", True),
        ("no grammar $0\n", "plaintext", True),
    ],
)
def test_by_itself_it_depends_on_the_place(text: str, language: str, *, several: bool) -> None:
    assert allowed(replace(near(text), multiline="auto"), language) == (MAX_LINES if several else 1)


@pytest.mark.parametrize(("setting", "lines"), [("never", 1), ("always", MAX_LINES)])
def test_the_user_may_decide(setting: str, lines: int) -> None:
    assert {
        allowed(replace(near(text), multiline=setting), "python") for text in ("$0", "x = $0 + 1", "# $0")
    } == {lines}
