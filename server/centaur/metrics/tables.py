"""The facts as unbound Ibis tables: whatever holds such tables can answer what is asked of them."""

from typing import Any

import ibis

from centaur.metrics.facts import Episode, Fact, Minute, Opportunity, columns

_TYPES: dict[Any, str] = {
    str: "string",
    int: "int64",
    int | None: "int64",
    bool: "boolean",
    bool | None: "boolean",
    float | None: "float64",
}


def _table(fact: type[Fact]) -> ibis.Table:
    return ibis.table({name: _TYPES[of] for name, of in columns(fact).items()}, name=fact.table)


EPISODES = _table(Episode)
OPPORTUNITIES = _table(Opportunity)
MINUTES = _table(Minute)
