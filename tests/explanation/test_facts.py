"""What is known of code without a model, language by language."""

import pytest

from centaur.explanation.facts import Facts, facts
from centaur.explanation.outline import outline
from centaur.explanation.subject import MAX_LINES, Subject, subject
from centaur.explanation.wording import for_prompt, summary
from centaur.text.document import Document
from tests.explanation.code import code


def known(text: str, language: str = "python", others: tuple[Document, ...] = ()) -> Facts:
    document, start, end = code(text, language)
    seen = outline(document)
    return facts(subject(document, start, end, seen), seen, others)


def about(text: str, language: str = "python") -> Subject:
    document, start, end = code(text, language)
    return subject(document, start, end, outline(document))


@pytest.mark.parametrize(
    ("language", "text", "name", "signature", "parameters", "calls"),
    [
        (
            "python",
            "@x\nasync def f(a, *b: int, c=1) -> str:\n    $0return g(a).h(self.k(b))\n",
            "f",
            "async def f(a, *b: int, c=1) -> str",
            ("a", "*b: int", "c=1"),
            ("….h", "g", "self.k"),
        ),
        (
            "typescript",
            "export const f = async (a: number, b?: T) => {\n  $0return new A(this.x.y(a));\n};\n",
            "f",
            "const f = async (a: number, b?: T)",
            ("a: number", "b?: T"),
            ("A", "this.x.y"),
        ),
        (
            "javascript",
            "class A {\n  m(a) {\n    $0return b.c(a);\n  }\n}\n",
            "m",
            "m(a)",
            ("a",),
            ("b.c",),
        ),
        (
            "go",
            "func (s *S) Pop(a, b int) (int, error) {\n\t$0return s.x(a)\n}\n",
            "Pop",
            "func (s *S) Pop(a, b int) (int, error)",
            ("a, b int",),
            ("s.x",),
        ),
        (
            "rust",
            "impl S {\n    pub fn f(&self, a: &str) -> u8 {\n        $0g(a); println!()\n    }\n}\n",
            "f",
            "pub fn f(&self, a: &str) -> u8",
            ("&self", "a: &str"),
            ("g", "println"),
        ),
        (
            "java",
            "class A {\n  @X int m(int a) {\n    $0return b.c(a) + d();\n  }\n}\n",
            "m",
            "@X int m(int a)",
            ("int a",),
            ("b.c", "d"),
        ),
        (
            "c",
            "static char *f(int a, char *b) {\n  $0return g(a);\n}\n",
            "f",
            "static char *f(int a, char *b)",
            ("int a", "char *b"),
            ("g",),
        ),
        (
            "cpp",
            "template <typename T>\nT A::f(const T& a) {\n  $0return std::move(a);\n}\n",
            "A::f",
            "T A::f(const T& a)",
            ("const T& a",),
            ("std::move",),
        ),
        ("shellscript", 'f() {\n  $0echo "$1"\n}\n', "f", "f()", (), ("echo",)),
    ],
)
def test_a_function_has_a_header_parameters_and_calls(
    *,
    language: str,
    text: str,
    name: str,
    signature: str,
    parameters: tuple[str, ...],
    calls: tuple[str, ...],
) -> None:
    found = known(text, language)

    assert (found.name, found.signature, found.parameters, found.calls) == (
        name,
        signature,
        parameters,
        calls,
    )


def test_what_it_raises_is_named_once() -> None:
    found = known("def f(a):\n    $0if a:\n        raise ValueError(a)\n    raise ValueError(g())\n")

    assert found.raises == ("ValueError",)


