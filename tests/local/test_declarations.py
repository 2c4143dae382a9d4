"""What is read from a file: names with a line or two that tell of each, in several languages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centaur.local.declarations import Declaration, declarations

LANGUAGES = ("python", "typescript", "go", "rust", "java", "cpp", "css", "markdown")
PYTHON = '''
import numpy as np
from os.path import join as joined, split


class Shape(Base):
    """A form."""

    width: int

    # A comment.
    def __init__(self, width: int) -> None:
        def hidden(): ...

    @property
    def area(
        self, scale: float = 1.0
    ) -> float:
        return self.width * scale


@cache
def area_of(shape: Shape) -> float:
    return shape.area
'''
TYPESCRIPT = """
import { readFile, type Stats as S } from "./files/reader";
export interface Props { name: string; }
export class Panel { private open = false; toggle(force: boolean): void {} }
export const render = (props: Props) => props.name;
"""
GO = """
package stack
import "net/http"
type Stack struct { items []int }
func (s *Stack) Pop() (int, error) { return 0, nil }
"""
RUST = """
use std::collections::{HashMap, HashSet};
mod inner { pub struct Point { x: i32 } }
impl Point { pub fn new(x: i32) -> Self { Point { x } } }
"""
CPP = """
#ifndef SHAPE
namespace shapes { class Shape : public Base { int width; int area() { return width; } }; }
int area_of(Shape shape) { return shape.area(); }
#endif
"""


def check(language: str, text: str, *expected: tuple[str, str, str]) -> None:
    """The names with what is told of each; an import is owned by "import"."""

    def owner(found: Declaration) -> str:
        return "import" if found.is_import else found.owner

    assert [(one.name, one.text, owner(one)) for one in declarations(text, language)] == list(expected)


def test_python() -> None:
    check(
        "python",
        PYTHON,
        ("np", "import numpy as np", "import"),
        ("joined", "from os.path import join as joined", "import"),
        ("split", "from os.path import split", "import"),
        (
            "Shape",
            """\
class Shape(Base)
    width: int
    def __init__(self, width: int) -> None
    def area( self, scale: float = 1.0 ) -> float""",
            "",
        ),
        ("area", "def area( self, scale: float = 1.0 ) -> float", "class Shape(Base)"),
        ("area_of", "def area_of(shape: Shape) -> float", ""),
    )


def test_typescript() -> None:
    reader = 'import { readFile, type Stats as S } from "./files/reader";'
    check(
        "typescript",
        TYPESCRIPT,
        ("Stats", reader, "import"),
        ("readFile", reader, "import"),
        ("Props", "interface Props\n    name: string", ""),
        ("Panel", "class Panel\n    private open = false\n    toggle(force: boolean): void", ""),
        ("toggle", "toggle(force: boolean): void", "class Panel"),
        ("render", "const render = (props: Props)", ""),
    )


def test_go() -> None:
    check(
        "go",
        GO,
        ("http", 'import "net/http"', "import"),
        ("Stack", "type Stack struct { items []int }", ""),
        ("Pop", "func (s *Stack) Pop() (int, error)", ""),
    )


def test_rust() -> None:
    collections = "use std::collections::{HashMap, HashSet};"
    check(
        "rust",
        RUST,
        ("HashMap", collections, "import"),
        ("HashSet", collections, "import"),
        ("Point", "pub struct Point\n    x: i32", ""),
        ("Point", "impl Point\n    pub fn new(x: i32) -> Self", ""),
        ("new", "pub fn new(x: i32) -> Self", "impl Point"),
    )


def test_cpp() -> None:
    check(
        "cpp",
        CPP,
        ("Shape", "class Shape : public Base\n    int width;\n    int area()", ""),
        ("area", "int area()", "class Shape : public Base"),
        ("area_of", "int area_of(Shape shape)", ""),
    )


@pytest.mark.parametrize("language", ["plaintext", "python"])
def test_where_there_is_no_grammar_or_no_sense_nothing_is_read(language: str) -> None:
    check(language, "::: ((( not code )))")


@pytest.mark.parametrize("text", ["class A {" * 10_000, "namespace a {" * 7_000, "#ifdef A\n" * 10_000])
def test_however_deep_a_file_goes_it_is_read(text: str) -> None:
    assert len(list(declarations(text, "cpp"))) <= 10


WORDS = (
    "class",
    "def",
    "A",
    "(",
    ")",
    "{",
    "}",
    ":",
    "\n",
    "    ",
    "import",
    "from",
    "'",
    "=",
    "=>",
    "é",
    "fn",
    "#",
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join), st.sampled_from(LANGUAGES))
def test_whatever_a_file_holds_each_declaration_has_a_name_and_a_text(text: str, language: str) -> None:
    assert all(found.name and found.text for found in declarations(text, language))


def test_a_long_class_is_told_in_its_first_members_and_a_long_line_in_its_beginning() -> None:
    members = "".join(f"    def method_{number}(self, {'x' * 500}): ...\n" for number in range(50))
    [whole, *_] = declarations(f"class Long:\n{members}", "python")

    assert whole.text.count("\n") == 8
    assert len(whole.text) < 1_500
