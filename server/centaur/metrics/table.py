"""The total group of a report as rows for people: each figure with its interval and what it means."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from centaur.metrics.definitions import COUNTS, PERCENTILES, RATES, REQUESTS, TIMES, Rate

TOO_FEW = "too few sessions for an interval"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure, ready to print; what does not apply is empty."""

    name: str
    value: str
    interval: str
    n: str
    definition: str


def rows_for_terminal(report: Mapping[str, Any]) -> tuple[Row, ...]:
    """The rates of the whole, what they are made of, and the times, in that order."""
    whole = report["groups"][0]
    rates = (_rate(rate, whole[rate.name]) for rate in RATES)
    counts = (
        Row(total.name, f"{whole[total.name]:,}", "", "", total.sentence) for total in (*REQUESTS, *COUNTS)
    )
    times = (
        Row(f"{time.name} {name}", _milliseconds(whole[time.name][name]), "", "", time.sentence)
        for time in TIMES
        for name in PERCENTILES
    )
    return (*rates, *counts, *times)


def _rate(rate: Rate, figure: Mapping[str, Any]) -> Row:
    if figure["value"] is None:
        return Row(rate.name, "", "", "0", rate.sentence)
    show = _share if rate.unit == "share" else _characters
    interval = "95 % " + " to ".join(show(bound) for bound in figure["ci95"]) if figure["ci95"] else TOO_FEW
    return Row(rate.name, show(figure["value"]), interval, f"{figure['n']:,}", rate.sentence)


def _share(value: float) -> str:
    return f"{value:.1%}".replace("%", " %")


def _characters(value: float) -> str:
    return f"{value:.2f}"


def _milliseconds(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f} ms"
