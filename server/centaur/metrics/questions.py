"""What a report asks, as expressions of Ibis or as the statements that these were compiled to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from centaur.metrics.figures import Percentiles

Expression = Any
"""An `ibis.Table`, or the text of a statement."""

CLUSTER = ("session_id", "activity")


@dataclass(frozen=True, slots=True)
class Question:
    """An expression whose rows are the columns `by` and the values `names`.

    A sum is asked by cluster: the columns CLUSTER come first, and the user stands before the values.
    """

    expression: Expression
    by: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands in order: after so many, counted from the greatest or from the smallest."""

    after: int
    from_greatest: bool


@dataclass(frozen=True, slots=True)
class Questions:
    """What a report asks: sums by group, percentiles by name and group, and what steps did.

    `ranked` is the value of a time that stands in a place, an expression of at most one row: an index
    answers it at once, where a window over a million rows takes seconds.
    """

    sums: tuple[Question, ...]
    times: Mapping[str, Question]
    filtered: Question
    changed: Question
    ranked: Callable[[Percentiles, Place], Expression]

    def all(self) -> list[Question]:
        """Every question once, in a fixed order."""
        return [*self.sums, *self.times.values(), self.filtered, self.changed]


def place(share: int, size: int) -> Place:
    """Where a percentile of so many values stands, by nearest rank: the smallest that reaches the share."""
    rank = -(-size * share // 100)
    if 2 * rank > size:
        return Place(max(size - rank, 0), from_greatest=True)
    return Place(max(rank - 1, 0), from_greatest=False)


def size_of(time: Percentiles) -> str:
    """The name of the total that says how many values a time has."""
    return f"{time.name}_n"
