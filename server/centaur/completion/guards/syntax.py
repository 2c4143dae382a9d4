"""Refuses a text that breaks what could be parsed before."""

from centaur.completion.types import Near
from centaur.text.syntax import breaks


def syntax(text: str, around: Near, language: str) -> str:
    """`syntax` where the text has an error that nothing written after it can mend, or ""."""
    return "syntax" if "\n" in text and breaks(around.prefix, text, language) else ""
