"""What the page says, in its order: each section with its figures and charts, each chart with its table."""

from collections.abc import Sequence
from dataclasses import dataclass

from centaur.reporting import charts
from centaur.reporting.charts import Mark, Spec
from centaur.reporting.funnel import funnel
from centaur.reporting.material import Group, Material
from centaur.reporting.wording import AFTER, label, reading, title, unit_of, value

Name = tuple[str, str]
"""A figure's name, and the seconds or the percentile that it is told for, or "" where it has one value."""

ACCEPTANCE: Name = ("viewed_acceptance_rate", "")
RETAINED: Name = ("retained_chars_per_opportunity", AFTER)
KEPT: Name = ("mostly_unchanged", AFTER)
HEADLINES: tuple[Name, ...] = (
    ACCEPTANCE,
    KEPT,
    RETAINED,
    ("show_rate", ""),
    ("explicit_rejection_rate", ""),
    ("ai_share", ""),
    ("latency_ms", "p50"),
    ("latency_ms", "p95"),
)
COSTS: tuple[Name, ...] = (
    ("cost_usd", ""),
    ("cost_estimated_usd", ""),
    ("cost_saved_usd", ""),
    ("cost_per_accepted_usd", ""),
    ("cost_per_1000_retained_usd", ""),
)
_MONEY = COSTS[:3]
BESIDE: tuple[Name, ...] = (
    ("opportunities", ""),
    ("shown", ""),
    ("accepted", ""),
    ACCEPTANCE,
    KEPT,
    RETAINED,
    ("show_rate", ""),
    ("explicit_rejection_rate", ""),
    ("latency_ms", "p95"),
    ("cost_per_1000_retained_usd", ""),
)


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing under a heading, and the table that says the same; a column is a figure or plain words."""

    heading: Name | str
    spec: Spec
    columns: Sequence[Name | str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, a sentence on how to read it, the values of figures by name, and charts."""

    heading: str
    sentence: str
    charts: Sequence[Chart] = ()
    figures: Sequence[Name] = ()


def sections(material: Material) -> list[Section]:
    """Everything there is to see; what there is nothing of is left out."""
    found = [
        Section("At a glance", "", figures=HEADLINES),
        _funnel(material.total),
        _over_time(material),
        *(_comparison(name, groups) for name, groups in material.compared.items()),
        _latency(material.latencies),
        _cost(material),
        _held_back(material.total),
        _experiments(material.arms),
    ]
    return [section for section in found if section.charts or section.figures]


def _funnel(total: Group) -> Section:
    counts = [(step, count, "known") for step, count in funnel(total)]
    if censored := total["mostly_unchanged"][AFTER]["censored"]:
        counts.append((title("mostly_unchanged", AFTER), censored, "not looked at"))
    whole = max(count for _, count, _ in counts) or 1
    rows = [[step, series, f"{count:,}", f"{count / whole:.0%}"] for step, count, series in counts]
    marks = [
        Mark(step, count, ", ".join(row), series=series)
        for (step, count, series), row in zip(counts, rows, strict=True)
    ]
    columns: list[Name | str] = ["step", "what is known", "count", "of the first"]
    return Section(
        "From opportunity to retained",
        "What could have been suggested, what of it was seen and taken, and how long that stayed.",
        [
            Chart("From opportunity to retained", charts.bars(marks, "count"), columns, rows),
            *_retention(total),
        ],
    )


def _retention(total: Group) -> list[Chart]:
    names = [(name, "") for name in ("unchanged", "mostly_unchanged", "kept_ratio")]
    marks, rows = [], []
    for seconds in total["unchanged"]:
        found = {name: reading(total, name, seconds) for name, _ in names}
        rows.append([f"{seconds} s", *(one.words for one in found.values()), found["unchanged"].beside])
        marks += [
            Mark(f"{seconds} s", one.number, f"{title(name, seconds)}: {one.words}", series=title(name))
            for name, one in found.items()
            if one.number is not None
        ]
    columns: list[Name | str] = ["after", *names, "accepted suggestions"]
    return [Chart("What is left of it", charts.curves(marks, "share"), columns, rows)] if marks else []


def _over_time(material: Material) -> Section:
    names = (ACCEPTANCE, RETAINED, KEPT, ("show_rate", ""))
    found = [_trend(material, name) for name in names]
    return Section(
        "Over time",
        "Dots are days. The line joins equal parts of the time, each with its 95 % interval.",
        [chart for chart in found if chart],
    )


