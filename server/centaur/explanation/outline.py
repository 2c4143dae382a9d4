"""What a document defines: functions, classes and the like, by lines, as its grammar sees them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tree_sitter import Node, Tree

from centaur.text.buffer import Buffer
from centaur.text.definitions import body_of, is_definition, name_of, outer_of, signature_of
from centaur.text.document import Document
from centaur.text.syntax import parse

MAX_PARSED_CHARS = 400_000  # a parse of this much takes a tenth of a second


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
        return signature_of(self.node)


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


def _definitions(root: Node) -> Iterator[Definition]:
    for node in descendants(root):
        if node.is_named and (found := _definition(node)):
            yield found


def _definition(node: Node) -> Definition | None:
    if not is_definition(node):
        return None
    name, body = name_of(node), body_of(node)
    if not name or (body is None and node.type.endswith("specifier")):
        return None
    outer = outer_of(node)
    header_last = body.start_point.row if body else node.start_point.row
    body_first = None
    if body and (first := _first_statement(body)) and first.start_point.row > node.start_point.row:
        body_first = first.start_point.row
        if not _has_brace(body):
            header_last = _header_end(body)
    return Definition(name, outer.start_point.row, outer.end_point.row, header_last, body_first, node)


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
