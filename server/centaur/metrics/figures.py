"""The kinds of figures that a definition can be: totals, looks, rates, survival and percentiles."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import ibis


@dataclass(frozen=True, slots=True)
class Total:
    """A number that is added up over episodes, opportunities or minutes."""

    name: str
    sentence: str
    sum: "Callable[[ibis.Table], ibis.Value]"


@dataclass(frozen=True, slots=True)
class Look:
    """A number that is added up over episodes as they looked so many seconds after an accept."""

    name: str
    sentence: str
    sum: "Callable[[ibis.Table, str], ibis.Value]"


@dataclass(frozen=True, slots=True)
class Rate:
    """A ratio of two totals, over so many (`n`) episodes or opportunities, per `scale` of the denominator."""

    name: str
    sentence: str
    numerator: str
    denominator: str
    n: str
    unit: Literal["share", "characters", "USD"] = "share"
    scale: float = 1


@dataclass(frozen=True, slots=True)
class Survival:
    """A mean over the accepted suggestions that were looked at so many seconds later, in units of `scale`."""

    name: str
    sentence: str
    numerator: str
    n: str
    scale: float = 1


@dataclass(frozen=True, slots=True)
class Percentiles:
    """The percentiles of a time, by nearest rank, over the opportunities that delivered a suggestion."""

    name: str
    sentence: str
    column: str


def at(name: str, seconds: str) -> str:
    """The name of a column or a total so many seconds after an accept."""
    return f"{name}_{seconds}"


EXACT = 2**40
"""Ratios and dollars are added up in whole parts of this size: no sum depends on its order or its engine.

A power of two, so that no part is rounded twice; eight million dollars fit into 64 bits.
"""


def exact(value: "ibis.Value") -> "ibis.Value":
    """A number with a fraction as whole parts of `EXACT`."""
    return (value * EXACT).round().cast("int64")
