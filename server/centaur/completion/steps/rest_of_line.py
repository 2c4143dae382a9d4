"""Drops from the text what already stands after the cursor on its line."""

import re

from centaur.completion.steps.brackets import QUOTES, is_needed
from centaur.completion.types import Near


def rest_of_line(text: str, around: Near, _language: str) -> str:
    """The text's first line without the rest of the line; what came after that belongs behind the rest."""
    rest = around.line_after.strip()
    first = text.split("\n", 1)[0].rstrip()
    if not rest:
        return text
    if (quoted := _quoted(first, around)) is not None:
        return quoted
    if not first.endswith(rest):
        return text
    kept = first.removesuffix(rest)
    if is_needed(rest, kept):
        return text
    return kept.rstrip() if around.line_after[0].isspace() else kept


def _quoted(first: str, around: Near) -> str | None:
    """What comes before the quote that ends the string around the cursor, or None where there is none."""
    quote = around.line_after[:1]
    if quote not in QUOTES or around.line_before.count(quote) % 2 == 0:
        return None
    end = re.search(rf"(?<!\\){quote}", first)
    return first[: end.start()] if end else None
