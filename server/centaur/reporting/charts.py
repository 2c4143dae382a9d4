"""Charts as data: what to draw, in the public grammar of Vega-Lite, with the page's own colours."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

Spec = dict[str, Any]

WIDTH = 340
"""Narrow enough for a phone; on a wide screen charts stand side by side."""

SERIES = tuple(f"var(--series-{number})" for number in range(1, 7))
"""Colours are names that style.css gives values, so that one drawing fits light, dark and high contrast."""

_INK, _MUTED, _GRID = "var(--ink)", "var(--muted)", "var(--grid)"
_FORMATS = {"share": ".0%", "USD": "$~r", "characters": "~r", "count": ",.0f"}
_STEPS = {"count": 1}
_ROW, _HEIGHT = 26, 150
_TICKS = 5
_HAS_INTERVAL = "isValid(datum.low)"


@dataclass(frozen=True, slots=True)
class Mark:
    """A value under a label, in a series, within bounds where there are any; `says` tells it in words."""

    label: str
    value: float
    says: str
    low: float | None = None
    high: float | None = None
    series: str = ""


def dots(marks: Sequence[Mark], unit: str) -> Spec:
    """Values to compare, a row each, with their intervals."""
    x = _amount(unit)
    interval = {"x": {"field": "low", **x}, "x2": {"field": "high"}}
    return _chart(
        marks,
        {"height": {"step": _ROW}, "encoding": {"y": _label(marks), **_colour(marks)}},
        _layer({"type": "rule", "strokeWidth": 4, "opacity": 0.4}, interval, where=_HAS_INTERVAL),
        _layer(_point(80), {"x": {"field": "value", **x}}),
    )


def bars(marks: Sequence[Mark], unit: str) -> Spec:
    """Amounts to compare, a row each, its series one after the other."""
    return _chart(
        marks,
        {"height": {"step": _ROW}, "encoding": {"y": _label(marks), **_colour(marks)}},
        _layer({"type": "bar", "height": {"band": 0.7}}, {"x": {"field": "value", **_amount(unit)}}),
    )


def columns(marks: Sequence[Mark], unit: str) -> Spec:
    """Amounts over time, a day each, its series on one another."""
    x = {**_time(marks), "timeUnit": "utcyearmonthdate"}
    return _chart(
        marks,
        {"height": _HEIGHT, "encoding": {"x": x, **_colour(marks)}},
        _layer({"type": "bar", "width": {"band": 0.8}}, {"y": {"field": "value", **_amount(unit)}}),
    )


def trend(marks: Sequence[Mark], unit: str, line: str) -> Spec:
    """Values over time: the series `line` as a line within its intervals, all others as faint dots."""
    y = {**_amount(unit), "scale": {"zero": True}}
    value, of_line = {"y": {"field": "value", **y}}, f"datum.series == '{line}'"
    band = {"y": {"field": "low", **y}, "y2": {"field": "high"}}
    return _chart(
        marks,
        {"height": _HEIGHT, "encoding": {"x": _time(marks)}},
        _layer({"type": "errorband", "opacity": 0.22}, band, where=f"{of_line} && {_HAS_INTERVAL}"),
        _layer(_point(24) | {"color": _MUTED, "opacity": 0.8}, value, where=f"!({of_line})"),
        _layer({"type": "line", "strokeWidth": 2}, value, where=of_line),
        _layer(_point(56), value, where=of_line),
    )


def curves(marks: Sequence[Mark], unit: str) -> Spec:
    """A line for each series over labels in their order, with intervals where there are any."""
    y = {**_amount(unit), "scale": {"zero": True}}
    interval = {"y": {"field": "low", **y}, "y2": {"field": "high"}}
    value = {"y": {"field": "value", **y}}
    x = {**_label(marks), "axis": {"labelAngle": 0, "grid": False, "labelOverlap": False}}
    return _chart(
        marks,
        {"height": _HEIGHT, "encoding": {"x": x, **_colour(marks)}},
        _layer({"type": "rule", "strokeWidth": 3, "opacity": 0.35}, interval, where=_HAS_INTERVAL),
        _layer({"type": "line", "strokeWidth": 2}, value),
        _layer(_point(56), value),
    )


def _chart(marks: Sequence[Mark], shape: Spec, *layers: Spec) -> Spec:
    text = {"labelColor": _INK, "titleColor": _INK, "labelFontSize": 12, "titleFontSize": 12}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": WIDTH,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": {"left": 12, "right": 8, "top": 4, "bottom": 4},
        "data": {"values": [asdict(mark) for mark in marks]},
        **shape,
        "layer": list(layers),
        "config": {
            "font": "system-ui, sans-serif",
            "background": None,
            "view": {"stroke": None},
            "mark": {"color": SERIES[0]},
            "rule": {"color": SERIES[0]},
            "axis": {**text, "gridColor": _GRID, "domainColor": _GRID, "tickColor": _GRID, "labelLimit": 120},
            "legend": {
                **text,
                "labelFontSize": 11,
                "orient": "top",
                "title": None,
                "columnPadding": 16,
                "symbolOpacity": 1,
            },
        },
    }


def _layer(mark: Spec, encoding: Spec, *, where: str = "true") -> Spec:
    said = {"description": {"field": "says", "type": "nominal"}}
    return {"transform": [{"filter": where}], "mark": mark, "encoding": {**encoding, **said}}


def _point(size: int) -> Spec:
    return {"type": "point", "filled": True, "size": size, "opacity": 1}


def _label(marks: Sequence[Mark]) -> Spec:
    return {
        "field": "label",
        "type": "nominal",
        "title": None,
        "sort": list(dict.fromkeys(mark.label for mark in marks)),
        "axis": {"ticks": False, "domain": False, "labelPadding": 6},
    }


def _amount(unit: str) -> Spec:
    axis = {
        "format": _FORMATS[unit],
        "tickCount": 4,
        "tickMinStep": _STEPS.get(unit, 0),
        "domain": False,
        "ticks": False,
    }
    return {"type": "quantitative", "title": None, "axis": axis}


def _time(marks: Sequence[Mark]) -> Spec:
    days = [date.fromisoformat(mark.label) for mark in marks]
    is_short = bool(days) and (max(days) - min(days)).days < _TICKS
    # Left to itself it would divide a day, and write its name twice.
    ticks = {"interval": "day", "step": 1} if is_short else _TICKS
    axis = {"format": "%-d %b", "tickCount": ticks, "grid": False}
    scale = {"type": "utc", "padding": 8}
    return {"field": "label", "type": "temporal", "title": None, "scale": scale, "axis": axis}


def _colour(marks: Sequence[Mark]) -> Mapping[str, Spec]:
    series = list(dict.fromkeys(mark.series for mark in marks))
    if series == [""] or not series:
        return {}
    scale = {"domain": series, "range": [SERIES[place % len(SERIES)] for place in range(len(series))]}
    return {"color": {"field": "series", "type": "nominal", "scale": scale}}
