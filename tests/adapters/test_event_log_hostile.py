"""The log under processes that are killed, a disk that is full, and two windows at once."""

import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from centaur.adapters.event_store import EventStore

pytestmark = pytest.mark.hostile
ROOT = Path(__file__).parent.parent.parent
ROUNDS = 8


@pytest.fixture
def path(centaur_home: Path) -> Path:
    return centaur_home / "events.db"


def start(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.adapters.event_process", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def integrity(path: Path) -> str:
    connection = sqlite3.connect(path)
    try:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])
    finally:
        connection.close()


def test_r1_nothing_acknowledged_is_lost_when_the_process_is_killed(path: Path) -> None:
    chance = random.Random(20261124)
    for number in range(ROUNDS):
        session = f"round-{number}"
        with start(session, path, 100_000, chance.choice([1, 3, 10])) as process:
            assert process.stdout
            acknowledged = [process.stdout.readline()]
            time.sleep(chance.uniform(0.0, 0.5))
            process.kill()
            acknowledged += process.stdout.readlines()
        assert process.returncode == -signal.SIGKILL
        promised = int([line for line in acknowledged if line.endswith("\n")][-1])
        store = EventStore(path)
        kept = store.query(f"SELECT count(*), max(sequence) FROM read WHERE session_id = '{session}'")[0]
        store.close()

        assert kept[0] >= promised, session
        assert kept[0] == kept[1], "an event in the middle is missing"
        assert store.quarantined is None
    assert integrity(path) == "ok"


def test_r2_a_full_disk_loses_nothing_and_the_next_event_is_taken(path: Path) -> None:
    with start("full", path) as process:
        assert process.stdout
        when_full, afterwards = process.stdout.read().splitlines()
        assert process.wait() == 0
    total, rest = afterwards.split(" ", 1)
    store = EventStore(path)

    assert when_full == "1 True"
    assert rest == "0 ''"
    assert store.counts()["read"] == int(total)
    store.close()
    assert integrity(path) == "ok"


def test_r6_two_processes_share_the_log(path: Path) -> None:
    with start("left", path, 2000, 5) as left, start("right", path, 2000, 5) as right:
        for process in (left, right):
            process.communicate()
            assert process.returncode == 0
    store = EventStore(path)

    assert store.query("SELECT session_id, count(*), max(sequence) FROM read GROUP BY session_id") == [
        ("left", 2000, 2000),
        ("right", 2000, 2000),
    ]
    store.close()
