"""What may stand before the rest of the line: nothing that repeats it, nothing that unbalances it."""

_CLOSERS = {")": "(", "]": "[", "}": "{"}
_AFTER = frozenset(")]}\"'`:,; ")


def fit(text: str, rest: str) -> str:
    """The part that fits before the rest of the line; nothing where the rest is more than closing."""
    rest = rest.strip()
    if not rest:
        return text
    if not set(rest) <= _AFTER:
        return ""
    text = _until(text, rest[0])
    return text if _balanced(text) else ""


def _until(text: str, closer: str) -> str:
    """The text up to the first closer that nothing in it opened."""
    depth = 0
    for at, char in enumerate(text):
        if char == closer and depth == 0:
            return text[:at]
        depth += (char == _CLOSERS.get(closer)) - (char == closer)
    return text


def _balanced(text: str) -> bool:
    return all(text.count(closer) == text.count(opener) for closer, opener in _CLOSERS.items())
