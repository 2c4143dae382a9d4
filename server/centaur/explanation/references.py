"""The lines that an explanation speaks of: those it could not have read are flagged where they stand."""

import re

FLAG = "⚠ not among the lines that were read"
_REFERENCE = re.compile(r"\bL(\d{1,7})(?:\s?[-\u2013]\s?L?(\d{1,7}))?\b")


def flagged(markdown: str, first: int, last: int) -> tuple[str, int]:
    """The Markdown with a flag behind each reference outside these lines (from 1), and how many there are."""
    count = 0

    def mark(reference: re.Match[str]) -> str:
        nonlocal count
        low, high = int(reference[1]), int(reference[2] or reference[1])
        if first <= low <= high <= last:
            return reference[0]
        count += 1
        return f"{reference[0]} {FLAG}"

    return _REFERENCE.sub(mark, markdown), count


def without(text: str) -> str:
    """The text without its references, for a place in the file where lines move."""
    bare = re.sub(rf"\s?\((?:{_REFERENCE.pattern}(?:\s{FLAG})?[,;]?\s?)+(?:and\s)?\)", "", text)
    return re.sub(rf"\s{FLAG}", "", bare)
