"""Signatures and imports of what is used near the cursor and defined elsewhere, open in the editor or not."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from centaur.completion.of_documents import OfDocuments
from centaur.completion.snippets import Snippet, name_of
from centaur.completion.types import Near
from centaur.local.symbols import Symbol, Symbols
from centaur.text.document import Document
from centaur.text.positions import Position

NEAR_LINES = 60
HEAD_CHARS = 4_000  # where a document imports what it uses
SIGNATURES = 8
IMPORTS = 6
MANY = 3  # what more files than this define, such as `main`, says nothing unless one of them is imported
NAME = re.compile(r"[A-Za-z_]\w{2,}")
_STATEMENT_CHARS = 200
_REMEMBERED_LINES = 2_048
_LINE_CHARS = 400  # of longer ones, as in minified files, remembering them would fill the memory
_WORD = re.compile(r"[A-Za-z_]\w++")
_MEMBER = re.compile(r"(?:\.|->|::)([A-Za-z_]\w{2,})")
_APPLIED = re.compile(r"(?<![\w.])([A-Za-z_]\w++)[.(]")
_BOUND = re.compile(r"\b([A-Za-z_]\w++)[ \t]*+(?:[=:,)]|in\b)")
_DEFINITION = re.compile(
    r"^[ \t]*(?:(?:export|pub|public|private|protected|static|default|abstract|async|final)\s+)*"
    r"(?:def|class|function|func|fn|interface|type|struct|enum|trait)\s+(\w{3,})[^\n]*",
    re.MULTILINE,
)
_IMPORT = re.compile(r"^(?:import|from|use|using)\b(?:[^\n({]*+[({][^)}]*+[)}])?[^\n]*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Usage:
    """What the lines above the cursor use: names, the nearest first, and how; and what is imported."""

    document: Document
    text: str
    names: tuple[str, ...]
    applied: tuple[str, ...]
    members: frozenset[str]
    defined: frozenset[str]
    imports: tuple[str, ...]
    imported: frozenset[str]


class _Line(NamedTuple):
    """What one line uses and defines."""

    names: tuple[str, ...]
    applied: tuple[str, ...]
    members: tuple[str, ...]
    defined: tuple[str, ...]


def usage(document: Document, near: Near) -> Usage:
    """Read from the text, without a grammar: it is cheap, and what stands there need not be code yet."""
    written = near.prefix.splitlines()
    above = [(_remembered if len(line) <= _LINE_CHARS else _read)(line) for line in written]
    text, lines = "\n".join(written[-NEAR_LINES:]), above[-NEAR_LINES:]
    head = document.above + document.buffer.after(Position(0, 0), HEAD_CHARS)
    imports = _imports(head)
    return Usage(
        document,
        text,
        tuple(dict.fromkeys(name for line in reversed(lines) for name in reversed(line.names))),
        tuple(dict.fromkeys(name for line in lines for name in line.applied)),
        frozenset(name for line in lines for name in line.members),
        frozenset(name for line in above for name in line.defined),
        imports,
        frozenset(_WORD.findall("\n".join(imports))),
    )


def in_documents(used: Usage, others: Sequence[Document]) -> Iterator[Snippet]:
    """The first lines of what is used and defined in another document."""
    names = frozenset(used.names) - used.defined
    for other in others:
        found = [line for name, line in _definitions(other) if name in names][:SIGNATURES]
        if found:
            yield Snippet("signatures", name_of(other.path or other.uri), "\n".join(found))


def in_workspace(used: Usage, symbols: Symbols, may_tell: Callable[[str], bool]) -> Iterator[Snippet]:
    """What other files define, if they may be told of; a class with its members tells of each of them."""
    told: list[Symbol] = []
    for name in used.names:
        for symbol in _known(name, used, symbols):
            if may_tell(symbol.path) and not any(_tells(other, symbol) for other in told):
                told = [*(other for other in told if not _tells(symbol, other)), symbol]
        if len(told) >= SIGNATURES:
            break
    for symbol in told[:SIGNATURES]:
        text = f"{symbol.owner}\n    {symbol.text}" if symbol.owner else symbol.text
        yield Snippet("workspace", name_of(symbol.path), text)


def imports(used: Usage, near: Near, symbols: Symbols) -> Iterator[Snippet]:
    """How what is used is imported: far above the cursor, else in other files."""
    document, words = used.document, frozenset(_WORD.findall(used.text))
    above = (statement for statement in used.imports if statement not in near.prefix)
    told = [
        " ".join(line.split())[:_STATEMENT_CHARS] for line in above if words & set(_WORD.findall(line)[1:])
    ]
    foreign = (name for name in used.applied if name not in used.imported)
    found = {name: symbols.imported(name, document.language) for name in foreign}
    if any(found.values()):
        bound = frozenset(_BOUND.findall(used.text))
        for name, elsewhere in found.items():
            if name not in bound and not symbols.defined(name, document.language):
                told += [symbol.text for symbol in elsewhere[:1]]
    if told:
        yield Snippet("imports", name_of(document.path or document.uri), "\n".join(told[:IMPORTS]))


@lru_cache(maxsize=8)
def _imports(head: str) -> tuple[str, ...]:
    """Remembered, as the head of a document is seldom typed in."""
    return tuple(_IMPORT.findall(head))


def _read(line: str) -> _Line:
    return _Line(
        tuple(NAME.findall(line)),
        tuple(_APPLIED.findall(line)),
        tuple(_MEMBER.findall(line)),
        tuple(_DEFINITION.findall(line)),
    )


_remembered = lru_cache(maxsize=_REMEMBERED_LINES)(_read)  # typing changes one line


def _known(name: str, used: Usage, symbols: Symbols) -> Sequence[Symbol]:
    """What the name most likely is: from a module that is imported, else from the nearest file."""
    found = () if name in used.defined else symbols.defined(name, used.document.language)
    if not found:
        return ()
    fitting = [symbol for symbol in found if name in used.members or not symbol.owner]
    if imported := [symbol for symbol in fitting if name_of(symbol.path).partition(".")[0] in used.imported]:
        return imported[:MANY]
    is_used = name in used.applied or name in used.members or not name.islower()
    if not is_used or len(found) > MANY:
        return ()
    return sorted(fitting, key=lambda symbol: -_shared(symbol.path, used.document.path or ""))


def _shared(path: str, other: str) -> int:
    """How many folders two files lie in together."""
    folders = zip(re.split(r"[/\\]", path), re.split(r"[/\\]", other), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], folders))


def _tells(one: Symbol, other: Symbol) -> bool:
    """Whether the text of the one says all that the other's does."""
    return one.path == other.path and other.text in one.text


@OfDocuments
def _definitions(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((found[1], found[0].strip()) for found in _DEFINITION.finditer(text))
