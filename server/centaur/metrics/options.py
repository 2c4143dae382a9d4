"""What a report is asked to cover; nothing here needs Ibis, so the command line may read it at once."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from centaur.metrics.facts import OWN
from centaur.usage import WrongUsageError

GROUPINGS = (
    "day",
    "language",
    "trigger",
    "kind",
    "engine",
    "source",
    "model",
    "prompt",
    "arm",
    "editor",
    "evidence",
    "latency",
)  # fmt: skip - one line says that it is one list
EVIDENCE_LEVELS = {
    "explicit": ("explicit",),
    "observed": ("explicit", "observed"),
    "all": ("explicit", "observed", "inferred"),
}


class MetricsError(ValueError):
    """A report cannot be made as asked; the message says why, for people."""


class OptionsError(MetricsError, WrongUsageError):
    """What was asked of a report is not one of the things that can be asked."""


@dataclass(frozen=True, slots=True)
class Options:
    """The facts from `since` to before `until`, both in UTC, in groups by the columns named in `by`.

    Where no `since` was given, imported facts count from their beginning.
    """

    since: datetime
    until: datetime
    by: tuple[str, ...] = ()
    origin: str = OWN
    evidence: str = "all"
    since_given: bool = True

    @classmethod
    def of(
        cls,
        *,
        now: datetime,
        since: str = "",
        until: str = "",
        by: tuple[str, ...] = (),
        origin: str = OWN,
        evidence: str = "all",
    ) -> "Options":
        """Options as people write them: a moment is an ISO date or time, UTC unless it says, or "28d".

        Days ago are whole days, and no `until` is the end of today: two reports of one day over one log are
        the same byte for byte. No `since` is 28 days ago.
        """
        midnight = datetime.combine(now.astimezone(UTC).date(), time(), UTC)
        end = _moment(until, midnight) if until else midnight + timedelta(days=1)
        return cls(_moment(since or "28d", midnight), end, by, origin, evidence, bool(since))

    def __post_init__(self) -> None:
        """Refuse what no report can be made of."""
        unknown = [name for name in self.by if name not in GROUPINGS]
        if unknown:
            raise OptionsError(f"cannot group by {', '.join(unknown)}; known are {', '.join(GROUPINGS)}")
        if len(set(self.by)) < len(self.by):
            raise OptionsError(f"a grouping is named twice in {', '.join(self.by)}")
        if self.evidence not in EVIDENCE_LEVELS:
            raise OptionsError(f"evidence is one of {', '.join(EVIDENCE_LEVELS)}, not {self.evidence!r}")
        if self.origin not in {OWN, "all"} and not self.origin.startswith("imported:"):
            raise OptionsError(f"origin is own, all or imported:NAME, not {self.origin!r}")
        if self.since >= self.until:
            raise OptionsError(f"since ({iso(self.since)}) must come before until ({iso(self.until)})")


def iso(moment: datetime) -> str:
    """A moment in UTC as text."""
    return moment.isoformat().replace("+00:00", "Z")


def milliseconds(moment: datetime) -> int:
    """Unix milliseconds, exactly."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def _moment(text: str, midnight: datetime) -> datetime:
    try:
        if re.fullmatch(r"[0-9]+d", text):
            return midnight - timedelta(days=int(text[:-1]))
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise OptionsError(f"{text!r} is no moment: give a date such as 2026-11-01, or 28d") from None
