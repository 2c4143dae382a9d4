"""After a crash: what was left open ends once, and the living are left alone."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from centaur.adapters import session_lock
from centaur.adapters.event_store import EventStore
from centaur.adapters.recovery import Recovery
from centaur.evidence.events import (
    Event,
    OutcomeEvent,
    PartialEvent,
    ReadEvent,
    ShownEvent,
    SurvivalEvent,
)
from tests.adapters.event_rows import recorded

SHOWN = ShownEvent("s1", 310.0, 12)
ACCEPTED = OutcomeEvent("s1", "accepted", "command", "explicit", 12, 12, 0, 900.0)
NOW = 1_764_000_100.0


class State:
    """A state folder with a log and the locks of its sessions."""

    def __init__(self, home: Path) -> None:
        self.locks = home / "sessions"
        home.mkdir()
        self.store = EventStore(home / "events.db")
        self.allowed = True
        self.recovery = Recovery(self.store, self.locks, lambda: NOW, lambda: self.allowed)

    def session(self, name: str, *events: Event) -> session_lock.SessionLock:
        lock = session_lock.hold(self.locks, name)
        assert lock
        self.store.append([recorded(event, at, name) for at, event in enumerate(events, 1)])
        return lock

    def ended(self, name: str, *events: Event) -> None:
        self.session(name, *events).release()

    def outcomes(self) -> Sequence[object]:
        return self.store.query("SELECT suggestion_id, outcome FROM outcome ORDER BY 1")


@pytest.fixture
def state(centaur_home: Path) -> Iterator[State]:
    state = State(centaur_home)
    yield state
    state.store.close()


def test_shown_without_an_outcome_in_a_dead_session_is_orphaned(state: State) -> None:
    state.ended("dead", SHOWN, ReadEvent("s1", 760.0), PartialEvent("s1", "word", 5))

    state.recovery.run()

    columns = (
        "session_id, sequence, time_ms, elapsed_ms, outcome, reason, evidence, offered_chars, accepted_chars"
    )
    assert state.store.query(f"SELECT {columns}, visible_ms FROM outcome") == [
        ("dead", 4, int(NOW * 1000), 3.0, "orphaned", "process_ended", "observed", 12, 5, 760.0)
    ]


def test_while_nothing_may_be_recorded_a_dead_session_waits(state: State) -> None:
    state.ended("dead", SHOWN)
    state.allowed = False
    state.recovery.run()
    assert state.outcomes() == []

    state.allowed = True
    state.recovery.run()
    assert state.outcomes() == [("s1", "orphaned")]


def test_a_living_session_is_left_alone(state: State) -> None:
    lock = state.session("living", SHOWN)

    assert state.recovery.open_suggestions() == {}
    state.recovery.run()

    assert state.outcomes() == []
    lock.release()


def test_what_has_its_outcome_keeps_it(state: State) -> None:
    state.ended("dead", SHOWN, ACCEPTED)

    assert state.recovery.open_suggestions() == {}
    state.recovery.run()

    assert state.outcomes() == [("s1", "accepted")]


def test_what_was_never_shown_is_no_orphan(state: State) -> None:
    state.ended("dead", PartialEvent("s2", "word", 3))

    state.recovery.run()

    assert state.outcomes() == []


def test_what_was_left_open_can_be_asked_for_and_accepted_until_it_is_orphaned(state: State) -> None:
    state.ended("dead", SHOWN, ShownEvent("s2", 300.0, 4))

    assert state.recovery.open_suggestions() == {"s1": 12, "s2": 4}
    lock = state.session("next", ACCEPTED)
    state.recovery.run()

    assert state.outcomes() == [("s1", "accepted"), ("s2", "orphaned")]
    lock.release()


def test_an_accept_that_comes_after_the_end_does_not_add_an_outcome(state: State) -> None:
    state.ended("dead", SHOWN)
    state.recovery.run()

    state.session("next", ACCEPTED).release()

    assert state.outcomes() == [("s1", "orphaned")]


def test_two_servers_that_start_at_once_write_once(state: State, centaur_home: Path) -> None:
    names = [f"s{number}" for number in range(200)]
    for name in names:
        state.ended(f"dead-{name}", ShownEvent(name, 300.0, 4))
    stores = [EventStore(centaur_home / "events.db") for _ in range(4)]
    with ThreadPoolExecutor(max_workers=4) as pool:
        list(pool.map(lambda store: Recovery(store, state.locks, lambda: NOW, lambda: True).run(), stores))
    for store in stores:
        store.close()

    assert len(state.outcomes()) == len(names)
    assert list(state.locks.iterdir()) == []


def test_ended_sessions_are_forgotten_once_written(state: State) -> None:
    state.ended("dead", SHOWN)
    state.recovery.run()

    assert list(state.locks.iterdir()) == []


def test_what_cannot_be_written_waits_for_the_next_start(
    state: State, centaur_home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    state.ended("dead", SHOWN)
    state.store.close()
    events = centaur_home / "events.db"
    events.rename(centaur_home / "elsewhere")
    events.mkdir()
    state.recovery.run()
    assert "waits for the next start" in caplog.text
    events.rmdir()
    (centaur_home / "elsewhere").rename(events)

    state.recovery.run()

    assert state.outcomes() == [("s1", "orphaned")]


def test_survival_that_nobody_watched_on_is_censored_by_the_restart(state: State) -> None:
    watched = SurvivalEvent("s1", "15", 15_000.0, 12, True, 0.0, 1.0, 12)
    state.ended("dead", SHOWN, ACCEPTED, watched)

    state.recovery.run()

    rows = "SELECT moment, after_ms, accepted_chars, censored_reason FROM survival ORDER BY sequence"
    assert state.store.query(rows) == [
        ("15", 15_000.0, 12, ""),
        *((moment, 1.0, 12, "restart") for moment in ("30", "120", "300", "600")),
    ]


def test_survival_that_was_censored_for_another_reason_is_left(state: State) -> None:
    state.ended("dead", SHOWN, ACCEPTED, SurvivalEvent("s1", "15", 9_000.0, 12, censored_reason="undo"))

    state.recovery.run()

    assert state.store.query("SELECT censored_reason FROM survival") == [("undo",)]


def test_a_session_without_events_makes_no_log(centaur_home: Path) -> None:
    state = State(centaur_home)
    lock = session_lock.hold(state.locks, "silent")
    assert lock
    lock.release()

    state.recovery.run()

    assert not (centaur_home / "events.db").exists()
    assert list(state.locks.iterdir()) == []
