"""What a grammar answers, language by language."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centaur.text import syntax


@pytest.mark.parametrize(
    ("language", "text", "suggestion", "kept"),
    [
        ("python", "def f():\n    $0", "return g()\n\ndef h():\n    pass", "return g()"),
        ("python", "x = $0", "1\ny = 2", "1"),
        ("python", "def f():\n    x = $0", "1\n    return x", "1"),
        ("yaml", "a: $0", "1\nb: 2", "1"),
        ("python", "def f(\n    a,\n):$0", "\n    return 1\n\nx = 2", "\n    return 1"),
        ("python", "$0", "import os\n\ndef f():\n    pass\n\nx = 1", "import os\n\ndef f():\n    pass"),
        (
            "python",
            "class A:\n    def f(self):\n        $0",
            "é = 1\n        b()\n    def g(self): pass",
            "é = 1\n        b()",
        ),
        ("javascript", "if (a) $0", "{\n  f();\n}\ng();", "{\n  f();\n}"),
        ("javascript", "foo(() => {\n  $0", "x();\n});\nbar();", "x();\n});"),
        (
            "typescript",
            "class A {\n  f(): number {$0",
            "\n    return 1;\n  }\n\n  g() {\n  }\n",
            "\n    return 1;\n  }",
        ),
        (
            "rust",
            "fn f() {\n    let x = $0",
            "match y {\n        A => 1,\n    };\n    let z = 2;",
            "match y {\n        A => 1,\n    };",
        ),
        ("go", "func f() error {\n\t$0", "return nil\n}\n\nfunc g() {\n}", "return nil\n}"),
        ("java", "class A {\n  int f() {\n    $0", "return 1;\n  }\n  int g() {\n  }\n}", "return 1;\n  }"),
        ("c", "int f(void) {\n    $0", "return 1;\n}\nint g(void);", "return 1;\n}"),
        ("cpp", "for (auto x : y) $0", "{\n  f(x);\n}\ng();", "{\n  f(x);\n}"),
        ("shellscript", "if x; then\n  $0", "echo\nfi\nls", "echo\nfi"),
        ("yaml", "a:\n  $0", "b: 1\n  c: 2\nd: 1", "b: 1\n  c: 2"),
        ("html", "<ul>\n  <li>$0", "a</li>\n  <li>b</li>\n</ul>\n<p>", "a</li>"),
        ("css", "a {\n  $0", "color: red;\n}\nb {\n}", "color: red;\n}"),
        ("json", '{\n  "a": $0', '{\n    "b": 1\n  },\n  "c": 1\n}', '{\n    "b": 1\n  },'),
        ("sql", "SELECT a $0", "FROM b\nWHERE c = 1;\nSELECT 2;", "FROM b\nWHERE c = 1;"),
    ],
)
def test_a_block_ends_where_the_grammar_says(language: str, text: str, suggestion: str, kept: str) -> None:
    before, _, _ = text.partition("$0")

    assert suggestion[: syntax.block_end(before, suggestion, language)] == kept


def test_a_block_far_below_its_beginning_is_still_known() -> None:
    body = "".join(f"    value_{line} = compute({line})\n" for line in range(200))
    before = f"class A {{\n  f() {{\n{body}    "

    assert syntax.block_end(before, "return 1;\n  }\n  g() {\n  }\n", "typescript") == len("return 1;\n  }")


@pytest.mark.parametrize(
    ("language", "before", "after", "place"),
    [
        ("javascript", "a();\n/* What it\n   ", "is\n" * 300 + "*/\nb();\n", "comment"),
        ("typescript", "const x = `What it\n", "is\n" * 300 + "`;\n", "string"),
        ("shellscript", "awk '\n  { print", " it\n" * 200 + "}'\nls\n", "string"),
        ("python", "x = '''\nwords ", "is\n" * 300 + "'''\n", "string"),
        ("html", "<p>\n<!-- a\n ", "b\n" * 300 + "-->\n", "comment"),
        ("rust", 'let a = r#"x\n  ', "y\n" * 300 + '"#;\n', "string"),
        ("yaml", "a: 'x\n  ", "  y\n" * 300 + "  z'\n", "string"),
        ("python", "x = '", "c" * 300 + "'\ny = 2\n", "string"),
        ("python", "x = '''\nwords ", "more\n'''", "string"),
    ],
)
def test_what_ends_far_below_the_cursor_is_known(language: str, before: str, after: str, place: str) -> None:
    assert syntax.place(before, after, language) == place


WORDS = "    Words of it, and more of them.\n\n"


def test_code_below_a_long_docstring_is_code() -> None:
    method = '    def f(self):\n        """Tell."""\n        return 1\n\n'
    before = f'class A:\n    """It.\n\n{WORDS * 40}    """\n\n{method * 3}    def g(self):\n        x = '

    assert syntax.place(before, "\n", "python") == "code"
    assert syntax.block_end(before, "1\n        return x\n\n    def h(self):\n", "python") == 1


@pytest.mark.parametrize(
    ("language", "code", "begun", "after", "place"),
    [
        ("c", "int a;\n", "/*\nIt takes what comes\nfrom a pipe.\nAnd ", "so.\n*/\n", "comment"),
        ("javascript", "a();\n", "const q = `\nselect a\nfrom b\nwhere ", "c`;\n", "string"),
        ("javascript", "a();\n", "const s = 'foo\u2028class Bar is", "';\n", "string"),
        ("shellscript", "ls\n", "python3 - <<'EOF'\nimport os\n\nprint(", ")\nEOF\n", "string"),
        ("python", "x = 1\n", 'T = """\nRun it, or\n\nfrom a pipe.\nThen ', 'so.\n"""\n', "string"),
        ("python", "x = 1\n", "T = '''\nRun it, or\n\nfrom a pipe.\nThen ", "so.\n'''\n", "string"),
        ("python", "x = 1\n", 'T = """\nRun it,\n\nfrom a pipe.\n"""\ny = ', "1\n", "code"),
        ("html", "<p>a</p>\n", "<!-- It takes\n\nwhat comes ", "so.\n-->\n", "comment"),
    ],
)
def test_what_is_in_view_is_not_looked_at_from_its_middle(
    language: str, code: str, begun: str, after: str, place: str
) -> None:
    assert syntax.place(code * 260 + begun, after, language) == place


@pytest.mark.parametrize(
    ("language", "before", "text"),
    [
        (
            "python",
            "x = 1\n" * 260 + 'TEXT = """\nUse it:\n\nimport foo\nfoo.bar()\n',
            "$ python foo.py )\nIt prints 3.\n",
        ),
        (
            "shellscript",
            "x=1\n" * 400 + "python3 - <<'EOF'\nimport os\n",
            "print(1)]\nfor x in (1, 2):\n  a\n",
        ),
        ("java", "int a;\n" * 260 + "/*\nimport java.util.List;\nis ", "of ] (it;\nand more;\nint b;\n"),
    ],
)
def test_a_true_text_inside_of_what_is_in_view_breaks_nothing(language: str, before: str, text: str) -> None:
    assert not syntax.breaks(before, text, language)


