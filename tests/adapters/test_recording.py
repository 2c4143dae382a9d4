"""What the user allows is recorded, and nothing else; what goes wrong is said."""

import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from centaur.adapters import session_lock
from centaur.adapters.event_store import EventStore, EventStoreError
from centaur.adapters.event_writer import EventWriter
from centaur.adapters.pause_file import LOOK_SECONDS, PauseFile, PauseWatch
from centaur.adapters.recording import Recording, Stores
from centaur.adapters.recovery import Recovery
from centaur.adapters.text_store import TextStore, text_files
from centaur.evidence.events import OutcomeEvent, ReadEvent, SessionEvent, ShownEvent
from centaur.settings import Settings
from tests.support.fakes import FakeClock

READ = ReadEvent("s1", 750.0)
AFTERWARDS = ReadEvent("s2", 750.0)


@pytest.fixture
def home(centaur_home: Path) -> Path:
    centaur_home.mkdir()
    return centaur_home


@asynccontextmanager
async def recording(
    home: Path, level: str = "numbers", clock: FakeClock | None = None
) -> AsyncIterator[Recording]:
    """The recording of one session in this state folder."""
    clock = clock or FakeClock()
    events = EventWriter(EventStore(home / "events.db"), "session-1", clock)
    lock = session_lock.hold(home / "sessions", "session-1")
    made = Recording(
        PauseWatch(PauseFile(home / "pause.json", clock.now), clock),
        Stores(events, TextStore(home, clock.now), lock),
        clock,
    )
    made.settings = Settings(level=level)
    yield made
    await made.close()


def events(home: Path) -> int:
    if not (home / "events.db").exists():
        return 0
    with closing(EventStore(home / "events.db")) as store:
        return store.counts()["read"]


def outcomes(home: Path) -> list[tuple[str, str]]:
    with closing(EventStore(home / "events.db")) as store:
        return [(outcome, reason) for outcome, reason in store.query("SELECT outcome, reason FROM outcome")]


def texts(home: Path) -> int:
    total = 0
    for path in text_files(home):
        with closing(sqlite3.connect(path)) as connection:
            total += connection.execute("SELECT count(*) FROM text").fetchone()[0]
    return total


@pytest.mark.parametrize(("level", "kept"), [("off", (0, 0)), ("numbers", (1, 0)), ("full", (1, 1))])
async def test_each_level_keeps_what_it_says(home: Path, level: str, kept: tuple[int, int]) -> None:
    async with recording(home, level) as made:
        made.record(READ)
        made.keep("suggestion", "s1", "text")

    assert (events(home), texts(home)) == kept


async def test_a_level_can_be_changed_at_any_time(home: Path) -> None:
    async with recording(home, "numbers") as made:
        made.record(READ)
        made.settings = Settings(level="off")
        made.record(READ)
        made.settings = Settings(level="full")
        made.record(AFTERWARDS)

    assert events(home) == 2


@pytest.mark.parametrize("level", ["off", "numbers"])
async def test_how_a_session_began_is_known_also_when_recording_begins_later(home: Path, level: str) -> None:
    async with recording(home, level) as made:
        made.begin(SessionEvent("start", "an editor"))
        made.settings = Settings(level="numbers")
        made.record(READ)
        made.record(READ)

    with closing(EventStore(home / "events.db")) as store:
        assert store.query("SELECT sequence, editor FROM session") == [(1, "an editor")]
    assert events(home) == 2


async def test_a_session_of_which_nothing_is_recorded_leaves_no_log(home: Path) -> None:
    async with recording(home, "off") as made:
        made.begin(SessionEvent("start", "an editor"))
        made.record(READ)

    assert not (home / "events.db").exists()


async def test_in_a_pause_of_recording_nothing_is_kept(home: Path) -> None:
    clock = FakeClock()
    async with recording(home, "full", clock) as made:
        PauseFile(home / "pause.json", clock.now).pause("recording", clock.now() + 60)
        made.record(READ)
        made.keep("suggestion", "s1", "text")
        assert made.recording_paused().startswith("recording is paused until ")

        clock.advance(60 + LOOK_SECONDS)
        made.record(AFTERWARDS)
        assert made.recording_paused() == ""

    assert (events(home), texts(home)) == (1, 0)


