"""What can wait is done beside the session, and its end waits for no timer."""

import threading
import time
from collections.abc import Callable

from centaur.adapters.upkeep import Job, Upkeep

PATIENCE_SECONDS = 20


class Diary:
    """Who did what, and a bell that rings when it has so many entries."""

    def __init__(self, enough: int) -> None:
        self.entries: list[str] = []
        self.full = threading.Event()
        self._enough = enough

    def writing(self, entry: str) -> Callable[[], None]:
        def write() -> None:
            self.entries.append(entry)
            if len(self.entries) >= self._enough:
                self.full.set()

        return write


def test_each_job_is_done_in_its_time_and_once_unless_it_says_how_often() -> None:
    diary = Diary(enough=2)
    upkeep = Upkeep(Job(diary.writing("later"), 0.01), Job(diary.writing("at once"), 0))
    assert diary.full.wait(PATIENCE_SECONDS)
    upkeep.stop()

    assert diary.entries == ["at once", "later"]


def test_a_job_that_says_how_often_is_done_again_and_again() -> None:
    diary = Diary(enough=3)
    upkeep = Upkeep(Job(diary.writing("often"), 0.001, 0.001))
    assert diary.full.wait(PATIENCE_SECONDS)
    upkeep.stop()

    assert set(diary.entries) == {"often"}


def test_a_session_that_ends_at_once_does_what_is_due_and_nothing_else() -> None:
    diary = Diary(enough=1)
    # The end comes while the first job is under way.
    upkeep = Upkeep(
        Job(lambda: time.sleep(0.05), 0),
        Job(diary.writing("due"), 0, 3600.0),
        Job(diary.writing("not due"), 3600.0),
    )
    upkeep.stop()

    assert diary.entries == ["due"]
