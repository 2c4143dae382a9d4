"""What a document defines: functions, classes and the like, by lines, as its grammar sees them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tree_sitter import Node, Tree

from centaur.text.buffer import Buffer
from centaur.text.document import Document
from centaur.text.syntax import parse

MAX_PARSED_CHARS = 400_000  # a parse of this much takes a tenth of a second
_DEFINITION = re.compile(
    r"(?:function|class|method|constructor|interface|record|enum|struct|trait|impl|namespace|mod|type_alias)"
    r"_(?:definition|declaration|item|specifier)|type_declaration|generator_function_declaration"
    r"|abstract_class_declaration|macro_definition"
)
_WRAPPERS = frozenset({"decorated_definition", "export_statement", "template_declaration"})
_FUNCTION_VALUES = frozenset({"arrow_function", "function_expression", "function"})
_DECLARATIONS = frozenset({"lexical_declaration", "variable_declaration"})
_BODIES = ("body", "declaration_list", "block")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Definition:
    """One definition; lines count from 0, `first` includes decorators and the like.

    `header_last` is the line on which its header ends, `body_first` where its body begins, if on lines of its
    own.
    """

    name: str
    first: int
    last: int
    header_last: int
    body_first: int | None
    node: Node = field(repr=False, compare=False)

    @property
    def signature(self) -> str:
        """Its header in one line."""
        body = _body(self.node)
        whole = text_of(self.node)
        if body is None:
            return flat(whole.split("\n", 1)[0]).rstrip(" {:=")
        head = (self.node.text or b"")[: body.start_byte - self.node.start_byte]
        return flat(head.decode("utf-8", "replace")).removesuffix("=>").rstrip(" {:=")


@dataclass(frozen=True, slots=True)
class Outline:
    """The definitions of a document in the order in which they begin."""

    root: Node
    definitions: tuple[Definition, ...]

    def around(self, line: int) -> Definition | None:
        """The smallest definition that the line is part of."""
        holding = [one for one in self.definitions if one.first <= line <= one.last]
        return min(holding, key=lambda one: one.last - one.first, default=None)

    def beginning(self, first: int, last: int) -> Definition | None:
        """The largest definition that begins on the first of these lines and ends with them."""
        found = (one for one in self.definitions if one.first == first and one.last <= last)
        return next(found, None)

    def named(self, name: str) -> Definition | None:
        """The first definition of this name."""
        return next((one for one in self.definitions if one.name == name), None)


def outline(document: Document) -> Outline | None:
    """What the document defines, or None where no grammar or no small enough text is there."""
    if document.buffer.length > MAX_PARSED_CHARS:
        return None
    tree: Tree | None = parse(plain_lines(document.buffer), document.language)
    if tree is None:
        return None
    return Outline(tree.root_node, tuple(_definitions(tree.root_node)))


def plain_lines(buffer: Buffer) -> str:
    """The text with one kind of line ending, so that a grammar counts lines as we do."""
    return "\n".join(buffer.line(at) for at in range(buffer.line_count))


def descendants(node: Node) -> Iterator[Node]:
    """The node and all below it, in order."""
    cursor, descending = node.walk(), True
    while True:
        if descending and cursor.node:
            yield cursor.node
        if descending and cursor.goto_first_child():
            continue
        if cursor.goto_next_sibling():
            descending = True
        elif cursor.goto_parent():
            descending = False
        else:
            return


def function_value(node: Node) -> Node | None:
    """The function that a declaration such as `const f = () => …` names."""
    if node.type not in _DECLARATIONS:
        return None
    declarators = [child for child in node.named_children if child.type == "variable_declarator"]
    value = declarators[0].child_by_field_name("value") if len(declarators) == 1 else None
    return value if value and value.type in _FUNCTION_VALUES else None


def text_of(node: Node | None) -> str:
    """The text of a node, or ""."""
    return (node.text or b"").decode("utf-8", "replace") if node else ""


def flat(text: str) -> str:
    """The text in one line."""
    return _SPACE.sub(" ", text).strip()


def _definitions(root: Node) -> Iterator[Definition]:
    for node in descendants(root):
        if node.is_named and (found := _definition(node)):
            yield found


def _definition(node: Node) -> Definition | None:
    value = function_value(node)
    if value is None and not _DEFINITION.fullmatch(node.type):
        return None
    name, body = _name(node), _body(node)
    if not name or (body is None and node.type.endswith("specifier")):
        return None
    outer = _outer(node)
    header_last = body.start_point.row if body else node.start_point.row
    body_first = None
    if body and (first := _first_statement(body)) and first.start_point.row > node.start_point.row:
        body_first = first.start_point.row
        if not _has_brace(body):
            header_last = _header_end(body)
    return Definition(name, outer.start_point.row, outer.end_point.row, header_last, body_first, node)


def _outer(node: Node) -> Node:
    """The node with its decorators, its `export` or its template."""
    while (parent := node.parent) and parent.type in _WRAPPERS:
        node = parent
    return node


def _name(node: Node) -> str:
    if node.type in _DECLARATIONS:
        return text_of(node.named_children[0].child_by_field_name("name"))
    if node.type == "type_declaration":
        return text_of(node.named_children[0].child_by_field_name("name")) if node.named_children else ""
    found = node.child_by_field_name("name") or node.child_by_field_name("type")
    declarator = node.child_by_field_name("declarator")
    if found is None or (declarator and node.type == "function_definition"):
        found = _innermost(declarator) or found
    return text_of(found)


def _innermost(declarator: Node | None) -> Node | None:
    """What a declarator of C comes to without its pointers and parameters: the name."""
    while declarator and (inner := declarator.child_by_field_name("declarator")) is not None:
        declarator = inner
    return declarator


def _body(node: Node) -> Node | None:
    holder = function_value(node) or node
    for name in _BODIES:
        if body := holder.child_by_field_name(name):
            return body
    return next((child for child in holder.named_children if child.type.endswith(("_body", "block"))), None)


def _first_statement(body: Node) -> Node | None:
    return next(iter(body.named_children), None)


def _has_brace(body: Node) -> bool:
    return (body.text or b"")[:1] == b"{"


def _header_end(body: Node) -> int:
    """The line of what comes just before a body without braces, such as Python's colon."""
    before: Node | None = body.prev_sibling
    while before is not None and before.type == "comment":
        before = before.prev_sibling
    return before.end_point.row if before else body.start_point.row
