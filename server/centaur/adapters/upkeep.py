"""What a session does beside its work: a thread for what may take long and can wait."""

import threading
from collections.abc import Callable

DAY_SECONDS = 24 * 60 * 60.0


class Upkeep:
    """Calls `daily` at once and every day, and `later` once, some seconds after the start."""

    def __init__(self, daily: Callable[[], None], later: Callable[[], None], after_seconds: float) -> None:
        self._daily = daily
        self._later = later
        self._after_seconds = after_seconds
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="centaur-upkeep", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish what is under way and do nothing more."""
        self._ending.set()
        self._thread.join()

    def _run(self) -> None:
        self._daily()
        if not self._ending.wait(self._after_seconds):
            self._later()
        while not self._ending.wait(DAY_SECONDS):
            self._daily()
