"""Drops blanks and empty lines at a text's end."""

from centaur.completion.types import Near


def trailing_space(text: str, around: Near, _language: str) -> str:
    """The text without its end of blanks, unless the line goes on; nothing, where all is blank."""
    if not text.strip():
        return ""
    return text if around.line_after.strip() else text.rstrip()
