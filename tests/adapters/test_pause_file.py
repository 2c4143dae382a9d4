"""A pause: one process writes it, every other sees it within a second, and it ends by itself."""

import math
import stat
from pathlib import Path

import pytest

from centaur.adapters.pause_file import LOOK_SECONDS, PauseFile, Pauses, PauseWatch, What
from tests.support.fakes import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def file(tmp_path: Path, clock: FakeClock) -> PauseFile:
    return PauseFile(tmp_path / "pause.json", clock.now)


def test_without_a_file_nothing_is_paused(file: PauseFile) -> None:
    assert file.read() == Pauses()


def test_each_is_paused_by_itself_and_both_are_resumed(file: PauseFile, clock: FakeClock) -> None:
    file.pause("suggestions", clock.now() + 60)
    file.pause("recording", math.inf)
    assert file.read() == Pauses(clock.now() + 60, math.inf)

    file.resume()
    file.resume()

    assert file.read() == Pauses()


def test_a_pause_ends_by_itself(file: PauseFile, clock: FakeClock) -> None:
    file.pause("suggestions", clock.now() + 60)
    clock.advance(61)

    assert file.read() == Pauses()


@pytest.mark.parametrize(
    "content", ["", "{}", "[1]", '{"suggestions": "soon", "recording": 0}', '{"suggestions": true}', "\0"]
)
def test_a_file_that_cannot_be_understood_pauses_both_until_resumed(file: PauseFile, content: str) -> None:
    file.path.write_text(content)
    assert file.read() == Pauses(math.inf, math.inf)

    file.resume()

    assert file.read() == Pauses()


def test_a_time_that_no_calendar_knows_is_until_resumed(file: PauseFile) -> None:
    file.path.write_text('{"suggestions": 1e20, "recording": 0}')

    assert file.read() == Pauses(math.inf, 0.0)


def test_the_file_is_its_owners_alone_and_nothing_is_left_beside_it(file: PauseFile) -> None:
    file.pause("recording", math.inf)

    assert [path.name for path in file.path.parent.iterdir()] == ["pause.json"]
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600


@pytest.mark.parametrize("what", ["suggestions", "recording"])
def test_a_running_server_sees_a_pause_its_change_and_its_end_within_a_second(
    file: PauseFile, clock: FakeClock, what: What
) -> None:
    watch = PauseWatch(file, clock)
    assert watch.until(what) == 0

    file.pause(what, clock.now() + 60)
    clock.advance(LOOK_SECONDS)
    assert watch.until(what)

    file.pause(what, math.inf)
    clock.advance(LOOK_SECONDS)
    assert watch.until(what) == math.inf

    file.resume()
    clock.advance(LOOK_SECONDS)
    assert watch.until(what) == 0


def test_a_running_server_needs_no_look_to_see_that_a_pause_is_over(
    file: PauseFile, clock: FakeClock
) -> None:
    file.pause("suggestions", clock.now() + LOOK_SECONDS / 2)
    watch = PauseWatch(file, clock)
    assert watch.until("suggestions")

    clock.advance(LOOK_SECONDS * 0.75)

    assert watch.until("suggestions") == 0


def test_between_two_looks_the_file_is_not_touched(file: PauseFile, clock: FakeClock) -> None:
    watch = PauseWatch(file, clock)
    watch.until("suggestions")
    file.pause("suggestions", math.inf)

    assert watch.until("suggestions") == 0
