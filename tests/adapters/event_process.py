"""A process that records events as the server does, and says the number of each that is promised durable."""

import asyncio
import resource
import sys
from pathlib import Path

from centaur.adapters.clock import SystemClock
from centaur.adapters.event_store import EventStore, EventStoreError
from centaur.adapters.event_writer import EventWriter
from centaur.evidence.events import ReadEvent


def say(*values: object) -> None:
    """One line to the process that started this one, at once."""
    sys.stdout.write(" ".join(map(str, values)) + "\n")
    sys.stdout.flush()


async def record(path: Path, session: str, count: int, group: int) -> None:
    """Record so many events and wait for each group of them."""
    writer = EventWriter(EventStore(path), session, SystemClock())
    for number in range(1, count + 1):
        writer.record(ReadEvent(f"s{number}", 750.0))
        if number % group == 0:
            await writer.flush()
            say(number)
    await writer.close()


async def fill_the_disk(path: Path) -> None:
    """Record until the disk is full, see the error, and go on when there is room again."""
    writer = EventWriter(EventStore(path), "full", SystemClock())
    writer.record(ReadEvent("first", 750.0))
    await writer.flush()
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (256 * 1024, hard))
    for number in range(100_000):
        writer.record(ReadEvent(f"s{number}" * 10, 750.0))
        try:
            await writer.flush()
        except EventStoreError:
            break
    say(writer.status().waiting, bool(writer.status().problem))
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    writer.record(ReadEvent("last", 750.0))
    await writer.flush()
    say(number + 3, writer.status().lost, repr(writer.status().problem))
    await writer.close()


if __name__ == "__main__":
    name, *arguments = sys.argv[1:]
    if name == "full":
        asyncio.run(fill_the_disk(Path(arguments[0])))
    else:
        asyncio.run(record(Path(arguments[0]), name, int(arguments[1]), int(arguments[2])))
