"""The answers to a report's questions, added up by group, and in each group by cluster."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from centaur.metrics.questions import CLUSTER, Question

Rows = Sequence[tuple[Any, ...]]
Key = tuple[Any, ...]

WHOLE: Key = ()
"""The group that all belong to."""


class Sums:
    """What was counted in one group: the total of every name, and its column, a sum for each cluster."""

    def __init__(self) -> None:
        self.totals: defaultdict[str, int] = defaultdict(int)
        self._places: dict[Key, int] = {}
        self._added: dict[str, tuple[list[int], list[int]]] = {}
        self._columns: dict[str, list[int]] = {}

    def add(self, names: Sequence[str], clusters: Iterable[Key], columns: Iterable[list[int]]) -> None:
        """Take in the values of some names, each of the cluster that stands in its place."""
        places = [self._places.setdefault(cluster, len(self._places)) for cluster in clusters]
        for name, values in zip(names, columns, strict=True):
            self.totals[name] = sum(values)
            self._added[name] = places, values

    def column(self, name: str) -> list[int]:
        """The sums of a name by cluster, in the one order of them all, once all were taken in."""
        if name not in self._columns:
            sums = self._columns[name] = [0] * len(self._places)
            for place, value in zip(*self._added.get(name, ((), ())), strict=True):
                sums[place] += value
        return self._columns[name]


def added_up(answers: Sequence[tuple[Question, Rows]]) -> dict[Key, Sums]:
    """The sums of each group; a cluster is an activity session, or a user where there are several.

    One person's sessions resemble each other, too.
    """
    start = len(CLUSTER)
    several = len({row[start + len(question.by)] for question, rows in answers for row in rows}) > 1
    groups = {WHOLE: Sums()}
    for question, rows in answers:
        user = start + len(question.by)
        cluster = slice(user, user + 1) if several else slice(start)
        for key, some in _by_group(rows, slice(start, user)):
            clusters = [row[cluster] for row in some]
            columns = (
                [row[place] for row in some] for place in range(user + 1, user + 1 + len(question.names))
            )
            groups.setdefault(key, Sums()).add(question.names, clusters, columns)
    return groups


def _by_group(rows: Rows, group: slice) -> Iterator[tuple[Key, Rows]]:
    """The rows of the whole, and those of each group."""
    groups = defaultdict(list)
    if group.stop > group.start:
        for row in rows:
            groups[row[group]].append(row)
    yield WHOLE, rows
    yield from groups.items()