def test_a_text_below_a_long_function_is_seen_to_be_broken() -> None:
    before = "int f(void) {\n" + "    g(1);\n" * 200 + "}\n\nint a;\n"

    assert syntax.breaks(before, "int ) y;\nint z;\n", "c")


def test_a_statement_of_sql_is_looked_at_alone() -> None:
    before = "INSERT INTO t VALUES ('it''s', (1;\nSELECT a "

    assert syntax.block_end(before, "FROM b\nWHERE c = 1;\nSELECT 2;\n", "sql") == len("FROM b\nWHERE c = 1;")


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (
            "CREATE FUNCTION f(a int) RETURNS int AS $$\nDECLARE x int;\nBEGIN\n  x := a + 1;\n",
            "  IF x > 1 THEN\n    RETURN x;\n  END IF;\n  RETURN 0;\nEND;\n$$ LANGUAGE plpgsql;\nSELECT 1;\n",
        ),
        ("/* First;\n", "second thing, which is it.\n*/\nSELECT 1;\n"),
        ("INSERT INTO t VALUES ('first;\n", "second line, (and more;\nthird');\nSELECT 1;\n"),
    ],
)
def test_what_looks_like_the_end_of_a_statement_may_be_inside_of_one(before: str, text: str) -> None:
    assert not syntax.breaks(before, text, "sql")


def test_half_a_character_is_one() -> None:
    before = "x = '\ud800\ud800\ud800'\ndef f():\n    y = "

    assert syntax.block_end(before, "1\n    z = 2\n", "python") == 1


@pytest.mark.parametrize("language", ["plaintext", "brainfuck", "markdown"])
def test_without_a_grammar_there_is_no_answer(language: str) -> None:
    assert syntax.block_end("a", "b\nc", language) is None


