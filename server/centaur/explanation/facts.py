"""What can be known of code without a model: signature, parameters, what it calls, where its name stands."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tree_sitter import Node

from centaur.explanation.documentation import first_sentence
from centaur.explanation.outline import Definition, Outline, descendants
from centaur.explanation.subject import Subject
from centaur.text.definitions import flat, function_value, text_of
from centaur.text.document import Document

MAX_NAMED = 12
MAX_CALLEE_CHARS = 60
MAX_SEARCHED_CHARS = 400_000
_CALLS = frozenset(
    {
        "call",
        "call_expression",
        "method_invocation",
        "new_expression",
        "object_creation_expression",
        "macro_invocation",
        "command",
    }
)
_CALLEES = ("function", "name", "constructor", "type", "macro")
_RAISES = frozenset({"raise_statement", "throw_statement", "throw_expression"})
_LOOKS_CALLED = re.compile(r"(?<![\w.])([A-Za-z_][\w.]*)\(")
_NO_CALLS = re.compile(r"if|for|while|switch|return|catch|elif|and|or|not|in|def|function|func|fn")
_LAST_NAME = re.compile(r"\w+(?=\W*$)")


Naming = Callable[[str], Iterable[tuple[str, int]]]
"""Tells the files that have a name in them, and how often."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found; names are as they stand in the code, lines count from 1.

    `named_at` are lines of the same document, `named_elsewhere` documents and how often each names it.
    """

    lines: int
    name: str = ""
    signature: str = ""
    parameters: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    raises: tuple[str, ...] = ()
    documented: tuple[tuple[str, str], ...] = ()
    named_at: tuple[int, ...] = ()
    named_elsewhere: tuple[tuple[str, int], ...] = ()


def facts(
    subject: Subject,
    outline: Outline | None,
    others: Sequence[Document] = (),
    naming: Naming = lambda _name: (),
) -> Facts:
    """The facts of a subject; `others` are documents that may name it, `naming` tells which files do."""
    size = subject.last - subject.first + 1
    if outline is None:
        return Facts(size, calls=_looks_called(subject.lines()))
    nodes = _within(outline.root, subject.first, subject.read)
    calls = tuple(dict.fromkeys(name for node in nodes if node.type in _CALLS and (name := _callee(node))))
    raises = tuple(dict.fromkeys(name for node in nodes if node.type in _RAISES and (name := _raised(node))))
    documented = _documented(calls, subject, outline)
    definition = subject.definition
    if definition is None:
        return Facts(size, calls=calls, raises=raises, documented=documented)
    return Facts(
        size,
        definition.name,
        definition.signature,
        _parameters(definition),
        calls,
        raises,
        documented,
        *_named(definition.name, subject, others, naming),
    )


def _within(root: Node, first: int, last: int) -> list[Node]:
    """The nodes that begin on these lines."""
    found: list[Node] = []
    for child in root.named_children:
        if child.end_point.row >= first and child.start_point.row <= last:
            found.extend(node for node in descendants(child) if first <= node.start_point.row <= last)
    return found


def _callee(node: Node) -> str:
    named = (node.child_by_field_name(name) for name in _CALLEES)
    name = text_of(next(filter(None, named), None))
    if (receiver := node.child_by_field_name("object")) and node.type == "method_invocation":
        name = f"{text_of(receiver)}.{name}"
    name = flat(name)
    if len(name) <= MAX_CALLEE_CHARS and "(" not in name:
        return name
    # Of a long chain of calls only the last link has a name worth reading.
    last = _LAST_NAME.search(name)
    return f"….{last[0]}" if last else ""


def _raised(node: Node) -> str:
    thrown = node.named_children[0] if node.named_children else None
    if thrown is None:
        return ""
    made = (node for node in descendants(thrown) if node.type in _CALLS)
    first = next(made, None)
    name = _callee(first) if first else flat(text_of(thrown))
    return name if len(name) <= MAX_CALLEE_CHARS else ""


def _parameters(definition: Definition) -> tuple[str, ...]:
    holder: Node | None = function_value(definition.node) or definition.node
    while holder is not None:
        if listed := holder.child_by_field_name("parameters"):
            children = [child for child in listed.named_children if child.type != "comment"]
            return tuple(flat(text_of(child)) for child in children)
        holder = holder.child_by_field_name("declarator")
    return ()


def _documented(calls: Iterable[str], subject: Subject, outline: Outline) -> tuple[tuple[str, str], ...]:
    """The first sentence of the documentation of each thing that is called and defined in the document."""
    found: dict[str, str] = {}
    for call in calls:
        name = last[0] if (last := _LAST_NAME.search(call)) else ""
        definition = outline.named(name)
        outside = definition and not subject.first <= definition.first <= subject.last
        if definition and outside and (sentence := first_sentence(definition, subject.document)):
            found[call] = sentence
    return tuple(found.items())


def _named(
    name: str, subject: Subject, others: Sequence[Document], naming: Naming
) -> tuple[tuple[int, ...], tuple[tuple[str, int], ...]]:
    word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    buffer = subject.document.buffer
    outside = (at for at in range(buffer.line_count) if not subject.first <= at <= subject.last)
    here = tuple(at + 1 for at in outside if name in buffer.line(at) and word.search(buffer.line(at)))
    counts = Counter({_file_name(path): count for path, count in naming(name)})
    for document in others:
        if document.uri != subject.document.uri and document.buffer.length <= MAX_SEARCHED_CHARS:
            counts[_file_name(document.uri)] += len(word.findall(document.buffer.text))
    return here, tuple((file, count) for file, count in counts.most_common() if count)


def _file_name(uri: str) -> str:
    return uri.replace("\\", "/").rpartition("/")[2]


def _looks_called(lines: Iterable[str]) -> tuple[str, ...]:
    """Names before a bracket, where no grammar can tell what they are."""
    found = (name for line in lines for name in _LOOKS_CALLED.findall(line))
    return tuple(dict.fromkeys(name for name in found if not _NO_CALLS.fullmatch(name)))