def test_where_its_name_stands_is_told_by_line_and_by_file() -> None:
    other, _, _ = code("$0f(1); f(2)\ndef off(): pass\n", uri="file:///project/other.py")
    found = known("def f(a):\n    return $0f(a)\n\nx = f(1)\ny = off(f)\nxf = 1\n", others=(other,))

    document, start, end = code("def f(a):\n    return $0a\n")
    seen = outline(document)
    elsewhere = facts(subject(document, start, end, seen), seen, naming=lambda name: [(f"/p/{name}.py", 3)])

    assert elsewhere.named_elsewhere == (("f.py", 3),)
    assert found.named_at == (4, 5)
    assert found.named_elsewhere == (("other.py", 2),)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("python", 'def g(a):\n    """Halves it. And more."""\n\n\ndef f(a):\n    $0return g(a)\n'),
        ("python", "# Halves it. And\n# more.\ndef g(a): pass\n\n\ndef f(a):\n    $0return g(a)\n"),
        (
            "java",
            "class A {\n  /**\n   * Halves it.\n   */\n  void g() {}\n  void f() {\n    $0g();\n  }\n}\n",
        ),
        ("rust", "/// Halves it.\nfn g() {}\n\nfn f() {\n    $0g()\n}\n"),
    ],
)
def test_what_it_calls_speaks_for_itself(language: str, text: str) -> None:
    assert known(text, language).documented == (("g", "Halves it."),)


def test_without_a_grammar_what_stands_before_a_bracket_is_taken_for_a_call() -> None:
    found = known("x = $0foo(bar(1)) if (y) then", "lua")

    assert (found.name, found.calls) == ("", ("foo", "bar"))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("def f():\n    $0x\n\ny = 1\n", 0, 1),
        ("class A:\n    @x\n    def f(self):\n        $0pass\n    z = 1\n", 1, 3),
        ("class A:\n    x = $01\n\n    def f(self): pass\n", 0, 3),
        ("a = 1\nb = $02\n\nc = 3\n", 0, 1),
        ("a = 1\n$0b = 2\nc = 3\n$0d = 4\n", 1, 2),
        ("a = 1\n$0\nb = 2\n\n$0d = 4\n", 2, 2),
        ("$0", 0, 0),
    ],
)
def test_an_empty_selection_is_about_the_symbol_or_paragraph_around_it(
    text: str, first: int, last: int
) -> None:
    found = about(text)

    assert (found.first, found.last) == (first, last)


def test_a_selection_of_a_whole_definition_is_about_that_definition() -> None:
    found = about("@x\n$0def f():\n    x\n$0\n").definition

    assert found is None
    assert (about("$0def f():\n    x\n$0\n").definition or found) is not None


def test_of_two_thousand_lines_the_first_are_read_and_the_answer_says_which_were_not() -> None:
    found = about("$0" + "x = 1\n" * 2000 + "$0")

    assert len(found.lines()) == MAX_LINES
    assert found.left_out == (
        "Only the first 400 of 2000 lines were read; L401-2000 were left out. Select fewer lines."
    )


def test_one_endless_line_is_read_and_nothing_after_it() -> None:
    found = about("$0" + "x" * 50_000 + "\ny = 1\n$0")

    assert len(found.lines()) == 1
    assert "L2-2 were left out" in found.left_out


def test_a_document_too_large_to_parse_is_explained_without_a_grammar() -> None:
    found = known("$0x = f(1)\n" + "y = 1\n" * 100_000)

    assert (found.name, found.calls[:1]) == ("", ("f",))


def test_the_summary_says_that_it_is_one_and_why() -> None:
    text = summary(known("def f(a):\n    return $0g(a)\n"), "no model is configured")

    assert text == (
        "### `f`\nThis is a summary of facts, not an explanation: no model is configured.\n\n"
        "- It has 2 lines.\n- Its header is `def f(a)`.\n- It takes 1 parameter: `a`.\n- It calls `g`.\n"
        "- It is named nowhere else in this file."
    )


def test_of_many_names_some_are_listed_and_the_others_counted() -> None:
    calls = "".join(f"    f{number}()\n" for number in range(20))

    assert "`f11`, and 8 more." in for_prompt(known(f"def f():\n$0{calls}"))