def test_a_language_nobody_knows_has_no_tree() -> None:
    assert syntax.parse("x", "brainfuck") is None
    assert syntax.place("a", "b", "brainfuck") is None
    assert syntax.errors("", "x", "", "brainfuck") is None
    assert not syntax.breaks("x", "y", "brainfuck")


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("python", "x = $0", "code"),
        ("python", "$0", "code"),
        ("python", "x = 1 # a$0\n", "comment"),
        ("python", "def f():\n    '''do$0c'''\n", "docstring"),
        ("python", 'def f():\n    """do$0\n', "docstring"),
        ("python", "x = 'a$0b'", "string"),
        ("python", "x = f'a{b$0}'", "code"),
        ("python", "s = 'a'$0", "code"),
        ("javascript", "/* a$0 */", "comment"),
        ("javascript", "/* a */$0", "code"),
        ("typescript", "x = `a$0`", "string"),
        ("typescript", "let x: string$0", "code"),
        ("json", '{"a$0": 1}', "string"),
        ("yaml", "a: b$0c", "code"),
        ("yaml", "a: 'b$0c'", "string"),
        ("go", 'x := "a$0"', "string"),
        ("shellscript", "# x$0", "comment"),
        ("shellscript", 'echo "a$0"', "string"),
        ("html", "<!-- a$0 -->", "comment"),
        ("rust", "// x$0\nlet a;", "comment"),
        ("java", "/** x$0 */ class A {}", "comment"),
        ("c", "int a; // x$0", "comment"),
        ("css", "/* x$0 */", "comment"),
        ("sql", "-- x$0", "comment"),
    ],
)
def test_the_cursor_stands_in(language: str, text: str, place: str) -> None:
    before, _, after = text.partition("$0")

    assert syntax.place(before, after, language) == place


@pytest.mark.parametrize(
    ("language", "before", "text", "broken"),
    [
        ("python", "x = 1\n", "y = = 2\nz = 1", True),
        ("python", "x = ", "f(1))\ny = 1", True),
        ("python", "x = 1\n", "foo(a,", False),
        ("python", "", "for x in y:", False),
        ("python", "x = = 1\n", "y = = 2\nz = 1", False),
        ("javascript", "", "function f() {", False),
        ("javascript", "", "let x = ;;) 1\nlet y = 2;", True),
        ("c", "int a;\n", "/* what it is", False),
        ("c", "int a;\n/* what", " it is", False),
        ("c", "int a;\n", "/* what */ it is) x;", True),
        ("java", "class A {}\n/** What it", " is (for all)", False),
        ("javascript", "a();\n", "const x = `what it is", False),
        ("python", "x = 1\n", "y = f(  # what it is", False),
        ("python", "x = 1\n", "y = f(\n    # what\n    # it is", False),
        ("python", "x = 1\n", "y = = 2  # what it is", True),
        (
            "python",
            'class A:\n    """What ',
            "is shown for a question: Markdown, or none and why in a `sentence`.",
            False,
        ),
        ("python", "def f():\n    x = 1\n    ", "return a + \\", False),
        ("html", "<p>" + "<b>it</b> " * 200, 'is</b></p><a href="x">', False),
        ("html", "<ul><li>\n" + "<b>it</b>\n" * 200, "is</li></ul><p>its</p>", False),
        ("javascript", "(function () {\n" + "a();\n" * 400, "})();", False),
        ("javascript", "a();\n" * 400, "a() })();", True),
        ("javascript", "a();\n", "})();", True),
    ],
)
def test_only_what_nothing_can_mend_breaks_a_text(
    language: str, before: str, text: str, *, broken: bool
) -> None:
    assert syntax.breaks(before, text, language) is broken


def test_errors_are_counted() -> None:
    assert [syntax.errors("", text, "", "python") for text in ("x = 1", "x = = 1\ny = = 2")] == [0, 2]


@settings(max_examples=200, deadline=None)
@given(
    st.text("ab =(){}[]\"'#/*\n\té😀\ud800:;,<>", max_size=80),
    st.text("ab =(){}[]\"'#/*\n\té😀\ud800:;,<>", max_size=80),
    st.sampled_from(["python", "javascript", "html", "yaml", "rust", "shellscript"]),
)
def test_whatever_is_asked_there_is_an_answer_inside_the_text(before: str, text: str, language: str) -> None:
    end = syntax.block_end(before, text, language)

    assert end is None or 0 <= end <= len(text)
    assert syntax.place(before, text, language) in ("code", "comment", "docstring", "string")


def test_a_grammar_is_loaded_when_it_is_needed() -> None:
    loaded = "[name for name in sys.modules if name.startswith('tree_sitter_')]"
    program = f"import sys, centaur.text.syntax; print({loaded})"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "[]"
