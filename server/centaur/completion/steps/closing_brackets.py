"""Drops closing brackets and quotes at a text's end that already stand after the cursor."""

from centaur.completion.steps.brackets import CLOSING, is_needed
from centaur.completion.types import Near


def closing_brackets(text: str, around: Near, _language: str) -> str:
    """The text without the longest such end."""
    rest = around.line_after.lstrip()
    closing = rest[: len(rest) - len(rest.lstrip(CLOSING))]
    for length in range(min(len(closing), len(text)), 0, -1):
        kept = text[:-length]
        if text.endswith(closing[:length]) and not is_needed(closing[:length], kept):
            return kept
    return text
