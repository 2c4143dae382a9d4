"""An accepted explanation in the language's own form: the file before and after."""

import pytest

from centaur.explanation.insertion import insertion
from centaur.explanation.outline import outline
from centaur.explanation.subject import subject
from centaur.explanation.types import Form
from tests.explanation.code import code

WORDS = "## What it does\nAdds *two* `n`."
LONG = "## What it does\nAdds.\n\n## How\n- Uses `+` (L2).\n- Ends.\n\n## Not seen\nCallers."


def after(text: str, language: str, markdown: str = WORDS, form: Form = "docstring") -> str:
    """The whole file with the explanation of what is at the cursor inserted."""
    document, start, end = code(text, language)
    seen = outline(document)
    about = subject(document, start, end, seen)
    found = insertion(document, about.first, about.definition, markdown, form)
    assert found
    return document.buffer.replace(found.position, found.position, found.text)[0].text


@pytest.mark.parametrize(
    ("language", "before", "expected"),
    [
        ("python", "def f($0a):\n    return a\n", 'def f(a):\n    """Adds two `n`."""\n    return a\n'),
        (
            "python",
            "class A:\n    @x\n    async def f(\n        $0self,\n    ) -> None:  # hm\n        pass\n",
            (
                "class A:\n    @x\n    async def f(\n        self,\n    ) -> None:  # hm\n"
                '        """Adds two `n`."""\n        pass\n'
            ),
        ),
        ("python", "$0class A:\n\tx = 1\n", 'class A:\n\t"""Adds two `n`."""\n\tx = 1\n'),
        ("python", "@x\ndef f($0a): return a\n", "# Adds two `n`.\n@x\ndef f(a): return a\n"),
        ("python", 'def f($0a):\n    """Old."""\n', '# Adds two `n`.\ndef f(a):\n    """Old."""\n'),
        ("python", "x = $01\n", "# Adds two `n`.\nx = 1\n"),
        (
            "python",
            "def f($0a):\r\n    return a\r\n",
            'def f(a):\r\n    """Adds two `n`."""\r\n    return a\r\n',
        ),
        ("javascript", "  function f($0a) { }\n", "  /**\n   * Adds two `n`.\n   */\n  function f(a) { }\n"),
        (
            "typescript",
            "export const f = ($0a: number) => {\n};\n",
            "/**\n * Adds two `n`.\n */\nexport const f = (a: number) => {\n};\n",
        ),
        (
            "java",
            "class A {\n  @X\n  int f($0int a) { }\n}\n",
            "class A {\n  /**\n   * Adds two `n`.\n   */\n  @X\n  int f(int a) { }\n}\n",
        ),
        ("c", "int f($0int a) {\n}\n", "/**\n * Adds two `n`.\n */\nint f(int a) {\n}\n"),
        ("rust", "fn f($0a: u8) {\n}\n", "/// Adds two `n`.\nfn f(a: u8) {\n}\n"),
        ("go", "func f($0a int) {\n}\n", "// Adds two `n`.\nfunc f(a int) {\n}\n"),
        ("shellscript", "f() {\n  $0ls\n}\n", "# Adds two `n`.\nf() {\n  ls\n}\n"),
        ("css", "a $0{ }\n", "/*\nAdds two `n`.\n*/\na { }\n"),
        ("html", "<p>$0</p>\n", "<!--\nAdds two `n`.\n-->\n<p></p>\n"),
        ("lua", "x = $01\n", "-- Adds two `n`.\nx = 1\n"),
    ],
)
def test_it_stands_where_the_language_has_its_documentation(
    language: str, before: str, expected: str
) -> None:
    assert after(before, language) == expected


def test_as_a_comment_it_stands_above_in_every_language() -> None:
    assert after("def f($0a):\n    return a\n", "python", form="comment").startswith("# Adds two `n`.\ndef")
    assert after("function f($0a) { }\n", "javascript", form="comment").startswith("// Adds two `n`.\nf")


def test_of_several_sections_the_first_has_no_heading_and_what_was_not_seen_is_left_out() -> None:
    assert after("def f($0a):\n    return a\n", "python", LONG) == (
        'def f(a):\n    """Adds.\n\n    How:\n    - Uses `+`.\n    - Ends.\n    """\n    return a\n'
    )


def test_lines_are_as_long_as_a_reader_wants_and_names_stay_whole() -> None:
    long = "## What it does\n" + "word " * 40 + "`" + "n" * 120 + "`"
    lines = after("def f($0a):\n    return a\n", "python", long).split("\n")

    assert max(len(line) for line in lines if "nnn" not in line) <= 88
    assert any(f"`{'n' * 120}`" in line for line in lines)


@pytest.mark.parametrize(
    ("language", "before", "hostile"),
    [
        ("python", "def f($0a):\n    return a\n", 'ends """ and \\ and "'),
        ("python", "def f($0a):\n    return a\n", 'it ends with "'),
        ("java", "class A {\n  int f($0int a) { }\n}\n", "ends */ here"),
        ("css", "a $0{ }\n", "ends */ here"),
        ("html", "<p>$0</p>\n", "ends --> here"),
    ],
)
def test_no_word_ends_the_comment_early(language: str, before: str, hostile: str) -> None:
    document, start, end = code(after(before, language, f"## What it does\n{hostile}"), language)
    seen = outline(document)

    assert start == end
    assert seen
    assert not seen.root.has_error


@pytest.mark.parametrize("markdown", ["", "  \n", "## Not seen\nCallers."])
def test_where_nothing_is_left_to_say_nothing_is_inserted(markdown: str) -> None:
    document, start, _ = code("x = $01\n")

    assert insertion(document, start.line, None, markdown, "comment") is None


def test_a_language_without_comments_gets_none() -> None:
    document, start, _ = code('{"a": $01}\n', "json")

    assert insertion(document, start.line, None, WORDS, "comment") is None


def test_code_in_it_keeps_its_form() -> None:
    markdown = "## What it does\nAdds:\n\n```python\na  +  b\n    c\n```\nDone."

    assert after("x = $01\n", "python", markdown).startswith(
        "# Adds:\n#     a  +  b\n#         c\n#\n# Done.\n"
    )
