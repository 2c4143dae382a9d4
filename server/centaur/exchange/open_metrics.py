"""The report as OpenMetrics text, for Prometheus: a gauge a figure, a summary where it is percentiles.

The form is that of github.com/prometheus/OpenMetrics, specification 1.0. The help text is the definition.
What is not known has no sample.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from centaur.metrics.definitions import COSTS, COUNTS, RATES, REQUESTS, RETAINED, SURVIVAL, TIMES

MEDIA_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8"
_QUANTILES = {"p50": "0.5", "p95": "0.95", "p99": "0.99"}
_SECONDS = "_seconds"
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})
_STEPS = {
    "filtered": ("guard", "Requests whose every text was held back, by what held it back."),
    "changed": ("step", "Suggestions that a step changed before they were offered."),
}

Labels = dict[str, str]
Sample = tuple[Labels, float]
Groups = list[tuple[Labels, Mapping[str, Any]]]


def exposition(report: Mapping[str, Any]) -> str:
    """The whole text. Figures of a group carry the group as labels; those of the whole carry none."""
    groups = [(_labels(group["by"]), group) for group in report["groups"]]
    lines: list[str] = []
    for name, sentence, samples in _families(groups):
        of = "summary" if name.endswith(_SECONDS) else "gauge"
        lines += [f"# TYPE {name} {of}", f"# HELP {name} {sentence.translate(_ESCAPES)}"]
        lines += [_line(name, labels, value) for labels, value in samples]
    until = datetime.fromisoformat(report["until"]).timestamp()
    lines += [
        "# TYPE centaur_until_timestamp_seconds gauge",
        "# UNIT centaur_until_timestamp_seconds seconds",
        "# HELP centaur_until_timestamp_seconds The end of the days that the figures cover.",
        _line("centaur_until_timestamp_seconds", {}, until),
        "# EOF",
    ]
    return "\n".join(lines) + "\n"


def _families(groups: Groups) -> Iterator[tuple[str, str, list[Sample]]]:
    costs = [cost for cost in COSTS if cost.name.startswith("cost")]
    for total in (*REQUESTS, *COUNTS, *costs):
        yield f"centaur_{total.name}", total.sentence, _known(groups, lambda g, n=total.name: g[n])
    for rate in RATES:
        found = _known(groups, lambda g, n=rate.name: g[n]["value"])
        yield f"centaur_{rate.name}", rate.sentence, found
        yield from _bounds(rate.name, groups)
    for figure in (*SURVIVAL, next(iter(RETAINED.values()))):
        yield f"centaur_{figure.name}", figure.sentence, _after(groups, figure.name)
    for time in TIMES:
        name = f"centaur_{time.name.removesuffix('_ms')}{_SECONDS}"
        yield name, time.sentence, _percentiles(groups, time.name)
    for name, (by, sentence) in _STEPS.items():
        yield f"centaur_{name}", sentence, _steps(groups, name, by)


def _known(groups: Groups, value: Any) -> list[Sample]:
    return [(labels, found) for labels, group in groups if (found := value(group)) is not None]


def _bounds(name: str, groups: Groups) -> Iterator[tuple[str, str, list[Sample]]]:
    for place, bound in enumerate(("lower", "upper")):
        found = [(labels, group[name]["ci95"][place]) for labels, group in groups if group[name]["ci95"]]
        yield f"centaur_{name}_{bound}", f"The {bound} end of the 95 % interval of {name}.", found


def _after(groups: Groups, name: str) -> list[Sample]:
    return [
        ({**labels, "after_seconds": seconds}, found["value"])
        for labels, group in groups
        for seconds, found in group[name].items()
        if found["value"] is not None
    ]


def _percentiles(groups: Groups, name: str) -> list[Sample]:
    return [
        ({**labels, "quantile": _QUANTILES[percentile]}, value / 1000)
        for labels, group in groups
        for percentile, value in group[name].items()
        if value is not None
    ]


def _steps(groups: Groups, name: str, by: str) -> list[Sample]:
    return [({**labels, by: step}, count) for labels, group in groups for step, count in group[name].items()]


def _labels(by: Mapping[str, Any]) -> Labels:
    return {name: str(value or "unknown") for name, value in by.items()}


def _line(name: str, labels: Labels, value: float) -> str:
    told = ",".join(f'{label}="{text.translate(_ESCAPES)}"' for label, text in labels.items())
    return f"{name}{{{told}}} {float(value)}" if told else f"{name} {float(value)}"
