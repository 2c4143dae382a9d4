"""`centaur explain FILE:FROM-TO`: what is to be said of some lines, streamed while it comes."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from centaur.app import unrecorded
from centaur.commands.complete import PlaceError, PlaceFormError, open_document, workspace_of
from centaur.text.positions import Position

READING_SECONDS = 3  # where the name stands in files that are not read by then is not said
_LINES = re.compile(r"(.+):(\d{1,9})(?:-(\d{1,9}))?")


async def explain(place: str, emit: Callable[[str], None] = lambda _markdown: None) -> dict[str, Any]:
    """The explanation as plain data; `emit` takes its Markdown so far, each time all of it.

    Nothing is recorded: nobody decides here. Raises PlaceError for a place that is not there.
    """
    path, first, last = _parse(place)
    document = open_document(path)
    lines = document.buffer.line_count
    if max(first, last) > lines:
        raise PlaceError(f"line {max(first, last)} is past the end: the file has {lines} lines")
    start, end = Position(first - 1, 0), Position(last - 1, len(document.buffer.line(last - 1)))
    # One line alone asks for the symbol around it.
    selection = (start, start) if last == first else (start, end)
    session, host = unrecorded(workspace_of(path))
    try:
        session.opened(document)
        await asyncio.to_thread(host.index.wait, READING_SECONDS)
        await asyncio.to_thread(host.wait_for_models)
        explanation = await session.explanations.explain(document, selection, [document], emit)
    finally:
        await session.close()
    shown = explanation.shown
    return {
        "kind": shown.kind,
        "first_line": shown.first + 1,
        "last_line": shown.last + 1,
        "sentence": shown.sentence,
        "source": shown.source,
        "changed_by": list(shown.changed_by),
        "markdown": shown.markdown,
    }


def _parse(place: str) -> tuple[Path, int, int]:
    match = _LINES.fullmatch(place)
    first, last = (int(match[2]), int(match[3] or match[2])) if match else (0, 0)
    if match is None or not 1 <= first <= last:
        raise PlaceFormError(f"{place} is not FILE:FROM-TO, such as app.py:12-30, with lines from 1")
    return Path(match[1]).absolute(), first, last
