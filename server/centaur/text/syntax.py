"""Questions that a grammar answers: where a block ends, what the cursor is in, whether a text is broken."""

from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import import_module
from itertools import takewhile
from typing import Literal

from tree_sitter import Language, Node, Parser, Tree

from centaur.text import window
from centaur.text.regrown import regrown

Place = Literal["code", "comment", "docstring", "string"]

# Package and function of each grammar by the LSP identifier of the language.
_GRAMMARS = {
    "c": ("tree_sitter_c", "language"),
    "cpp": ("tree_sitter_cpp", "language"),
    "css": ("tree_sitter_css", "language"),
    "go": ("tree_sitter_go", "language"),
    "html": ("tree_sitter_html", "language"),
    "java": ("tree_sitter_java", "language"),
    "javascript": ("tree_sitter_javascript", "language"),
    "javascriptreact": ("tree_sitter_javascript", "language"),
    "json": ("tree_sitter_json", "language"),
    "jsonc": ("tree_sitter_json", "language"),
    "markdown": ("tree_sitter_markdown", "language"),
    "python": ("tree_sitter_python", "language"),
    "rust": ("tree_sitter_rust", "language"),
    "shellscript": ("tree_sitter_bash", "language"),
    "sql": ("tree_sitter_sql", "language"),
    "typescript": ("tree_sitter_typescript", "language_typescript"),
    "typescriptreact": ("tree_sitter_typescript", "language_tsx"),
    "yaml": ("tree_sitter_yaml", "language"),
}
_LOOKED_AT = 4_000  # of a text of hostile length, as much as an answer may have
_LONGEST = 16_000  # no more is kept of an answer, and one long line takes a grammar a hundred milliseconds
_ANSWERS = 16  # what is looked up again at a place, mostly from the cache, is not parsed again
_HOLES = ("interpolation", "template_substitution", "format_expression", "command_substitution")
_STRINGS = (
    "string",
    "quote",
    "char_literal",
    "character_literal",
    "rune_literal",
    "heredoc_body",
    "attribute_value",
)
_NO_STRINGS = ("string_scalar", "string_content", "string_fragment")  # YAML without quotes, and inner parts


def parse(text: str, language: str) -> Tree | None:
    """The syntax tree of the text, its offsets in UTF-8 bytes, or None where there is no grammar."""
    grammar = _grammar(language)
    return Parser(grammar).parse(_encoded(text)) if grammar else None


def block_end(before: str, text: str, language: str) -> int | None:
    """How many characters of the text belong to the block or statement that the cursor stands in.

    They end with a line. None where the grammar cannot tell: there is none, or the text is broken there or
    longer than any suggestion.
    """
    if len(text) > _LONGEST:
        return None
    head = window.head(before, language)
    tree = None if language == "markdown" else _parse_behind(head, text, language)
    if tree is None or not text.strip():
        return None
    cursor, first = len(_encoded(head)), len(_encoded(head + text[: len(text) - len(text.lstrip())]))
    line = head[head.rfind("\n") + 1 :]
    node = _around(tree.root_node, cursor - len(_encoded(line.lstrip())), cursor, first)
    if node is None or _in_error(node):
        return None
    end = max(0, len(_decoded(_encoded(head + text)[: node.end_byte])) - len(head))
    line_end = text.find("\n", end)
    if line_end < 0 or not text[line_end:].strip():
        return len(text)
    return None if node.has_error else line_end


def place(before: str, after: str, language: str) -> Place | None:
    """What the cursor stands in between the two texts, or None without a grammar."""
    head = window.head(before, language)
    tree = _parse_behind(head, window.tail(after), language)
    if tree and tree.root_node.has_error and window.may_go_on(head, language):
        tree = _parse_behind(head, after[: window.NEAR_CHARS], language)
    if tree is None:
        return None
    found = place_in(tree, len(_encoded(head)))
    is_quoted = found == "code" and language == "python" and head.count('"""') % 2
    return "docstring" if is_quoted else found


def place_in(tree: Tree, cursor: int) -> Place:
    """What the cursor stands in, after so many bytes of the tree's text."""
    node = tree.root_node.descendant_for_byte_range(cursor - 1, cursor) if cursor else None
    while node and node.parent and node.type not in _HOLES:
        if "comment" in node.type and _is_inside_comment(node, cursor):
            return "comment"
        if _is_string(node) and node.start_byte < cursor < node.end_byte:
            return "docstring" if _is_docstring(node) else "string"
        node = node.parent
    return "code"


