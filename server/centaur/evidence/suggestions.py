"""The suggestions of a session: those whose life goes on, and the last of those whose life is over."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from itertools import chain
from math import inf

from centaur.evidence.events import Event
from centaur.evidence.suggestion import Offered, Suggestion

REMEMBERED = 16  # finished ones: for `previous_suggestion_id`, and to tell a late signal from an unknown id

UNDECIDED = frozenset({"", "unseen"})


class Suggestions:
    """Finds the suggestion that a signal is about, that fits at a place, or that was shown beside another.

    What has its outcome is put aside, and time is looked at when something is due, so that a keystroke passes
    over few. `record` takes what they write; `decided` hears of each that has its outcome.
    """

    def __init__(self, record: Callable[[Event], None], decided: Callable[[Suggestion], None]) -> None:
        self._open: dict[str, Suggestion] = {}
        self._finished: OrderedDict[str, Suggestion] = OrderedDict()
        self._decided = decided
        self.record = record
        self.due = inf

    def begin(self, suggestion_id: str, offered: Offered) -> Suggestion:
        """A life begins."""
        suggestion = self._open[suggestion_id] = Suggestion(suggestion_id, offered, self)
        return suggestion

    def wake(self, at: float) -> None:
        """Time has something to decide then, or earlier."""
        self.due = min(self.due, at)

    def decided(self, suggestion: Suggestion) -> None:
        """A life is over."""
        self._finished[suggestion.id] = self._open.pop(suggestion.id)
        if len(self._finished) > REMEMBERED:
            self._finished.popitem(last=False)
        self._decided(suggestion)

    def tick(self, at: float) -> None:
        """Write what time has decided; early calls change nothing."""
        if at < self.due:
            return
        self.due = inf
        for suggestion in self.unfinished():
            if (due := suggestion.deadline()) <= at:
                suggestion.settle(at)
                due = inf if suggestion.outcome else suggestion.deadline()
            self.due = min(self.due, due)

    def __contains__(self, suggestion_id: str) -> bool:
        return suggestion_id in self._open or suggestion_id in self._finished

    def get(self, suggestion_id: str) -> Suggestion | None:
        """The suggestion with this id, as long as it is remembered."""
        return self._open.get(suggestion_id) or self._finished.get(suggestion_id)

    def unfinished(self) -> list[Suggestion]:
        """All that have no outcome yet."""
        return list(self._open.values())

    def of(self, uri: str) -> list[Suggestion]:
        """All in this document, finished or not."""
        return _in(uri, [*self._finished.values(), *self._open.values()])

    def open(self, uri: str) -> list[Suggestion]:
        """Those in this document that have no outcome yet."""
        return _in(uri, self._open.values())

    def siblings(self, suggestion: Suggestion) -> list[Suggestion]:
        """The other open candidates of the same answer."""
        opportunity = suggestion.offered.opportunity_id
        return [
            other
            for other in self.open(suggestion.offered.uri)
            if other is not suggestion and other.offered.opportunity_id == opportunity
        ]

    def on_offer(self, uri: str, offset: int) -> Suggestion | None:
        """The one that fits exactly at the offset; of several the one on show, else the first."""
        live = (one for one in _at(uri, offset, self._open.values()) if one.live and not one.undone)
        fitting = [one for one in live if one.place.rest and one.place.fits(offset, one.place.rest)]
        return max(
            fitting, key=lambda one: (one.visibility.running, -one.offered.display_index), default=None
        )

    def continued(self, offered: Offered) -> Suggestion | None:
        """The one whose life goes on with this text: a live one, or one that ended a moment ago."""
        for one in reversed(_at(offered.uri, offered.anchor, self._open.values())):
            if one.place.fits(offered.anchor, offered.text) and not one.complete and not one.undone:
                return one
        return None

    def finished_there(self, offered: Offered) -> str:
        """The id under which the same text was last decided upon at this place, or ""."""
        decided_or_not = chain(self._finished.values(), self._open.values())
        for one in reversed(_at(offered.uri, offered.anchor, decided_or_not)):
            if one.place.fits(offered.anchor, offered.text) and (one.undone or one.outcome not in UNDECIDED):
                return one.id
        return ""


def _in(uri: str, suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    return [one for one in suggestions if one.offered.uri == uri]


def _at(uri: str, offset: int, suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """Those whose rest would go there."""
    return [
        one for one in suggestions if one.place.anchor + one.place.done == offset and one.offered.uri == uri
    ]
