"""How many acknowledged events are lost when a process that records them is killed at a random moment."""

import json
import random
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from centaur.adapters.event_store import EventStore

ROOT = Path(__file__).parent.parent
ROUNDS = 20
EVENTS = 10_000
GROUPS = (1, 3, 10)  # events between two waits for the disk
SEED = 20261124


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of all rounds together."""

    rounds: int
    acknowledged: int
    lost: int
    integrity: str


def main() -> None:
    """Kill a recording process in each round and count what is in the log."""
    chance = random.Random(SEED)  # noqa: S311 - the same moments each time
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.db"
        rounds = [killed(path, f"round-{number}", chance) for number in range(ROUNDS)]
        with closing(EventStore(path)) as store:
            ((integrity,),) = store.query("PRAGMA integrity_check")
    acknowledged, kept = (sum(each) for each in zip(*rounds, strict=True))
    figures = Figures(ROUNDS, acknowledged, acknowledged - kept, integrity)
    if "--json" in sys.argv:
        print(json.dumps(asdict(figures)))
        return
    print(f"{figures.rounds} rounds of up to {EVENTS:,} events, each ended by kill -9")
    print(f"acknowledged {figures.acknowledged:,}   lost {figures.lost}")
    print(f"integrity check: {figures.integrity}")


def killed(path: Path, session: str, chance: random.Random) -> tuple[int, int]:
    """Kill the process after some acknowledgements: how many it made, and how many of them are kept."""
    group = chance.choice(GROUPS)
    last = chance.randrange(1, EVENTS // group)
    command = [
        sys.executable,
        "-m",
        "tests.adapters.event_process",
        session,
        str(path),
        str(EVENTS),
        str(group),
    ]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(last)]
        process.kill()
        lines += process.stdout.readlines()
    acknowledged = max(int(line) for line in lines if line.endswith("\n"))
    with closing(EventStore(path)) as store:
        ((kept,),) = store.query(
            "SELECT count(*) FROM read WHERE session_id = ? AND sequence <= ?", (session, acknowledged)
        )
    return acknowledged, kept


if __name__ == "__main__":
    main()
