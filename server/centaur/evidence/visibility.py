"""How long something has been visible: the sum of the intervals in which it was."""

from math import inf


class Visibility:
    """A clock that runs while the suggestion can be seen. Times are monotonic seconds."""

    __slots__ = ("_before", "_since")

    def __init__(self) -> None:
        self._before = 0.0
        self._since: float | None = None

    @property
    def running(self) -> bool:
        """Whether it is visible now."""
        return self._since is not None

    def start(self, at: float) -> None:
        """It is visible from now on."""
        if self._since is None:
            self._since = at

    def stop(self, at: float) -> None:
        """It is no longer visible."""
        if self._since is not None:
            self._before += at - self._since
            self._since = None

    def milliseconds(self, at: float) -> float:
        """The visible time until `at`."""
        running = 0.0 if self._since is None else at - self._since
        return round((self._before + running) * 1000, 3)

    def reaches(self, seconds: float) -> float:
        """When the visible time will reach so many seconds; infinite while it cannot."""
        return inf if self._since is None else self._since + max(0.0, seconds - self._before)
