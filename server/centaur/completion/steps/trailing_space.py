"""Drops blanks and empty lines at a text's end."""

from centaur.completion.types import Near


def trailing_space(text: str, around: Near, _language: str) -> str:
    """The text without its end of blanks, unless the line goes on; nothing, where all is blank."""
    if not text.strip():
        return ""
    body = text.rstrip()
    # Brackets over several lines are closed on a line of their own, and a line put above another is a line;
    # a text of one line that goes on a line has none to end.
    ends_a_line = "\n" in text[len(body) :] and "\n" not in body and around.line_before.strip()
    return text if around.line_after.strip() and not ends_a_line else body
