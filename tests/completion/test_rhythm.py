"""How long a model is waited with: the rhythm of the keys decides."""

from dataclasses import replace

import pytest

from centaur.completion.rhythm import Rhythm
from centaur.completion.types import Request
from tests.support.fixture import request


def key(at: float, version: int) -> Request:
    """The request that follows a key."""
    asked = request("x = $0", asked_at=at)
    return replace(asked, document=replace(asked.document, version=version))


def typed(rhythm: Rhythm, *intervals: float) -> list[int]:
    """The delays in milliseconds of keys that come after these seconds."""
    at, delays = 1_000.0, []
    for version, interval in enumerate(intervals):
        at += interval
        delays.append(round(rhythm.delay_s(key(at, version)) * 1000))
    return delays


def test_the_first_key_waits_for_nothing_and_the_next_a_little_longer_than_the_keys_take() -> None:
    assert typed(Rhythm(None), 0, 0.08, 0.08, 0.08) == [0, 88, 88, 88]


def test_after_a_pause_nothing_is_waited_for() -> None:
    assert typed(Rhythm(None), 0, 0.08, 3.0) == [0, 88, 0]


@pytest.mark.parametrize(("took_ms", "delay_ms"), [(10, 100), (200, 200), (5_000, 300)])
def test_a_model_is_not_waited_with_for_longer_than_it_takes(took_ms: float, delay_ms: int) -> None:
    rhythm = Rhythm(None)
    rhythm.took(took_ms)
    rhythm.took(None)

    assert typed(rhythm, 0, 0.4, 0.4) == [0, delay_ms, delay_ms]


def test_asked_by_key_or_at_rest_nothing_is_waited_for() -> None:
    rhythm = Rhythm(None)
    typed(rhythm, 0, 0.08)

    assert rhythm.delay_s(replace(key(1_000.16, 2), trigger="invoked")) == 0
    assert rhythm.delay_s(key(1_000.24, 2)) == 0


def test_a_delay_that_was_set_stays() -> None:
    assert typed(Rhythm(40), 0, 0.08, 3.0) == [40, 40, 40]
