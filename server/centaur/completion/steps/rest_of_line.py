"""Drops from the text what already stands after the cursor on its line."""

from centaur.completion.steps.brackets import is_needed
from centaur.completion.types import Near


def rest_of_line(text: str, around: Near, _language: str) -> str:
    """The text's first line without the rest of the line; what came after that belongs behind the rest."""
    rest = around.line_after.strip()
    first = text.split("\n", 1)[0].rstrip()
    if not rest or not first.endswith(rest):
        return text
    kept = first.removesuffix(rest)
    return text if is_needed(rest, kept) else kept
