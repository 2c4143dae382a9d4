"""Promises about what is known of a language."""

import pytest

from centaur.text.languages import language_of, line_comment


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("src/app.py", "python"),
        ("C/Program.CS", "csharp"),
        ("C:\\src\\Main.java", "java"),
        ("Makefile", "makefile"),
        ("docker/Dockerfile", "dockerfile"),
        ("a.b/component.tsx", "typescriptreact"),
        ("LICENSE", "plaintext"),
        (".gitignore", "plaintext"),
        ("", "plaintext"),
    ],
)
def test_the_name_of_a_file_tells_its_language(path: str, language: str) -> None:
    assert language_of(path) == language


@pytest.mark.parametrize(
    ("language", "token"), [("python", "#"), ("rust", "//"), ("sql", "--"), ("css", ""), ("unheard-of", "")]
)
def test_a_language_has_its_line_comment_or_none(language: str, token: str) -> None:
    assert line_comment(language) == token
