"""How far a long piece of work has come, told to whoever waits for it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

Progress = Callable[[int, int], None]
"""Hears how much of how much is done."""

Stages = Callable[[str], Progress]
"""Takes what is done now, such as "folding the log", and gives what hears how far that has come."""

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
T = TypeVar("T")


def unheard(_what: str) -> Progress:
    """Where nobody waits."""
    return lambda _done, _of: None


def passing(things: Iterable[T], of: int, progress: Progress) -> Iterator[T]:
    """The things, which are so many, told as they pass."""
    progress(0, of)
    for done, thing in enumerate(things, start=1):
        yield thing
        progress(done, of)


def heard(
    ask: Callable[[Sequence[Asked]], Iterable[Answer]], progress: Progress
) -> Callable[[Sequence[Asked]], Iterable[Answer]]:
    """Asks the same, and each answer is told as it comes."""
    return lambda asked: passing(ask(asked), len(asked), progress)