async def shown_before_a_pause(made: Recording, home: Path, clock: FakeClock) -> None:
    """A suggestion is shown, and accepted while nothing may be recorded."""
    made.record(ShownEvent("s1", 310.0, 12))
    PauseFile(home / "pause.json", clock.now).pause("recording", clock.now() + 60)
    clock.advance(LOOK_SECONDS)
    made.record(OutcomeEvent("s1", "accepted", "command", "explicit", 12, 12, 0, 900.0))


async def test_what_was_open_when_a_pause_began_ends_as_not_recorded_after_it_and_not_in_it(
    home: Path,
) -> None:
    clock = FakeClock()
    async with recording(home, clock=clock) as made:
        await shown_before_a_pause(made, home, clock)
        await made.flush()
        assert outcomes(home) == []

        clock.advance(60 + LOOK_SECONDS)
        made.record(READ)

    assert outcomes(home) == [("orphaned", "not_recorded")]
    assert events(home) == 0


async def test_what_was_open_when_the_level_became_off_ends_as_not_recorded_when_it_is_on_again(
    home: Path,
) -> None:
    async with recording(home) as made:
        made.record(ShownEvent("s1", 310.0, 12))
        made.settings = Settings(level="off")
        made.record(READ)
        made.settings = Settings(level="numbers")
        made.record(AFTERWARDS)

    assert outcomes(home) == [("orphaned", "not_recorded")]


async def test_a_session_that_ends_in_a_pause_is_not_taken_for_one_that_died(home: Path) -> None:
    clock = FakeClock()
    async with recording(home, clock=clock) as made:
        await shown_before_a_pause(made, home, clock)
    assert outcomes(home) == []

    with closing(EventStore(home / "events.db")) as store:
        Recovery(store, home / "sessions", clock.now, lambda: True).run()
    assert outcomes(home) == [("orphaned", "not_recorded")]


async def test_no_text_is_kept_of_a_suggestion_whose_life_has_a_gap(home: Path) -> None:
    async with recording(home, "full") as made:
        made.settings = Settings(level="off")
        made.record(READ)
        made.settings = Settings(level="full")
        made.keep("final", "s1", "text")
        made.keep("final", "s2", "text")

    assert texts(home) == 1


async def test_a_session_without_stores_keeps_nothing_and_takes_everything() -> None:
    clock = FakeClock()
    made = Recording(PauseWatch(PauseFile(Path("/nowhere/pause.json"), clock.now), clock), None, clock)
    made.record(READ)
    made.keep("suggestion", "s1", "text")
    made.forget_old_texts()
    await made.flush()
    await made.close()

    assert made.problems() == ()


async def test_old_texts_are_forgotten_as_the_user_set_it(home: Path) -> None:
    async with recording(home, "full") as made:
        (home / "texts-2026-01-01.db").touch()
        made.settings = Settings(retention_days=3650)
        made.forget_old_texts()
        assert len(text_files(home)) == 1
        made.settings = Settings(retention_days=1)
        made.forget_old_texts()

    assert text_files(home) == []


async def test_what_cannot_be_stored_is_a_problem_that_other_processes_can_read(
    home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    (home / "events.db").mkdir()
    async with recording(home) as made:
        made.record(READ)
        with pytest.raises(EventStoreError):
            await made.flush()
        [problem] = made.problems()
        note = session_lock.live(home / "sessions")["session-1"]

    assert problem.startswith("events are not being stored: ")
    assert note == {"level": "numbers", "lost": 0, "problems": [problem], "not_recorded": False}


async def test_a_damaged_log_that_was_begun_anew_is_said(home: Path) -> None:
    (home / "events.db").write_bytes(b"no database, not at all" * 100)
    async with recording(home) as made:
        made.record(READ)
        await made.flush()
        [problem] = made.problems()

    assert "was damaged and begun anew" in problem
    assert events(home) == 1


async def test_the_lock_is_let_go_at_the_end(home: Path) -> None:
    async with recording(home):
        assert list(session_lock.live(home / "sessions")) == ["session-1"]

    assert session_lock.live(home / "sessions") == {}
