"""Events reach the log in the background, and nothing is lost in silence."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from centaur.adapters.event_store import EventStore, EventStoreError
from centaur.adapters.event_writer import MAX_WAITING, EventWriter
from centaur.evidence.events import ReadEvent, ShownEvent


class HandClock:
    """A clock that a test sets by hand."""

    def __init__(self) -> None:
        self.since_start = 50.0
        self.utc = 1_764_000_000.0

    def monotonic(self) -> float:
        return self.since_start

    def now(self) -> float:
        return self.utc

    def call_later(self, seconds: float, action: Callable[[], None]) -> Callable[[], None]:
        raise AssertionError(f"nothing here waits {seconds} s for {action}")


@pytest.fixture
def path(centaur_home: Path) -> Path:
    return centaur_home / "events.db"


def stored(path: Path) -> list[str]:
    store = EventStore(path)
    rows = store.query("SELECT suggestion_id FROM read ORDER BY session_id, sequence")
    store.close()
    return [row[0] for row in rows]


def block(path: Path) -> None:
    """Put a folder where the file should be."""
    path.mkdir(parents=True)


def unblock(path: Path) -> None:
    path.rmdir()


def damage(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database, really" * 100)


def files(path: Path) -> set[str]:
    return {file.name for file in path.parent.iterdir()}


async def test_what_was_recorded_before_a_flush_is_durable_after_it(path: Path) -> None:
    writer = EventWriter(EventStore(path), "session-1", HandClock())
    for number in range(10):
        writer.record(ReadEvent(f"s{number}", 750.0))
    await writer.flush()

    assert stored(path) == [f"s{number}" for number in range(10)]
    await writer.close()


async def test_closing_writes_what_waits(path: Path) -> None:
    writer = EventWriter(EventStore(path), "session-1", HandClock())
    writer.record(ReadEvent("s1", 750.0))
    await writer.close()

    assert stored(path) == ["s1"]
    assert files(path) == {"events.db"}


async def test_order_is_the_sequence_and_durations_are_never_negative_when_the_clock_jumps_back(
    path: Path,
) -> None:
    clock, store = HandClock(), EventStore(path)
    writer = EventWriter(store, "session-1", clock)
    for utc, monotonic in ((0, 50.0), (-3600, 50.5), (8 * 3600, 51.0)):
        clock.utc, clock.since_start = 1_764_000_000.0 + utc, monotonic
        writer.record(ReadEvent("s1", 750.0))
    await writer.flush()

    assert store.query("SELECT sequence, time_ms, elapsed_ms FROM read ORDER BY sequence") == [
        (1, 1_764_000_000_000, 0.0),
        (2, 1_763_996_400_000, 500.0),
        (3, 1_764_028_800_000, 1000.0),
    ]
    await writer.close()


async def test_a_log_that_cannot_be_opened_is_reported_and_recording_goes_on(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    block(path)
    writer = EventWriter(EventStore(path), "session-1", HandClock())
    with caplog.at_level(logging.WARNING):
        for number in range(3):
            writer.record(ReadEvent(f"s{number}", 750.0))
            with pytest.raises(EventStoreError):
                await writer.flush()

    assert writer.status().waiting == 3
    assert "cannot be used" in writer.status().problem
    assert len(caplog.records) == 1
    unblock(path)
    writer.record(ReadEvent("s3", 750.0))
    await writer.flush()
    assert (writer.status().problem, writer.status().lost) == ("", 0)
    assert stored(path) == ["s0", "s1", "s2", "s3"]
    await writer.close()


async def test_what_never_became_durable_is_counted_as_lost(path: Path) -> None:
    block(path)
    writer = EventWriter(EventStore(path), "session-1", HandClock())
    for number in range(MAX_WAITING + 5):
        writer.record(ReadEvent(f"s{number}", 750.0))
    with pytest.raises(EventStoreError):
        await writer.flush()
    assert (writer.status().waiting, writer.status().lost) == (MAX_WAITING, 5)

    await writer.close()
    assert (writer.status().waiting, writer.status().lost) == (0, MAX_WAITING + 5)


async def test_an_event_that_does_not_fit_takes_no_other_with_it(path: Path) -> None:
    writer = EventWriter(EventStore(path), "session-1", HandClock())
    for name in ("s1", "\ud800", "s2"):
        writer.record(ReadEvent(name, 750.0))
    await writer.flush()

    assert stored(path) == ["s1", "s2"]
    assert writer.status().lost == 1
    await writer.close()


async def test_a_count_beyond_any_column_costs_its_own_event_and_no_other(path: Path) -> None:
    writer = EventWriter(EventStore(path), "session-1", HandClock())
    writer.record(ShownEvent("s1", 300.0, 10**30))
    writer.record(ReadEvent("s2", 750.0))
    await writer.flush()

    assert stored(path) == ["s2"]
    assert writer.status().lost == 1
    await writer.close()


async def test_a_flush_that_nobody_waits_for_any_more_harms_nothing(path: Path) -> None:
    writer = EventWriter(EventStore(path), "session-1", HandClock())
    for number in range(50):
        writer.record(ReadEvent(f"s{number}", 750.0))
        waiting = asyncio.ensure_future(writer.flush())
        await asyncio.sleep(0)
        waiting.cancel()
    await writer.flush()

    assert len(stored(path)) == 50
    await writer.close()


async def test_after_closing_nothing_is_recorded_and_nothing_waits(path: Path) -> None:
    writer = EventWriter(EventStore(path), "session-1", HandClock())
    await writer.close()
    writer.record(ShownEvent("s1", 300.0, 3))
    await writer.flush()

    assert writer.status().lost == 1


async def test_a_damaged_log_is_named_in_the_status(path: Path) -> None:
    damage(path)
    writer = EventWriter(EventStore(path), "session-1", HandClock())
    writer.record(ReadEvent("s1", 750.0))
    await writer.flush()

    quarantined = writer.status().quarantined.removeprefix(f"{path.parent}/")
    assert quarantined.startswith("events.broken-")
    assert quarantined in files(path)
    await writer.close()
