"""The report of `centaur metrics` as people read it: plots, groups to compare, and figures with intervals."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from centaur.metrics.definitions import PERCENTILES, SECONDS
from centaur.reporting.funnel import funnel
from centaur.reporting.text_plots import ASCII, BLOCKS, Ink, bar, sparkline, whisker
from centaur.reporting.wording import AFTER, SENTENCES, Reading, label, reading, span, title, unit_of, value

Group = Mapping[str, Any]

_ACCEPTANCE = ("viewed_acceptance_rate", "")
_RETAINED = ("retained_chars_per_opportunity", AFTER)
_TRENDS = (_ACCEPTANCE, _RETAINED, ("shown", ""))
_BESIDE = {
    "shown": ("shown", ""),
    "accepted": ("accepted", ""),
    f"kept after {AFTER} s": ("mostly_unchanged", AFTER),
    "retained characters": _RETAINED,
    "viewed acceptance": _ACCEPTANCE,
}
"""What stands beside a group, under words that are narrow enough for 80 columns."""

_NOTHING = "Nothing has been shown yet: write some code, and look again."
_WIDEST = 110
_NAMES = 35


def show(report: Mapping[str, Any], *, define: bool, compare: bool = True) -> None:
    """Print plots and a table of the whole; with `compare`, its groups; with `define`, what figures mean."""
    console = Console(highlight=False)
    plots = _Plots(min(console.width, _WIDEST), ASCII if console.options.ascii_only else BLOCKS)
    total, *groups = report["groups"]
    console.print(Text(f"What became of the suggestions, {span(report)}", style="bold"))
    if not total["opportunities"] and not define:
        console.print(_NOTHING)
        return
    if total["shown"]:
        console.print(plots.funnel(total))
        if any(total["mostly_unchanged"][str(seconds)]["n"] for seconds in SECONDS):
            console.print(plots.retention(total))
    if groups and set(groups[0]["by"]) == {"day"}:
        console.print(plots.trend(groups))
    if groups and compare:
        console.print(plots.comparison(groups))
    console.print(_figures(total, define=define))
    if not total["shown"]:
        console.print(_NOTHING)


@dataclass(frozen=True, slots=True)
class _Plots:
    """Plots as wide as the terminal, and drawn with what it can show."""

    width: int
    ink: Ink

    def funnel(self, total: Group) -> Table:
        known = list(funnel(total))
        whole = max(count for _, count in known)
        rows = [(name, f"{count:,}", count / whole, f"{count / whole:.0%}") for name, count in known]
        return self._bars("From opportunity to retained", rows)

    def retention(self, total: Group) -> Table:
        found = [(seconds, reading(total, "mostly_unchanged", seconds)) for seconds in SECONDS]
        rows = [
            (title("mostly_unchanged", seconds), one.words, one.number, one.beside)
            for seconds, one in found
            if one.number is not None
        ]
        return self._bars("What is left of what was accepted", rows)

    def trend(self, days: Sequence[Group]) -> Table:
        by_day = {group["by"]["day"]: group for group in days}
        first, last = date.fromisoformat(min(by_day)), date.fromisoformat(max(by_day))
        every = [str(first + timedelta(days=number)) for number in range((last - first).days + 1)]
        fits = every[-max(self.width - _NAMES - 20, 7) :]
        plot = _grid(f"By day, {fits[0]} to {fits[-1]}")
        for name, part in _TRENDS:
            values = [reading(by_day[day], name, part).number if day in by_day else None for day in fits]
            known = [number for number in values if number is not None]
            if known:
                drawn = Text(sparkline(values, self.ink), style="cyan")
                plot.add_row(title(name, part), drawn, f"up to {value(max(known), unit_of(name))}")
        return plot

    def comparison(self, groups: Sequence[Group]) -> Table:
        """The groups beside one another, each acceptance on one scale within its interval."""
        found = {label(group): reading(group, *_ACCEPTANCE) for group in groups}
        largest = max((one.high or one.number or 0 for one in found.values()), default=0)
        table = Table(
            title=f"\nBy {', '.join(groups[0]['by'])}",
            title_justify="left",
            box=SIMPLE_HEAD,
            collapse_padding=True,
        )
        table.add_column("", max_width=24)
        for words in _BESIDE:
            table.add_column(words, justify="right", max_width=11)
        table.add_column(f"0% to {value(largest, 'share')}", no_wrap=True)
        for group, (at, one) in zip(groups, found.items(), strict=True):
            beside = [reading(group, *name).words for name in _BESIDE.values()]
            table.add_row(Text(at), *beside, self._whisker(one, largest))
        return table

    def _whisker(self, found: Reading, largest: float) -> Text:
        interval = None if found.low is None or found.high is None else (found.low, found.high)
        width = max(self.width - 70, 8)
        number = found.number
        drawn = "" if number is None else whisker(number, interval, largest, width, self.ink)
        return Text(drawn, style="cyan")

    def _bars(self, heading: str, rows: Sequence[tuple[str, str, float, str]]) -> Table:
        plot = _grid(heading)
        plot.columns[1].justify = "right"
        for name, words, share, beside in rows:
            width = max(self.width - 62, 10)
            drawn = bar(share, 1, width, self.ink)
            plot.add_row(name, words, Text(drawn.ljust(width), style="cyan"), beside)
        return plot


def _grid(heading: str) -> Table:
    grid = Table(title=f"\n{heading}", title_justify="left", box=None, show_header=False, pad_edge=False)
    grid.add_column(max_width=_NAMES)
    for _ in range(3):
        grid.add_column(no_wrap=True)
    return grid


def _figures(total: Group, *, define: bool) -> Table:
    table = Table(title="\nAll figures", title_justify="left", box=SIMPLE_HEAD)
    table.add_column("figure", max_width=_NAMES + 8)
    table.add_column("value", justify="right", no_wrap=True)
    table.add_column("95 % interval")
    if define:
        table.add_column("what it means")
    for name, part in _names(total):
        found = reading(total, name, part)
        table.add_row(title(name, part), found.words, found.beside, *([SENTENCES[name]] if define else []))
    for what in ("filtered", "changed"):
        for step, count in total[what].items():
            table.add_row(f"{what} by {title(step)}", f"{count:,}")
    return table


def _names(total: Group) -> Iterator[tuple[str, str]]:
    """Every figure of the contract, with the seconds or the percentiles that people look at."""
    for name in SENTENCES:
        found = total[name]
        if not isinstance(found, dict) or "value" in found:
            yield name, ""
        elif "p50" in found:
            yield from ((name, percentile) for percentile in PERCENTILES)
        else:
            yield name, AFTER
