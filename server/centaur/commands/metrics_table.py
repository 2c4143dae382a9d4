"""The report of `centaur metrics` as people read it: counts, rates with intervals, and what each means."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from centaur.metrics.definitions import COUNTS, RATES, REQUESTS, RETAINED, SURVIVAL, TIMES
from centaur.metrics.statistics import MIN_CLUSTERS

_SURVIVED = "300"


def show(report: Mapping[str, Any], *, define: bool) -> None:
    """Print a table for the whole and one for each group; with `define`, what each figure means."""
    console = Console()
    for group in report["groups"]:
        console.print(_table(group, f"{report['since'][:10]} to {report['until'][:10]}", define=define))
    if not report["groups"][0]["shown"]:
        console.print("Nothing has been shown yet: write some code, and look again.")


def _table(group: Mapping[str, Any], span: str, *, define: bool) -> Table:
    name = ", ".join(f"{column} {value or 'unknown'}" for column, value in group["by"].items()) or "all"
    table = Table(title=f"{name}, {span}", title_justify="left", box=SIMPLE_HEAD)
    table.add_column("figure")
    table.add_column("value", justify="right", no_wrap=True)
    table.add_column("95 % interval")
    if define:
        table.add_column("what it means")
    for *figures, sentence in _rows(group):
        table.add_row(*figures, *([sentence] if define else []))
    return table


def _rows(group: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    for total in (*REQUESTS, *COUNTS):
        yield _words(total.name), _number(group[total.name]), "", total.sentence
    for rate in RATES:
        found = group[rate.name]
        value = _percent(found["value"]) if rate.unit == "share" else _number(found["value"])
        yield _words(rate.name), value, _interval(found, rate.unit), rate.sentence
    for survival in SURVIVAL:
        found = group[survival.name][_SURVIVED]
        beside = f"{found['n']} seen, {found['censored']} not" if found["n"] + found["censored"] else ""
        yield f"{_words(survival.name)}, {_SURVIVED} s", _percent(found["value"]), beside, survival.sentence
    retained = RETAINED[_SURVIVED]
    found = group[retained.name][_SURVIVED]
    interval = _interval(found, retained.unit)
    yield f"{_words(retained.name)}, {_SURVIVED} s", _number(found["value"]), interval, retained.sentence
    for time in TIMES:
        for percentile, found in group[time.name].items():
            yield f"{_words(time.name)}, {percentile}", _number(found), "", time.sentence


def _interval(found: Mapping[str, Any], unit: str) -> str:
    if found["ci95"]:
        low, high = found["ci95"]
        return f"{_percent(low)} to {_percent(high)}" if unit == "share" else f"{low:.2f} to {high:.2f}"
    return "too few sessions" if found["n"] and found["clusters"] < MIN_CLUSTERS else ""


def _percent(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.1%}"


def _number(value: float | None) -> str:
    if value is None:
        return "unknown"
    return str(value) if isinstance(value, int) else f"{value:.2f}"


def _words(name: str) -> str:
    return name.replace("_", " ")
