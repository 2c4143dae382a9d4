"""Keeps a text to as many lines as a person reads before deciding."""

from centaur.completion.types import Near

MAX_LINES = 40


def line_limit(text: str, _around: Near, _language: str) -> str:
    """The first lines of the text."""
    return "\n".join(text.split("\n")[:MAX_LINES])