@lru_cache(maxsize=_ANSWERS)
def errors(before: str, text: str, after: str, language: str) -> int | None:
    """How many places near the cursor fit no rule of the grammar with the text there, or None without one.

    It compares texts for one place: what is wrong around them is wrong with each of them.
    """
    tree = _parse_behind(
        window.head(before, language), text[:_LOOKED_AT] + after[: window.NEAR_CHARS], language
    )
    return None if tree is None else sum(1 for _ in _errors(tree.root_node))


def prepare(before: str, language: str) -> None:
    """Parse what stands before the cursor, so that a text behind it is looked at in a tenth of the time."""
    _parse_behind(window.head(before, language), "", language)


@lru_cache(maxsize=_ANSWERS)
def breaks(before: str, text: str, language: str) -> bool:
    """Whether the text has an error that nothing written after it can mend."""
    head, line, text = window.head(before, language), before[before.rfind("\n") + 1 :], text[:_LOOKED_AT]
    if (
        len(line) > window.NEAR_CHARS
        or window.is_begun(line + text)
        or (head != before and _closes(text, language))
    ):
        return False  # what it is part of is not there to be seen
    above = head[: head.rfind("\n") + 1]
    tree = _parse_behind(head, text, language)
    if tree is None or not tree.root_node.has_error:
        return False
    code = _encoded(head + text)
    for comment in takewhile(lambda child: "comment" in child.type, reversed(tree.root_node.children)):
        code = code[: comment.start_byte]
    start, end = len(_encoded(above)), len(code.rstrip())
    if not any(start <= node.start_byte and node.end_byte < end for node in _errors(tree.root_node)):
        return False
    # A tree that has grown may keep an error that a fresh parse would not find.
    afresh, untouched = parse(head + text, language), parse(above, language)
    return bool(afresh and untouched and afresh.root_node.has_error and not untouched.root_node.has_error)


def _closes(text: str, language: str) -> bool:
    """Whether the text may close what was opened far above."""
    return "</" in text if language == "html" else text.lstrip().startswith((")", "]", "}"))


def _parse_behind(head: str, tail: str, language: str) -> Tree | None:
    grammar = _grammar(language)
    return regrown(grammar, _encoded(head), _encoded(tail)) if grammar else None


@cache
def _grammar(language: str) -> Language | None:
    """The grammar, loaded when it is first needed."""
    if language not in _GRAMMARS:
        return None
    package, function = _GRAMMARS[language]
    try:
        return Language(getattr(import_module(package), function)())
    except ImportError:
        return None


def _around(root: Node, line_start: int, cursor: int, first: int) -> Node | None:
    """What the cursor stands in: on a begun line what the line begins, else the block of the first token.

    At the top level, where no block is left, it is the first thing of several lines.
    """
    begun = line_start < cursor
    node = root.descendant_for_byte_range(cursor - 1 if begun else first, first + 1)
    while node and node.parent and not begun and node.start_byte >= cursor:
        node = node.parent
    while node and begun and node.parent and node.parent.start_byte >= line_start and not _holds(node.parent):
        node = node.parent
    if node is None or node.parent:
        return node
    below = (child for child in node.children if child.end_byte > first and "comment" not in child.type)
    return next((child for child in below if child.end_point.row > child.start_point.row), node)


def _holds(node: Node) -> bool:
    """Whether the node is the root or a block, which begins with its first statement in some languages."""
    return node.parent is None or ("block" in node.type and not node.type.endswith(("_pair", "_item")))


def _in_error(node: Node | None) -> bool:
    while node:
        if node.is_error and node.parent:
            return True
        node = node.parent
    return False


def _errors(node: Node) -> Iterator[Node]:
    if node.is_error or node.is_missing:
        yield node
    elif node.has_error:
        for child in node.children:
            yield from _errors(child)


def _is_inside_comment(node: Node, cursor: int) -> bool:
    closed = (node.text or b"").rstrip().endswith((b"*/", b"-->"))
    return node.end_byte > cursor or not closed


def _is_string(node: Node) -> bool:
    return (
        node.is_named and not node.type.endswith(_NO_STRINGS) and any(part in node.type for part in _STRINGS)
    )


def _is_docstring(node: Node) -> bool:
    """Whether a string is the first statement of its block, which only Python gives a meaning."""
    statement = node.parent
    if statement is None or statement.type != "expression_statement" or statement.parent is None:
        return False
    above = takewhile(lambda child: child != statement, statement.parent.named_children)
    return all("comment" in child.type for child in above)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")  # half a surrogate pair is one character, and stays one


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "replace")
