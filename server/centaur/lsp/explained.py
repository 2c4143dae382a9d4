"""Between an explanation and the protocol's data, and between what a client asks and ours."""

from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from centaur.explanation.types import Explanation, Insertion
from centaur.text.document import Document
from centaur.text.positions import column_to_utf16

Json = dict[str, Any]


def answer(explanation: Explanation, document: Document | None) -> Json:
    """What a client is given to show, and by which id it is decided upon."""
    shown, markdown = explanation.shown, explanation.shown.markdown
    sentences = [
        {
            "text": one.text,
            "section": one.section,
            "start": column_to_utf16(markdown, one.start),
            "end": column_to_utf16(markdown, one.end),
        }
        for one in explanation.sentences
    ]
    return {
        "explanationId": explanation.id,
        "kind": shown.kind,
        "markdown": markdown,
        "sentence": shown.sentence,
        "sentences": sentences,
        "range": _lines(document, shown.first, shown.last) if document else None,
    }


def insertion(found: Insertion, document: Document) -> Json:
    """What a client may insert, and where."""
    line, column = found.position
    character = column_to_utf16(document.buffer.line(line), column)
    return {"uri": document.uri, "position": {"line": line, "character": character}, "text": found.text}


def text(params: Any, name: str) -> str:
    """A text of the parameters by its name."""
    found = params.get(name) if isinstance(params, dict) else None
    if not isinstance(found, str):
        raise JsonRpcInvalidParams(f"{name} is not given")
    return found


def position(value: Any) -> types.Position:
    """A position of the protocol."""
    match value:
        case {"line": int(line), "character": int(character)} if line >= 0 and character >= 0:
            return types.Position(line, character)
    raise JsonRpcInvalidParams("a position has a line and a character")


def plain(place: types.Range) -> Json:
    """A range as plain data, for a command that a client sends back."""
    return {
        name: {"line": one.line, "character": one.character}
        for name, one in (("start", place.start), ("end", place.end))
    }


def wanted(action: types.CodeAction, only: list[Any] | Any) -> bool:
    """Whether the action is of a kind that the client asked for."""
    kind = str(getattr(action.kind, "value", action.kind))
    asked = [str(getattr(one, "value", one)) for one in only]
    return any(kind == one or kind.startswith(f"{one}.") or not one for one in asked)


def _lines(document: Document, first: int, last: int) -> Json:
    line = document.buffer.line(last)
    end = {"line": last, "character": column_to_utf16(line, len(line))}
    return {"start": {"line": first, "character": 0}, "end": end}
