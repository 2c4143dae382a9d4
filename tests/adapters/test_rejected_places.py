"""What another window rejected, or an earlier start, is known here."""

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from centaur.adapters.event_store import EventStore
from centaur.adapters.rejected_places import RejectedPlaces
from centaur.evidence.events import RejectedPlaceEvent
from centaur.evidence.rejections import REMEMBERED
from tests.adapters.event_rows import recorded


class Log:
    """A log, another window that writes to it, and what is learnt here."""

    def __init__(self, home: Path) -> None:
        self.store, self.other = EventStore(home / "events.db"), EventStore(home / "events.db")
        self.learnt: list[list[str]] = []
        self.places = RejectedPlaces(self.store, self._learn)
        self._sequence = 0

    def _learn(self, keys: Iterable[str]) -> None:
        self.learnt.append(list(keys))

    def reject(self, *keys: str) -> None:
        for key in keys:
            self._sequence += 1
            self.other.append([recorded(RejectedPlaceEvent("s1", key), self._sequence)])


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    log = Log(tmp_path)
    yield log
    log.store.close()
    log.other.close()


def test_the_newest_are_learnt_first(log: Log) -> None:
    log.reject("old", "new")
    log.places.look()

    assert log.learnt == [["new", "old"]]


def test_what_another_window_rejects_is_learnt_at_the_next_look_and_only_then(log: Log) -> None:
    log.reject("first")
    for _ in range(3):
        log.places.look()
    assert log.learnt == [["first"]]

    log.reject("second")
    log.places.look()
    assert log.learnt == [["first"], ["second", "first"]]


def test_no_more_are_read_than_are_remembered(log: Log) -> None:
    rows = [recorded(RejectedPlaceEvent("s1", f"key {n}"), n) for n in range(1, REMEMBERED + 10)]
    log.other.append(rows)
    log.places.look()

    assert len(log.learnt[0]) == REMEMBERED
    assert "key 9" not in log.learnt[0]


def test_a_log_that_does_not_exist_is_not_made_by_the_look(log: Log) -> None:
    log.places.look()

    assert log.learnt == []
    assert not log.store.path.exists()


def test_a_log_that_cannot_be_read_teaches_nothing(log: Log, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    log.store.path.mkdir()
    log.places.look()

    assert log.learnt == []
