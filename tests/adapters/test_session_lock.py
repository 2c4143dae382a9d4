"""The lock of a session: held while its process lives, free however it ended."""

import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from centaur.adapters import session_lock

ROOT = Path(__file__).parent.parent.parent
HOLDER = """
import sys, pathlib
from centaur.adapters import session_lock
lock = session_lock.hold(pathlib.Path(sys.argv[1]), sys.argv[2])
print(lock is not None, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "sessions"


def ended(folder: Path) -> list[str]:
    found = []
    for lock in session_lock.ended(folder):
        found.append(lock.session_id)
        lock.release()
    return found


def test_a_living_session_is_live_and_not_ended(folder: Path) -> None:
    lock = session_lock.hold(folder, "one")

    assert lock
    assert ended(folder) == []
    assert list(session_lock.live(folder)) == ["one"]
    lock.release()


def test_a_session_that_ended_well_is_known_until_it_is_removed(folder: Path) -> None:
    lock = session_lock.hold(folder, "one")
    assert lock
    lock.release()

    assert ended(folder) == ["one"]
    [again] = session_lock.ended(folder)
    again.remove()
    assert list(folder.iterdir()) == []


def test_a_killed_process_lets_go(folder: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(folder), "other"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "True\n"
        assert list(session_lock.live(folder)) == ["other"]
        process.kill()
        assert process.wait() == -signal.SIGKILL

    assert list(session_lock.live(folder)) == []
    assert ended(folder) == ["other"]


def test_of_two_that_look_after_ended_sessions_one_gets_each(folder: Path) -> None:
    for name in ("one", "two"):
        lock = session_lock.hold(folder, name)
        assert lock
        lock.release()
    first = session_lock.ended(folder)
    held = next(first)

    assert ended(folder) == ["two"]
    held.remove()
    first.close()  # type: ignore[attr-defined]  # a generator


def test_what_a_living_session_notes_can_be_read(folder: Path) -> None:
    lock = session_lock.hold(folder, "one")
    assert lock
    assert session_lock.live(folder) == {"one": {}}

    lock.note({"level": "numbers", "problems": ["a long sentence"]})
    lock.note({"level": "full"})

    assert session_lock.live(folder) == {"one": {"level": "full"}}
    lock.release()


def test_files_are_their_owners_alone(folder: Path) -> None:
    lock = session_lock.hold(folder, "one")
    assert lock
    lock.release()

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_where_no_folder_can_be_there_is_no_lock_and_no_error(tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("in the way")

    assert session_lock.hold(tmp_path / "sessions", "one") is None
    assert session_lock.live(tmp_path / "nowhere") == {}
