"""How long typing must pause before a model is asked: it adapts to the typing and to the model."""

from collections import deque
from math import ceil

from centaur.completion.types import Request

PAUSE_S = 1.0  # longer between two requests is no typing: the next key may well stand alone
_KEYS = 20
_MARGIN_S = 0.008  # a key or its message comes a little late now and then
_USUAL_S = 0.1
_SHORTEST_S = 0.03
_LEAST_LIMIT_S = 0.1
_LONGEST_S = 0.3


class Rhythm:
    """The typing of late. `delay_ms` of None adapts, a number stays.

    A request that the next key overtakes is paid for and thrown away. So the delay is a little longer than
    four of five intervals between keys, but no longer than the model itself takes to answer. The first key
    after a pause waits for nothing, as the answer is joined where the typing goes on to agree.
    """

    def __init__(self, delay_ms: int | None) -> None:
        self._fixed_s = None if delay_ms is None else delay_ms / 1000
        self._intervals: deque[float] = deque(maxlen=_KEYS)
        self._took_s: float | None = None
        self._last: Request | None = None

    def delay_s(self, request: Request) -> float:
        """How long to wait before this request becomes a call; each request is to be given once."""
        last, self._last = self._last, request
        interval = request.asked_at - last.asked_at if last else PAUSE_S
        if interval < PAUSE_S:
            self._intervals.append(interval)
        if request.trigger == "invoked" or (last and _is_same_text(last, request)):
            return 0.0
        if self._fixed_s is not None:
            return self._fixed_s
        return 0.0 if interval >= PAUSE_S else self._adapted_s()

    def took(self, total_ms: float | None) -> None:
        """A call took this long; newer ones count more."""
        if total_ms is not None:
            seconds = total_ms / 1000
            self._took_s = seconds if self._took_s is None else 0.7 * self._took_s + 0.3 * seconds

    def _adapted_s(self) -> float:
        intervals = sorted(self._intervals)
        usual = intervals[ceil(0.8 * len(intervals)) - 1] + _MARGIN_S if intervals else _USUAL_S
        limit = _LONGEST_S if self._took_s is None else min(max(self._took_s, _LEAST_LIMIT_S), _LONGEST_S)
        return min(max(usual, _SHORTEST_S), limit)


def _is_same_text(one: Request, other: Request) -> bool:
    return (one.document.uri, one.document.version) == (other.document.uri, other.document.version)
