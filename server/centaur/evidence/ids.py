"""Ids of the log: unique everywhere, and short, because every row holds several."""

from collections.abc import Callable
from itertools import count


def numbered(session_id: str) -> Callable[[], str]:
    """Makes ids that no other session makes: the session's own random id, and a number."""
    numbers = count(1)
    return lambda: f"{session_id}-{next(numbers):x}"
