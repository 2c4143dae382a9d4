"""`centaur complete FILE:LINE:COL`: one suggestion, as an editor would get it, and where it came from."""

import asyncio
from pathlib import Path
from typing import Any

from centaur.app import unrecorded
from centaur.completion.types import Suggestion
from centaur.text.buffer import Buffer
from centaur.text.document import Document
from centaur.text.languages import language_of
from centaur.text.positions import Position
from centaur.usage import WrongUsageError

READING_SECONDS = 20  # a large workspace is read in part by then, and the answer says what is known


class PlaceError(Exception):
    """The place cannot be asked about; the message says why, and what would be right."""


class PlaceFormError(PlaceError, WrongUsageError):
    """This does not name a place."""


async def complete(place: str) -> dict[str, Any]:
    """The answer at the place, as plain data. Nothing is recorded: nobody decides here.

    Raises PlaceError for a place that is not FILE:LINE:COL (both from 1), or is not there.
    """
    path, line, column = _parse(place)
    document = open_document(path)
    _check(document.buffer, line, column)
    session, host = unrecorded(workspace_of(path))
    try:
        session.opened(document)
        await asyncio.to_thread(host.index.wait, READING_SECONDS)
        await asyncio.to_thread(host.wait_for_models)
        answer = await session.suggest(document, Position(line - 1, column - 1), "invoked")
    finally:
        await session.close()
    return {
        "result": answer.result,
        "reason": answer.reason,
        "sentence": answer.sentence,
        "elapsed_ms": round(answer.elapsed_ms, 3),
        "suggestions": [_plain(suggestion) for suggestion in answer.suggestions],
    }


def _parse(place: str) -> tuple[Path, int, int]:
    name, *numbers = place.rsplit(":", 2)
    if not name or len(numbers) != 2 or not all(number.isdecimal() and int(number) for number in numbers):  # noqa: PLR2004 - line and column
        raise PlaceFormError(
            f"{place} is not FILE:LINE:COL, such as app.py:12:5, with line and column from 1"
        )
    return Path(name).absolute(), int(numbers[0]), int(numbers[1])


def open_document(path: Path) -> Document:
    """The file as an editor would open it. Raises PlaceError where it is no text."""
    try:
        content = path.read_bytes()
        if b"\0" in content:
            raise PlaceError(f"{path} is not text: it holds a zero byte")
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise PlaceError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise PlaceError(f"{path} is not text in UTF-8") from None
    return Document(path.as_uri(), str(path), language_of(path.name), 1, Buffer.of(text))


def _check(buffer: Buffer, line: int, column: int) -> None:
    if line > buffer.line_count:
        raise PlaceError(f"line {line} is past the end: the file has {buffer.line_count} lines")
    width = len(buffer.line(line - 1))
    if column > width + 1:
        raise PlaceError(f"column {column} is past the end: line {line} has {width} characters")


def workspace_of(path: Path) -> Path:
    """The repository the file is in, or else its folder."""
    return next((folder for folder in path.parents if (folder / ".git").exists()), path.parent)


def _plain(suggestion: Suggestion) -> dict[str, Any]:
    origin = suggestion.origin
    return {
        "text": suggestion.text,
        "engine": origin.engine,
        "model": origin.model or None,
        "provider": origin.provider or None,
        "source": origin.source,
        "prompt": origin.prompt and f"{origin.prompt.id} v{origin.prompt.version}",
        "latency_ms": origin.latency_ms,
        "notes": [note._asdict() for note in origin.notes],
    }
