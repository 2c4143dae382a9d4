"""The answers to a report's questions, added up by group, and in each group by cluster."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from centaur.metrics.questions import CLUSTER, Question

Rows = Sequence[tuple[Any, ...]]
Key = tuple[Any, ...]

WHOLE: Key = ()
"""The group that all belong to."""


@dataclass(frozen=True, slots=True)
class Column:
    """The values of a name, each with the place of its cluster; `single` if no cluster has two."""

    places: list[int]
    single: bool
    values: list[int]


_NONE = Column([], single=True, values=[])


class Sums:
    """What was counted in one group: the total of every name, and its sums by cluster."""

    def __init__(self) -> None:
        self.totals: defaultdict[str, int] = defaultdict(int)
        self._places: dict[Key, int] = {}
        self._columns: dict[str, Column] = {}

    def add(self, names: Sequence[str], clusters: Iterable[Key], columns: Iterable[list[int]]) -> None:
        """Take in the values of some names, each of the cluster that stands in its place."""
        places = [self._places.setdefault(cluster, len(self._places)) for cluster in clusters]
        single = len(set(places)) == len(places)
        for name, values in zip(names, columns, strict=True):
            self.totals[name] = sum(values)
            self._columns[name] = Column(places, single, values)

    def pair(self, one: str, other: str) -> tuple[list[int], list[int]]:
        """The sums of two names, both in the same order of their clusters, once all were taken in."""
        found, beside = (self._columns.get(name, _NONE) for name in (one, other))
        if found.places is beside.places and found.single:
            return found.values, beside.values
        return self._by_cluster(found), self._by_cluster(beside)

    def _by_cluster(self, column: Column) -> list[int]:
        sums = [0] * len(self._places)
        for place, value in zip(column.places, column.values, strict=True):
            sums[place] += value
        return sums


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
        values = range(user + 1, user + 1 + len(question.names))
        for key, some in _by_group(rows, slice(start, user)).items():
            clusters = [row[cluster] for row in some]
            columns = ([row[place] for row in some] for place in values)
            groups.setdefault(key, Sums()).add(question.names, clusters, columns)
    return groups


def _by_group(rows: Rows, group: slice) -> dict[Key, Rows]:
    if group.start == group.stop:
        return {WHOLE: rows}
    groups = defaultdict(list)
    for row in rows:
        groups[row[group]].append(row)
    return dict(groups)
