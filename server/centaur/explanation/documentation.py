"""What a definition says of itself: its docstring, or the comment above it."""

import re

from tree_sitter import Node

from centaur.explanation.outline import Definition
from centaur.text.definitions import text_of
from centaur.text.document import Document

MAX_CHARS = 200
_SENTENCE = re.compile(r".+?[.!?](?=\s|$)|.+", re.DOTALL)
_MARKS = re.compile(r"^\s*(?:/\*\*?|\*/|\*|///?!?|--+|#+|;+|%+)[ \t]?|\s*\*/\s*$", re.MULTILINE)
_QUOTES = re.compile(r"^[rRuUbB]*(?:\"\"\"|'''|\"|')|(?:\"\"\"|'''|\"|')$")


def has_docstring(definition: Definition) -> bool:
    """Whether its body begins with a string, as Python's documentation does."""
    return _docstring(definition.node) is not None


def first_sentence(definition: Definition, document: Document) -> str:
    """The first sentence of its documentation, or ""."""
    if node := _docstring(definition.node):
        text = _QUOTES.sub("", text_of(node).strip())
    else:
        text = _MARKS.sub("", _comment_above(definition, document))
    found = _SENTENCE.match(" ".join(text.split()))
    return found[0][:MAX_CHARS] if found else ""


def _docstring(node: Node) -> Node | None:
    body = node.child_by_field_name("body")
    if body is None or body.type != "block" or not body.named_children:
        return None
    statement = body.named_children[0]
    inner = statement.named_children[0] if statement.named_children else None
    found = inner if statement.type == "expression_statement" else statement
    return found if found is not None and found.type == "string" else None


def _comment_above(definition: Definition, document: Document) -> str:
    lines: list[str] = []
    at = definition.first - 1
    while at >= 0 and (line := document.buffer.line(at)).strip() and _MARKS.match(line):
        lines.insert(0, line)
        at -= 1
    return "\n".join(lines)
