"""What a page is made of: reports of the whole, of its groups, and of the weeks in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from centaur.metrics.options import Options
from centaur.metrics.report import Ask, report
from centaur.progress import Stages, heard, passing, unheard

Group = Mapping[str, Any]

COMPARED = ("language", "model", "prompt", "source")
MAX_PERIODS = 12
"""So many points make a line that can be read, and each is a report of its own."""

_WEEK = 7


@dataclass(frozen=True, slots=True)
class Material:
    """The whole as `centaur metrics --json` gives it, the groups of each comparison, and the periods."""

    whole: Mapping[str, Any]
    days: Sequence[Group]
    periods: Sequence[tuple[str, Group]]
    compared: Mapping[str, Sequence[Group]]
    latencies: Sequence[Group]
    arms: Sequence[Group]

    @property
    def total(self) -> Group:
        """The figures of the whole."""
        found: Group = self.whole["groups"][0]
        return found


def gather(
    ask: Ask, options: Options, compared: Sequence[str] = COMPARED, stages: Stages = unheard
) -> Material:
    """Ask for everything that the page shows; where nothing was shown, the whole says all."""
    whole = report(heard(ask, stages("counting")), replace(options, by=("day",)))
    total, *days = whole["groups"]
    whole["groups"] = [total]
    if not total["shown"]:
        return Material(whole, [], [], {}, [], [])

    periods = _periods(options, [group["by"]["day"] for group in days])
    by = (("source", "latency"), ("arm",), *((name,) for name in compared))
    wanted = [*(replace(options, by=names) for names in by), *(period for _, period in periods)]
    found = iter([report(ask, one)["groups"] for one in passing(wanted, len(wanted), stages("comparing"))])
    return Material(
        whole=whole,
        days=days,
        latencies=next(found)[1:],
        arms=[group for group in next(found)[1:] if group["by"]["arm"]],
        compared={name: next(found)[1:] for name in compared},
        periods=[(middle, next(found)[0]) for middle, _ in periods],
    )


def _periods(options: Options, days: Sequence[str]) -> list[tuple[str, Options]]:
    """The time in which there is anything, in equal parts of a week or more, each under its middle day."""
    first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
    length = (last - first).days + 1
    count = min(max(length // _WEEK, 1), MAX_PERIODS)
    starts = [first + timedelta(days=length * part // count) for part in range(count + 1)]
    return [
        (
            (start + (end - start) / 2).isoformat(),
            replace(options, by=(), since=_midnight(start), until=_midnight(end), since_given=True),
        )
        for start, end in pairwise(starts)
    ]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
