"""Ids of the log: unique everywhere, and short, because every row holds several."""

import hashlib
from collections.abc import Callable
from itertools import count


def numbered(session_id: str) -> Callable[[], str]:
    """Makes ids that no other session makes: the session's own random id, and a number."""
    numbers = count(1)
    return lambda: f"{session_id}-{next(numbers):x}"


def hashed(salt: str, uri: str) -> str:
    """What the log may know of a document: a name that tells nothing to whom lacks the salt."""
    return hashlib.blake2b((salt + uri).encode(), digest_size=8).hexdigest()
