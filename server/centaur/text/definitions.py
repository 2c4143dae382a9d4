"""What a definition is made of, as grammars see it: its name, its header and its body."""

import re

from tree_sitter import Node

_DEFINITION = re.compile(
    r"(?:function|class|method|constructor|interface|record|enum|struct|trait|impl|namespace|mod|type_alias)"
    r"_(?:definition|declaration|item|specifier)|type_declaration|generator_function_declaration"
    r"|abstract_class_declaration|macro_definition"
)
WRAPPERS = frozenset({"decorated_definition", "export_statement", "template_declaration"})
_FUNCTION_VALUES = frozenset({"arrow_function", "function_expression", "function"})
_DECLARATIONS = frozenset({"lexical_declaration", "variable_declaration"})
_BODIES = ("body", "declaration_list", "block")
_SPACE = re.compile(r"\s+")


def is_definition(node: Node) -> bool:
    """Whether the node defines something that code elsewhere can name."""
    return function_value(node) is not None or bool(_DEFINITION.fullmatch(node.type))


def outer_of(node: Node) -> Node:
    """The node with its decorators, its `export` or its template."""
    while (parent := node.parent) and parent.type in WRAPPERS:
        node = parent
    return node


def signature_of(node: Node) -> str:
    """The header of a definition in one line."""
    body = body_of(node)
    if body is None:
        return flat(text_of(node).split("\n", 1)[0]).rstrip(" {:=")
    head = (node.text or b"")[: body.start_byte - node.start_byte]
    return flat(head.decode("utf-8", "replace")).removesuffix("=>").rstrip(" {:=")


def name_of(node: Node) -> str:
    """The name that a definition gives."""
    if node.type in _DECLARATIONS:
        return text_of(node.named_children[0].child_by_field_name("name"))
    if node.type == "type_declaration":
        return text_of(node.named_children[0].child_by_field_name("name")) if node.named_children else ""
    found = node.child_by_field_name("name") or node.child_by_field_name("type")
    declarator = node.child_by_field_name("declarator")
    if found is None or (declarator and node.type == "function_definition"):
        found = _innermost(declarator) or found
    return text_of(found)


def body_of(node: Node) -> Node | None:
    """What a definition holds, or None."""
    holder = function_value(node) or node
    for name in _BODIES:
        if body := holder.child_by_field_name(name):
            return body
    return next((child for child in holder.named_children if child.type.endswith(("_body", "block"))), None)


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


def _innermost(declarator: Node | None) -> Node | None:
    """What a declarator of C comes to without its pointers and parameters: the name."""
    while declarator and (inner := declarator.child_by_field_name("declarator")) is not None:
        declarator = inner
    return declarator
