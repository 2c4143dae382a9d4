"""A tree made from the last one is the tree of the whole text, and what was parsed stays parsed."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import tree_sitter_python
from hypothesis import given, settings
from hypothesis import strategies as st
from tree_sitter import Language, Node, Tree

from centaur.text import syntax
from centaur.text.regrown import regrown

GOLDEN = Path(__file__).parent.parent / "golden" / "shaping"
CODE = {
    path.stem: "".join(case["expected"].replace("$0", "") for case in tomllib.loads(path.read_text())["case"])
    for path in sorted(GOLDEN.glob("*.toml"))
    if path.stem not in ("markdown", "plaintext")
}
PYTHON = Language(tree_sitter_python.language())
HEAD = b"import os\n\n\ndef f():\n"


@pytest.mark.parametrize("language", CODE)
@settings(max_examples=15, deadline=None, derandomize=True)
@given(data=st.data())
def test_it_is_the_tree_of_the_whole_text_whatever_was_asked_before(
    language: str, data: st.DataObject
) -> None:
    code = CODE[language]
    start = data.draw(st.integers(0, len(code)))
    head, rest = code[:start][-600:], code[start : start + 600]
    for end in data.draw(st.lists(st.integers(0, len(rest)), min_size=2, max_size=8)):
        whole = syntax.parse(head + rest[:end], language)

        assert whole
        assert told(regrown(whole.language, head.encode(), rest[:end].encode())) == told(whole)


def test_another_text_behind_the_same_head_takes_nothing_from_the_first() -> None:
    regrown(PYTHON, HEAD, "    é = '😀'\n    b(\n".encode())

    assert told(regrown(PYTHON, HEAD, b"    pass\n")) == told(
        syntax.parse("import os\n\n\ndef f():\n    pass\n", "python")
    )


def test_the_same_text_is_parsed_once() -> None:
    assert regrown(PYTHON, HEAD, b"    same()\n") is regrown(PYTHON, HEAD, b"    same()\n")


@pytest.mark.parametrize("later", [b"    x = 1\n    y = 2\n", b"    x", b"    other(1)\n"])
def test_what_stands_far_before_a_change_is_not_parsed_again(later: bytes) -> None:
    before = regrown(PYTHON, HEAD, b"    x = 1\n")
    after = regrown(PYTHON, HEAD, later)

    assert after.root_node.children[0].id == before.root_node.children[0].id
    assert after.root_node.children[1].id != before.root_node.children[1].id


def told(tree: Tree | None) -> list[tuple[object, ...]]:
    """Every node of the tree with its place."""
    assert tree
    return [(node.type, node.byte_range, node.start_point, node.is_missing) for node in nodes(tree.root_node)]


def nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from nodes(child)
