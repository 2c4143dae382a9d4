"""What the log has of each life, so that recording may stop and begin again and each still has its end."""

from collections import OrderedDict
from dataclasses import dataclass, field

from centaur.evidence.accepted_text import MOMENTS
from centaur.evidence.events import (
    Event,
    Moment,
    OutcomeEvent,
    PartialEvent,
    ReadEvent,
    ShownEvent,
    SurvivalEvent,
    TypingEvent,
)

NOT_RECORDED = "not_recorded"
REMEMBERED = 4_096


class Ledger:
    """Says what to write of what happens. `at` is monotonic seconds.

    While nothing may be recorded, nothing is. What the log had open then ends in it as not recorded, as soon
    as something may be written again, and a life with a gap is told no further.
    """

    def __init__(self) -> None:
        self._whole: OrderedDict[str, bool] = OrderedDict()
        self._lives: dict[str, _Life] = {}
        self._owed: list[Event] = []
        self._minute_has_gap = False

    @property
    def owes(self) -> bool:
        """Whether recording has stopped while something was open."""
        return bool(self._owed)

    def is_whole(self, suggestion_id: str) -> bool:
        """Whether the log has all of this life so far."""
        return self._whole.get(suggestion_id, True)

    def take(self, event: Event, at: float, *, allowed: bool) -> list[Event]:
        """What to write now that this has happened."""
        if not allowed:
            self._stop(at)
            if suggestion_id := getattr(event, "suggestion_id", ""):
                self._remember(suggestion_id, whole=False)
            return []
        owed, self._owed = self._owed, []
        return [*owed, event] if self._fits(event, at) else owed

    def _stop(self, at: float) -> None:
        for suggestion_id, life in self._lives.items():
            self._owed += life.ends(suggestion_id, at)
        for suggestion_id in (*self._whole, *self._lives):
            self._whole[suggestion_id] = False
        self._lives.clear()
        self._minute_has_gap = True

    def _fits(self, event: Event, at: float) -> bool:
        """Whether the log has what came before the event. If so, it is taken for written."""
        if isinstance(event, TypingEvent):
            whole, self._minute_has_gap = not self._minute_has_gap, False
            return whole
        suggestion_id = getattr(event, "suggestion_id", "")
        if not suggestion_id:
            return True
        whole = self.is_whole(suggestion_id)
        self._remember(suggestion_id, whole=whole)
        if whole:
            self._enter(suggestion_id, event, at)
        return whole

    def _remember(self, suggestion_id: str, *, whole: bool) -> None:
        self._whole[suggestion_id] = whole
        self._whole.move_to_end(suggestion_id)
        if len(self._whole) > REMEMBERED:
            self._whole.popitem(last=False)

    def _enter(self, suggestion_id: str, event: Event, at: float) -> None:
        if isinstance(event, ShownEvent):
            self._lives[suggestion_id] = _Life(event.offered_chars, event.visible_ms)
        elif life := self._lives.get(suggestion_id):
            life.enter(event, at)
            if life.is_over:
                del self._lives[suggestion_id]


@dataclass(slots=True)
class _Life:
    """What the log has of a suggestion from its display to its outcome and the last look at its text."""

    offered_chars: int
    visible_ms: float
    accepted_chars: int = 0
    accepted_at: float = 0.0
    looks: list[Moment] = field(default_factory=list)
    decided: bool = False

    @property
    def is_over(self) -> bool:
        return self.decided and not self.looks

    def enter(self, event: Event, at: float) -> None:
        if isinstance(event, ReadEvent):
            self.visible_ms = event.visible_ms
        elif isinstance(event, PartialEvent | OutcomeEvent):
            self.decided = isinstance(event, OutcomeEvent)
            self._accept(event.accepted_chars, at)
        elif isinstance(event, SurvivalEvent) and event.moment in self.looks:
            self.looks.remove(event.moment)

    def ends(self, suggestion_id: str, at: float) -> list[Event]:
        ends: list[Event] = []
        if not self.decided:
            numbers = self.offered_chars, self.accepted_chars, 0, self.visible_ms
            ends.append(OutcomeEvent(suggestion_id, "orphaned", NOT_RECORDED, "observed", *numbers))
        after_ms = round((at - self.accepted_at) * 1000, 3)
        for moment in self.looks:
            watched = suggestion_id, moment, after_ms, self.accepted_chars
            ends.append(SurvivalEvent(*watched, censored_reason=NOT_RECORDED))
        return ends

    def _accept(self, accepted_chars: int, at: float) -> None:
        if accepted_chars <= self.accepted_chars:
            return
        if not self.accepted_chars:
            self.looks = [moment for _, moment in MOMENTS]
        self.accepted_chars, self.accepted_at = accepted_chars, at
