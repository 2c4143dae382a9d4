"""Stops a text before it repeats the lines that follow the cursor."""

from centaur.completion.steps.brackets import is_needed
from centaur.completion.types import Near


def next_lines(text: str, around: Near, _language: str) -> str:
    """The text up to where it goes on as the document already does."""
    following = _written(around.suffix.split("\n")[1:])
    if not following or around.line_after.strip():
        return text
    lines = text.split("\n")
    if around.line_before + lines[0].rstrip() == following[0]:
        return ""
    for first in range(1, len(lines)):
        kept, end = "\n".join(lines[:first]), lines[first:]
        repeated = _written(end)
        shared = min(len(repeated), len(following))
        if shared and repeated[:shared] == following[:shared] and not is_needed("\n".join(end), kept):
            return kept
    return text


def _written(lines: list[str]) -> list[str]:
    return [line.rstrip() for line in lines if line.strip()]
