"""Numbers for facts that come without one, so that what two files share counts once and no fact is lost."""

import hashlib

_BITS = 20

Taken = dict[int, int]
"""The numbers that are in use, each with a later one to try."""


def sequence(time_ms: int, content: str) -> int:
    """A number that grows with time and differs by content."""
    digest = hashlib.sha256(content.encode()).digest()
    return (time_ms << _BITS) + int.from_bytes(digest[:2], "big")


def free(wanted: int, taken: Taken) -> int:
    """The number, or the next one that is not in use: equal facts of one file all count."""
    found = wanted
    while found in taken:
        found = taken[found]
    taken[wanted] = taken[found] = found + 1
    return found
