"""What a session does beside its work: a thread for what may take long and can wait."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import inf

DAY_SECONDS = 24 * 60 * 60.0


@dataclass(frozen=True, slots=True)
class Job:
    """What to do, first so long after the start, then again and again, or by default only once."""

    action: Callable[[], None]
    after_seconds: float
    every_seconds: float = inf


class Upkeep:
    """Does each job when its time has come, one at a time, until it is stopped; what is due is still done."""

    def __init__(self, *jobs: Job) -> None:
        started = time.monotonic()
        self._due = {job: started + job.after_seconds for job in jobs}
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="centaur-upkeep", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish what is under way and do nothing more."""
        self._ending.set()
        self._thread.join()

    def _run(self) -> None:
        while self._due:
            job, due = min(self._due.items(), key=lambda entry: entry[1])
            left = due - time.monotonic()
            if left > 0 and self._ending.wait(left):
                return
            job.action()
            del self._due[job]
            if job.every_seconds < inf:
                self._due[job] = time.monotonic() + job.every_seconds
