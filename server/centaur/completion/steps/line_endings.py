"""Gives a text the line endings of its document, so that what is typed along with it is the same."""

import re

from centaur.completion.types import Near

_ENDINGS = re.compile(r"\r\n|\r|\n")


def line_endings(text: str, around: Near, _language: str) -> str:
    """The text with CRLF where the document has it, else with LF."""
    return _ENDINGS.sub("\r\n" if "\r\n" in around.prefix + around.suffix else "\n", text)
