"""What an editor that says nothing still shows: seeing and accepting, told by changes and later requests."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from centaur.evidence.edits import trimmed
from centaur.evidence.lifecycle import Lifecycle
from centaur.evidence.place import Move, Place
from centaur.evidence.suggestion import READ_SECONDS
from centaur.evidence.typing import by_hand
from centaur.text.buffer import Edit

SIGHT_SECONDS = 0.06
"""A text that was delivered less long ago than this was not on the screen; as for VS Code's own signals."""

_REMEMBERED = 64  # erasures, for the redo of each
_AGAINST = frozenset({Move.OTHER_TEXT, Move.BEFORE_ANCHOR})


class Inference:
    """Gives a lifecycle the signals that a client would have sent, until the client sends one of its own.

    The human is known to be at the cursor only in the moment of a change or a request there, so what is
    visible is told afterwards, for the time up to that moment. What of the text came in one change and no key
    can bring was accepted. What cannot be told apart is not told: Escape, the focus of the window, a reload,
    when the cursor left, and who brought one last character after accepted words or after a pause.
    """

    def __init__(self, lifecycle: Lifecycle) -> None:
        self._lifecycle = lifecycle
        self._shows: dict[str, _Show] = {}
        self._erasures = _Erasures()
        self._silent = True
        self._accepts_are_told = False

    def heard(self) -> None:
        """The client speaks for itself: from now on nothing is inferred."""
        self._silent = False
        self._shows.clear()

    def heard_accept(self) -> None:
        """The client runs an item's command, as most do that say nothing else: accepts need no inference."""
        self._accepts_are_told = True

    def asked(self, uri: str, offset: int, at: float) -> None:
        """A request came, so the cursor is there now: what was delivered elsewhere has been left."""
        for show in list(self._shows.values()):
            if not self._is_live(show):
                del self._shows[show.uri]
            elif (show.uri, show.place.cursor) == (uri, offset):
                self._seen(show, at)
            else:
                del self._shows[show.uri]
                reason = "cursor_left" if show.uri == uri else "editor_switched"
                self._lifecycle.dismiss(show.suggestion_id, reason, at)

    def delivered(self, uri: str, offset: int, suggestion_id: str, text: str, at: float) -> None:
        """The answer to the latest request; of several candidates it is the first that is shown."""
        if not self._silent:
            return
        show, place = self._shows.get(uri), Place(offset, text)
        if show and show.suggestion_id == suggestion_id:
            show.place = place
        else:
            self._shows[uri] = _Show(uri, suggestion_id, place, at, at)

    def edit(self, uri: str, edits: Sequence[Edit], at: float) -> None:
        """One change of a document: the lifecycle follows its edits, among the signals that it implies."""
        show = self._shows.get(uri)
        restored = self._silent and self._erasures.restores(uri, edits)
        if show is None or not self._is_live(show):
            self._shows.pop(uri, None)
            self._follow(uri, edits, at)
            return
        before, place = show.place.done, show.place
        moves = {place.apply(edit) for edit in edits}
        came = place.text[before : place.done]
        one_key = len(came) == 1 and (show.taken or at - show.changed >= READ_SECONDS)
        doubtful = one_key and not self._accepts_are_told
        if _is_at_cursor(moves, edits):
            self._seen(show, at)
        else:
            show.since = inf
        self._follow(uri, edits, at)
        show.taken, show.changed = _is_no_key(came) and not restored, at
        if moves & _AGAINST:
            del self._shows[uri]
        elif show.taken:
            self._accepted(show, at)
        elif place.complete:
            del self._shows[uri]
            if doubtful:
                self._lifecycle.untold(show.suggestion_id)

    def closed(self, uri: str, at: float) -> None:
        """A document was closed: how long its suggestion could be seen is not known."""
        self._shows.pop(uri, None)
        self._lifecycle.close(uri, at)

    def _follow(self, uri: str, edits: Sequence[Edit], at: float) -> None:
        for edit in edits:
            self._lifecycle.edit(uri, edit, at)

    def _seen(self, show: "_Show", at: float) -> None:
        """It has been visible until now, and from now on nobody knows."""
        show.since = min(show.since, at)
        if at - show.since < SIGHT_SECONDS:
            return
        self._lifecycle.shown(show.suggestion_id, show.since, inferred=True)
        self._lifecycle.tick(at)
        self._lifecycle.visibility(show.suggestion_id, visible=False, at=at)
        show.since = at

    def _accepted(self, show: "_Show", at: float) -> None:
        place = show.place
        self._lifecycle.shown(show.suggestion_id, at, inferred=True)
        if place.complete:
            del self._shows[show.uri]
            if not self._accepts_are_told:
                self._lifecycle.accept(show.suggestion_id, at, inferred=True)
        else:
            unit = "line" if place.rest.startswith(("\r", "\n")) else "word"
            self._lifecycle.partial(show.suggestion_id, place.done, unit, at)
            self._lifecycle.visibility(show.suggestion_id, visible=False, at=at)

    def _is_live(self, show: "_Show") -> bool:
        on_offer = self._lifecycle.remainder(show.uri, show.place.cursor)
        return on_offer is not None and on_offer[0] == show.suggestion_id


@dataclass(slots=True)
class _Show:
    """What a document was last offered: unproven since, last changed when, and was the last part taken."""

    uri: str
    suggestion_id: str
    place: Place
    since: float
    changed: float
    taken: bool = False


class _Erasures:
    """What was erased and not yet written over: brought back by undo or redo, it is not accepted."""

    def __init__(self) -> None:
        self._erased: deque[tuple[str, int, str]] = deque(maxlen=_REMEMBERED)

    def restores(self, uri: str, edits: Sequence[Edit]) -> bool:
        """Whether this change brings back what was erased last."""
        if len(edits) == 1 and not edits[0].inserted:
            self._erased.append((uri, edits[0].start, edits[0].removed))
            return False
        came = [(uri, edit.start, edit.inserted) for edit in edits]
        if self._erased and came == [self._erased[-1]]:
            self._erased.pop()
            return True
        self._erased.clear()
        return False


def _is_at_cursor(moves: set[Move], edits: Sequence[Edit]) -> bool:
    """Whether the change proves that the human is there: a paste may as well be a reload from disk."""
    if moves & _AGAINST:
        return all(by_hand(trimmed(edit).inserted) for edit in edits)
    return not moves <= {Move.ELSEWHERE}


def _is_no_key(text: str) -> bool:
    """Whether no one key brings this text: Enter brings a line's indentation, too, and Tab spaces."""
    return len(text) > 1 and not text.isspace()
