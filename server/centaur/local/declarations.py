"""What a file defines and imports, read from its syntax tree without looking into functions."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from tree_sitter import Node

from centaur.text.definitions import WRAPPERS, body_of, flat, is_definition, name_of, signature_of, text_of
from centaur.text.syntax import parse

_LINE_CHARS = 140
_MEMBERS = 8
_DEEPEST = 8  # classes in classes, or in namespaces
_FUNCTION = re.compile(r".*(?:function|method|constructor|lexical|variable|macro).*")
_IMPORT = re.compile(r"import_statement|import_from_statement|import_declaration|use_declaration")
_IMPORTED = re.compile(r"[A-Za-z_]\w{2,}(?!\w|\s*(?:\.|::|/))")
_MODULE = re.compile(r"([\"']).*\1")
_WORDS_OF_IMPORTS = frozenset({"import", "from", "use", "pub", "type", "static", "crate", "self", "super"})
_HOLDERS = (
    "preproc_",
    "linkage_",
    "namespace",
    "mod_item",
    "internal_module",
    "declaration_list",
    "statement_block",
)


@dataclass(frozen=True, slots=True)
class Declaration:
    """A name and what tells of it; `owner` is the header of the class or the like that it is a part of."""

    name: str
    text: str
    owner: str = ""
    is_import: bool = False


def declarations(text: str, language: str) -> Iterator[Declaration]:
    """All of a file, in order; none where there is no grammar."""
    tree = parse(text, language)
    if tree:
        yield from _declared(tree.root_node.named_children, "", 0)


def _declared(nodes: Iterable[Node], owner: str, depth: int) -> Iterator[Declaration]:
    for node in nodes if depth <= _DEEPEST else ():
        if _IMPORT.fullmatch(node.type):
            yield from _imported(node)
        elif node.type in WRAPPERS or node.type.startswith(_HOLDERS):
            yield from _declared(node.named_children, owner, depth + 1)
        elif is_definition(node) and name_of(node):
            yield from _defined(node, owner, depth)


def _defined(node: Node, owner: str, depth: int) -> Iterator[Declaration]:
    name, header = name_of(node), signature_of(node)[:_LINE_CHARS]
    if _FUNCTION.fullmatch(node.type):
        if not name.startswith("__"):
            yield Declaration(name, header, owner)
        return
    body = body_of(node)
    members = body.named_children if body else []
    yield Declaration(name, "\n    ".join([header, *_skeleton(members)]), owner)
    yield from _declared(members, header, depth + 1)


def _skeleton(members: list[Node]) -> list[str]:
    """The members in a line each: of functions the header, of what is not code nothing."""
    return list(islice(filter(None, map(_member, members)), _MEMBERS))


def _member(node: Node) -> str:
    while node.type in WRAPPERS and node.named_children:
        node = node.named_children[-1]
    line = signature_of(node) if is_definition(node) else flat(text_of(node).split("\n", 1)[0])
    return "" if "comment" in node.type or line.startswith(('"', "'", "r'", 'r"')) else line[:_LINE_CHARS]


def _imported(node: Node) -> Iterator[Declaration]:
    """Each name that the statement brings, with as much of the statement as brings it."""
    module = node.child_by_field_name("module_name")
    names = node.children_by_field_name("name") if module or node.type == "import_statement" else []
    for named in names:
        alias = text_of(named.child_by_field_name("alias") or named)
        start = f"from {text_of(module)} import " if module else "import "
        yield Declaration(alias.split(".")[0], f"{start}{text_of(named)}", is_import=True)
    statement = flat(text_of(node))
    if not names and len(statement) <= _LINE_CHARS:
        bringing = _MODULE.sub("", statement) if node.type == "import_statement" else statement
        for name in sorted(set(_IMPORTED.findall(bringing)) - _WORDS_OF_IMPORTS):
            yield Declaration(name, statement, is_import=True)
