"""What can wait is done beside the session, and its end waits for no timer."""

import threading

from centaur.adapters.upkeep import Upkeep

PATIENCE_SECONDS = 20


def test_the_daily_part_is_done_at_the_start_and_the_other_a_while_later() -> None:
    done: list[str] = []
    later = threading.Event()

    def recover() -> None:
        done.append("later")
        later.set()

    upkeep = Upkeep(lambda: done.append("daily"), recover, 0.01)
    assert later.wait(PATIENCE_SECONDS)
    upkeep.stop()

    assert done == ["daily", "later"]


def test_a_session_that_ends_before_recovers_nothing() -> None:
    done: list[str] = []

    Upkeep(lambda: done.append("daily"), lambda: done.append("later"), 3600.0).stop()

    assert done == ["daily"]
