"""Keeps a text to as many lines as may be put at the cursor."""

from centaur.completion.lines import allowed
from centaur.completion.types import Near


def line_limit(text: str, around: Near, language: str) -> str:
    """The first lines of the text; empty ones at its beginning do not count."""
    body = text.lstrip("\r\n")
    if "\n" not in body:
        return text
    start = text[: len(text) - len(body)]
    return start + "\n".join(body.split("\n")[: allowed(around, language)])
