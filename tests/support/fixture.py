"""Texts with a `$0` where the cursor stands."""

from textwrap import dedent

from centaur.completion.types import Near, Request, Trigger
from centaur.text.buffer import Buffer
from centaur.text.document import Document
from centaur.text.positions import Position
from tests.support.fakes import FakeClock


def fixture(
    text: str, *, language: str = "python", path: str = "/project/main.py"
) -> tuple[Document, Position]:
    """The document without its one `$0`, and where that stood. An indented text loses its common margin."""
    text = dedent(text.removeprefix("\n")) if text.startswith("\n") else text
    before, cursor, after = text.partition("$0")
    assert cursor, "a fixture has a $0"
    assert "$0" not in after, "a fixture has one $0"
    buffer = Buffer.of(before + after)
    return Document(f"file://{path}", path, language, 1, buffer), buffer.position(len(before))


def request(
    text: str, *, trigger: Trigger = "automatic", language: str = "python", asked_at: float = FakeClock.at
) -> Request:
    """A request at the `$0` of the text."""
    document, cursor = fixture(text, language=language)
    return Request("opportunity", document, cursor, trigger, asked_at)


def near(text: str) -> Near:
    """The text on both sides of the `$0`."""
    document, cursor = fixture(text)
    offset = document.buffer.offset(cursor)
    return Near(document.buffer.text[:offset], document.buffer.text[offset:])
