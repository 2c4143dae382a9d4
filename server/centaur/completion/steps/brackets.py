"""Whether the end of a text closes what the text itself has opened."""

_PAIRS = ("()", "[]", "{}")
QUOTES = "\"'`"
CLOSING = ")]}\"'`;,:>"


def is_needed(end: str, kept: str) -> bool:
    """Whether `kept` has a bracket or quote open that only `end` closes."""
    brackets = any(_open(kept, pair) > 0 > _open(end, pair) for pair in _PAIRS)
    return brackets or any(kept.count(quote) % 2 and end.count(quote) % 2 for quote in QUOTES)


def _open(text: str, pair: str) -> int:
    return text.count(pair[0]) - text.count(pair[1])
