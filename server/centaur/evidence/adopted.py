"""What a process showed that died since: until it is written off, an accept of it is an accept."""

from centaur.evidence.events import OutcomeEvent

SECONDS = 30.0


class Adopted:
    """The ids that a dead process left open, each for 30 s."""

    def __init__(self) -> None:
        self._ids: dict[str, tuple[int, float]] = {}

    def add(self, suggestion_id: str, offered_chars: int, at: float) -> None:
        """This was shown, and its process has died."""
        self._ids[suggestion_id] = (offered_chars, at)

    def accept(self, suggestion_id: str, at: float) -> OutcomeEvent | None:
        """The outcome of an accept, if it is for one of these and in time; it is gone then."""
        chars, since = self._ids.pop(suggestion_id, (0, at - SECONDS - 1))
        if at - since > SECONDS:
            return None
        return OutcomeEvent(suggestion_id, "accepted", "command", "explicit", chars, chars, 0, visible_ms=0.0)
