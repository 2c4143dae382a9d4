"""What a report is asked to cover; nothing here needs Ibis, so the command line may read it at once."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

GROUPINGS = (
    "day", "language", "trigger", "kind", "engine", "source", "model", "prompt", "arm", "editor", "evidence",
)  # fmt: skip - one line says that it is one list
EVIDENCE_LEVELS = {
    "explicit": ("explicit",),
    "observed": ("explicit", "observed"),
    "all": ("explicit", "observed", "inferred"),
}


class MetricsError(ValueError):
    """A report cannot be made as asked; the message says why, for people."""


@dataclass(frozen=True, slots=True)
class Options:
    """The log from `since` to before `until`, in groups by the columns named in `by`.

    A moment is an ISO date or time (UTC unless it says otherwise) or so many whole days ago, such as "28d". No
    `until` means the end of today, so that reports made on one day over one log are the same byte for byte.
    """

    now: datetime
    since: str = "28d"
    until: str = ""
    by: tuple[str, ...] = ()
    origin: str = "own"
    evidence: str = "all"

    def __post_init__(self) -> None:
        """Refuse what no report can be made of."""
        unknown = [name for name in self.by if name not in GROUPINGS]
        if unknown:
            raise MetricsError(f"cannot group by {', '.join(unknown)}; known are {', '.join(GROUPINGS)}")
        if len(set(self.by)) < len(self.by):
            raise MetricsError("a grouping is named twice")
        if self.evidence not in EVIDENCE_LEVELS:
            raise MetricsError(f"evidence is one of {', '.join(EVIDENCE_LEVELS)}, not {self.evidence!r}")
        if self.origin != "own":
            raise MetricsError(f"there is no origin {self.origin!r} in this log; only 'own' can be measured")
        if self.start >= self.end:
            raise MetricsError(f"since ({_iso(self.start)}) must come before until ({_iso(self.end)})")

    @property
    def start(self) -> datetime:
        """The first moment that counts."""
        return self._moment(self.since)

    @property
    def end(self) -> datetime:
        """The first moment that no longer counts."""
        return self._moment(self.until) if self.until else self._midnight() + timedelta(days=1)

    @property
    def span(self) -> dict[str, str]:
        """Both moments as ISO text."""
        return {"since": _iso(self.start), "until": _iso(self.end)}

    def _moment(self, text: str) -> datetime:
        try:
            if re.fullmatch(r"[0-9]+d", text):
                return self._midnight() - timedelta(days=int(text[:-1]))
            moment = datetime.fromisoformat(text)
            return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            raise MetricsError(f"{text!r} is no moment: give a date such as 2026-11-01, or 28d") from None

    def _midnight(self) -> datetime:
        return datetime.combine(self.now.astimezone(UTC).date(), time(), UTC)


def milliseconds(moment: datetime) -> int:
    """Unix milliseconds, exactly."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def day(milliseconds: int) -> str:
    """The day in UTC on which a moment falls."""
    return (date(1970, 1, 1) + timedelta(milliseconds=milliseconds)).isoformat()


def _iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