def _trend(material: Material, name: Name) -> Chart | None:
    lines = [(group["by"]["day"], group, "day") for group in material.days]
    lines += [(middle, group, "period") for middle, group in material.periods]
    marks = [mark for at, group, series in lines if (mark := _mark(at, group, name, series))]
    if not marks:
        return None
    rows = [_row(f"{at} ({series})", group, name) for at, group, series in lines]
    return Chart(name, charts.trend(marks, unit_of(name[0]), "period"), ["day", name, "95 % interval"], rows)


def _comparison(by: str, groups: Sequence[Group]) -> Section:
    known = groups if any(group["by"][by] for group in groups) else []
    return Section(
        f"By {title(by)}",
        "Groups differ in more than their name: compare them with care.",
        # A request that nothing was delivered for has no source.
        _compared(by, known, (ACCEPTANCE, KEPT if by == "source" else RETAINED)),
    )


def _compared(by: str, groups: Sequence[Group], names: Sequence[Name]) -> list[Chart]:
    rows = [[label(group), *(reading(group, *name).words for name in BESIDE)] for group in groups]
    drawn = [
        (name, [mark for group in groups if (mark := _mark(label(group), group, name))]) for name in names
    ]
    return [
        Chart(name, charts.dots(marks, unit_of(name[0])), [title(by), *BESIDE], rows)
        for name, marks in drawn
        if marks
    ]


def _latency(groups: Sequence[Group]) -> Section:
    found = [(_bound(group), label({"by": {"source": group["by"]["source"]}}), group) for group in groups]
    found.sort(key=lambda one: one[:2])
    marks = [
        mark
        for bound, source, group in found
        if bound >= 0 and (mark := _mark(f"{bound}+", group, ACCEPTANCE, source))
    ]
    rows = [
        [source, *_row(f"{bound} ms or more" if bound >= 0 else "unknown", group, ACCEPTANCE)]
        for bound, source, group in found
        if group["viewed"]
    ]
    sure = [mark for mark in marks if mark.low is not None]
    columns: list[Name | str] = ["source", "latency", ACCEPTANCE, "95 % interval"]
    return Section(
        "Latency and acceptance",
        "By milliseconds from request to answer. Compare within a source: what the cache answers was often "
        "asked for before. Where others have an interval, what has none is in the table alone.",
        [Chart(ACCEPTANCE, charts.curves(sure or marks, "share"), columns, rows)] if marks else [],
    )


def _bound(group: Group) -> int:
    """The milliseconds that the answers took at least, or -1 where that is not known."""
    bound: str = group["by"]["latency"]
    return int(bound.removesuffix(" ms")) if bound else -1


def _cost(material: Material) -> Section:
    marks = [
        Mark(
            group["by"]["day"],
            amount,
            f"{group['by']['day']}, {series}: {value(amount, 'USD')}",
            series=series,
        )
        for group in material.days
        for series, amount in (("spent", group["cost_usd"]), ("saved", group["cost_saved_usd"]))
        if amount is not None
    ]
    rows = [
        [group["by"]["day"], *(reading(group, name).words for name, _ in _MONEY)] for group in material.days
    ]
    drawn = [Chart("Spent, and saved by the cache", charts.columns(marks, "USD"), ("day", *_MONEY), rows)]
    return Section(
        "Cost",
        "A cost is unknown, never zero, where a price is not known. A line of code has about 40 characters: "
        "1,000 retained characters are some 25 lines.",
        drawn if any(mark.value for mark in marks) else [],
        COSTS,
    )


def _held_back(total: Group) -> Section:
    drawn = []
    for heading, counts in (
        ("Held back, by step or guard", total["filtered"]),
        ("Changed before it was shown", total["changed"]),
    ):
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        marks = [Mark(title(name), count, f"{title(name)}: {count:,}") for name, count in ordered]
        rows = [[mark.label, f"{count:,}"] for mark, (_, count) in zip(marks, ordered, strict=True)]
        if marks:
            drawn.append(Chart(heading, charts.bars(marks, "count"), ("step or guard", "suggestions"), rows))
    return Section("Guards and filters", "What came between a model's text and you.", drawn)


def _experiments(arms: Sequence[Group]) -> Section:
    return Section(
        "Experiments",
        f"Arms by {title(*RETAINED)}, the primary figure. These intervals are for one look at the end, "
        "not for stopping early.",
        _compared("arm", arms, (RETAINED, ACCEPTANCE)),
    )


def _mark(at: str, group: Group, name: Name, series: str = "") -> Mark | None:
    found = reading(group, *name)
    if found.number is None:
        return None
    says = f"{at}: {found.words}" + (f" ({found.beside})" if found.beside else "")
    return Mark(at, found.number, says, found.low, found.high, series)


def _row(first: str, group: Group, name: Name) -> list[str]:
    found = reading(group, *name)
    return [first, found.words, found.beside]
