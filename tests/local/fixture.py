"""A workspace in a string, and the one place where the tests ask the local engine."""

import re
from textwrap import dedent

from centaur.local.predictor import LocalEngine
from centaur.text.buffer import Buffer
from centaur.text.document import Document
from centaur.text.languages import language_of
from centaur.text.positions import Position

_FILE = re.compile(r"^#- (\S+)\n", re.MULTILINE)
TIMES = 12


def check(text: str, expected: str, seen: str = "") -> None:
    """The engine proposes exactly the expected text at the cursor, and nothing where it is "".

    `#- name` begins a file; what was `seen` stands in a dozen other files of the workspace.
    """
    files, document, cursor = documents(text)
    assert propose(engine(files | often(seen, document.path), document), document, cursor) == expected


def propose(engine: LocalEngine, document: Document, cursor: Position) -> str:
    prediction = engine.predict(document, cursor)
    return prediction.text if prediction else ""


def documents(text: str) -> tuple[dict[str, str], Document, Position]:
    """The files of the workspace, and the open document with its one cursor."""
    text = dedent(text.removeprefix("\n"))
    _, *parts = _FILE.split(text if _FILE.match(text) else f"#- main.py\n{text}")
    files = {f"/{name}": content for name, content in zip(parts[::2], parts[1::2], strict=True)}
    ((path, content),) = ((path, content) for path, content in files.items() if "$0" in content)
    before, after = content.split("$0")
    document = opened(before + after, path)
    return {name: text for name, text in files.items() if name != path}, document, at(document, len(before))


def opened(text: str, path: str = "/main.py") -> Document:
    return Document(f"file://{path}", path, language_of(path), 1, Buffer.of(text))


def at(document: Document, offset: int) -> Position:
    return document.buffer.position(offset)


def often(text: str, like: str | None = "/main.py") -> dict[str, str]:
    """A dozen files of the same kind that hold the text."""
    suffix = (like or ".py").rpartition(".")[2]
    return {f"/seen/{number}.{suffix}": dedent(text.removeprefix("\n")) for number in range(TIMES)}


def engine(files: dict[str, str], *documents: Document) -> LocalEngine:
    """An engine that has read the files and has the documents open."""
    made = LocalEngine()
    for path, text in files.items():
        made.learn(path, text)
    for document in documents:
        made.opened(document)
    return made
