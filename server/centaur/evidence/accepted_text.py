"""One accepted text: where it stands, what was taken from it, and how much of it is still there."""

from dataclasses import dataclass

from centaur.evidence.events import CorrectionEvent, Moment, SurvivalEvent
from centaur.evidence.similarity import edit_ratio, kept_ratio
from centaur.evidence.tracking import TrackedRange
from centaur.text.buffer import Edit

UNDO_SECONDS = 10.0
MOMENTS: tuple[tuple[float, Moment], ...] = (
    (15.0, "15"),
    (30.0, "30"),
    (120.0, "120"),
    (300.0, "300"),
    (600.0, "600"),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Accepted text as it stands in a document; `mine` marks the characters that accepts brought."""

    uri: str
    start: int
    text: str
    mine: bytes


class AcceptedText:
    """Followed from an accept on; accepted further, word by word, from the last one."""

    def __init__(self, suggestion_id: str, standing: Standing, at: float) -> None:
        self.suggestion_id = suggestion_id
        self._due = list(MOMENTS)
        self._touched_at: float | None = None
        self._lost = 0
        self._last_step = ""
        self._corrected_at: float | None = None
        self._edits = self._taken = self._put = 0
        self._seen_at_save: str | None = None
        self._follow_from(standing, bytes(len(standing.mine)), at)

    @property
    def uri(self) -> str:
        """The document it stands in."""
        return self._standing.uri

    @property
    def text(self) -> str:
        """What stands there now."""
        return self._range.text

    @property
    def next_look(self) -> float | None:
        """When it is time to look at it; None when all has been seen."""
        return self._accepted_at + self._due[0][0] if self._due else None

    def accepted_further(self, standing: Standing, at: float) -> None:
        """More of it was accepted."""
        self._follow_from(standing, self._standing.mine.ljust(len(standing.mine), b"\0"), at)

    def follow(self, edit: Edit, at: float) -> int:
        """Follow an edit; the result is how many accepted characters it took back exactly as an undo does."""
        if edit.start > self._range.end:
            return 0
        retained = self._range.retained
        inverse = self._is_inverse(edit)
        change = self._range.follow(edit)
        if change is None:
            return 0
        if self._touched_at != at:
            self._touched_at, self._lost = at, 0
        lost = retained - self._range.retained
        self._lost += lost
        self._note_correction(*change, at)
        return lost if inverse and self.is_undoable(at) else 0

    def is_undoable(self, at: float) -> bool:
        """Whether it can still be an undo of the accept to take it back now."""
        return at - self._accepted_at <= UNDO_SECONDS

    def lost_at(self, at: float) -> int | None:
        """How many accepted characters the change at that moment took; None where it was elsewhere."""
        return self._lost if self._touched_at == at else None

    def take_due(self) -> Moment:
        """The moment whose time has come; it comes no more."""
        return self._due.pop(0)[1]

    def is_news_at_save(self) -> bool:
        """Whether this save shows something else than the last one."""
        before, self._seen_at_save = self._seen_at_save, self.text
        return before != self.text

    def look(self, moment: Moment, at: float) -> SurvivalEvent:
        """What is left of it now."""
        accepted = self._standing.text
        return SurvivalEvent(
            self.suggestion_id,
            moment,
            self.after_ms(at),
            sum(self._standing.mine),
            accepted == self.text,
            edit_ratio(accepted, self.text),
            kept_ratio(accepted, self.text),
            self._range.retained,
        )

    def censored(self, moment: Moment, reason: str, at: float) -> SurvivalEvent:
        """That nobody can know what will be left of it."""
        whole = sum(self._standing.mine)
        return SurvivalEvent(self.suggestion_id, moment, self.after_ms(at), whole, censored_reason=reason)

    def take_correction(self) -> CorrectionEvent | None:
        """How it was edited since the last look, if it was."""
        if self._corrected_at is None:
            return None
        after_ms = self.after_ms(self._corrected_at)
        correction = CorrectionEvent(self.suggestion_id, after_ms, self._edits, self._taken, self._put)
        self._corrected_at, self._edits, self._taken, self._put = None, 0, 0, 0
        return correction

    def after_ms(self, at: float) -> float:
        """How long after its accept that is."""
        return round((at - self._accepted_at) * 1000, 3)

    def _follow_from(self, standing: Standing, before: bytes, at: float) -> None:
        new = bytes(now and not then for then, now in zip(before, standing.mine, strict=False))
        if any(new):
            self._last_step = standing.text[new.find(1) : new.rfind(1) + 1]
        self._standing, self._accepted_at = standing, at
        self._range = TrackedRange(standing.start, standing.text, standing.mine)

    def _is_inverse(self, edit: Edit) -> bool:
        """Whether the edit takes back the last accept, or all of them, and nothing else."""
        if edit.inserted or edit.start + len(edit.removed) != self._range.end:
            return False
        mine = self._standing.text[self._standing.mine.find(1) :]
        return edit.removed in (self._last_step, mine)

    def _note_correction(self, taken: int, put: int, at: float) -> None:
        if self._corrected_at is None:
            self._corrected_at = at
        self._edits += 1
        self._taken += taken
        self._put += put
