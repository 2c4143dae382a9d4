"""The suggestions of a session: those whose life goes on, and the last of those whose life is over."""

from collections import OrderedDict
from collections.abc import Iterable

from centaur.evidence.suggestion import Offered, Suggestion

REMEMBERED = 16  # finished ones: for `previous_suggestion_id`, and to tell a late signal from an unknown id

UNDECIDED = frozenset({"", "unseen"})


class Suggestions:
    """Finds the suggestion that a signal is about, that fits at a place, or that was shown beside another.

    What has its outcome is put aside before the next look, so that a keystroke passes over few.
    """

    def __init__(self) -> None:
        self._open: dict[str, Suggestion] = {}
        self._finished: OrderedDict[str, Suggestion] = OrderedDict()

    def add(self, suggestion: Suggestion) -> None:
        """A life begins."""
        self._open[suggestion.id] = suggestion

    def __contains__(self, suggestion_id: str) -> bool:
        return suggestion_id in self._open or suggestion_id in self._finished

    def get(self, suggestion_id: str) -> Suggestion | None:
        """The suggestion with this id, as long as it is remembered."""
        return self._open.get(suggestion_id) or self._finished.get(suggestion_id)

    def unfinished(self) -> list[Suggestion]:
        """All that have no outcome yet."""
        unfinished = [one for one in self._open.values() if not one.outcome]
        if len(unfinished) < len(self._open):
            self._finished.update((one.id, one) for one in self._open.values() if one.outcome)
            self._open = {one.id: one for one in unfinished}
            while len(self._finished) > REMEMBERED:
                self._finished.popitem(last=False)
        return unfinished

    def of(self, uri: str) -> list[Suggestion]:
        """All in this document, finished or not."""
        return _in(uri, [*self._finished.values(), *self._open.values()])

    def open(self, uri: str) -> list[Suggestion]:
        """Those in this document that have no outcome yet."""
        return _in(uri, self.unfinished())

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
        live = (one for one in self.open(uri) if one.live and not one.undone)
        fitting = [one for one in live if one.place.rest and one.place.fits(offset, one.place.rest)]
        return max(
            fitting, key=lambda one: (one.visibility.running, -one.offered.display_index), default=None
        )

    def continued(self, offered: Offered) -> Suggestion | None:
        """The one whose life goes on with this text: a live one, or one that ended a moment ago."""
        for one in reversed(self.open(offered.uri)):
            if one.place.fits(offered.anchor, offered.text) and not one.complete and not one.undone:
                return one
        return None

    def finished_there(self, offered: Offered) -> str:
        """The id under which the same text was last decided upon at this place, or ""."""
        for one in reversed(self.of(offered.uri)):
            if one.place.fits(offered.anchor, offered.text) and (one.undone or one.outcome not in UNDECIDED):
                return one.id
        return ""


def _prominence(suggestion: Suggestion) -> tuple[bool, int]:
    return suggestion.visibility.running, -suggestion.offered.display_index


def _in(uri: str, suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    return [one for one in suggestions if one.offered.uri == uri]
