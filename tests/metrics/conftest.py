"""Reports of hand-made logs."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from centaur.metrics.options import Options
from centaur.metrics.report import report
from tests.support.event_tables import (
    NOON,
    EventLog,
    stored,
)

NOW = datetime.fromtimestamp(NOON / 1000, UTC)

Measure = Callable[..., dict[str, Any]]


@pytest.fixture
def measure(tmp_path: Path) -> Measure:
    def measured(log: EventLog, **asked: Any) -> dict[str, Any]:
        with stored(log.recorded, tmp_path) as ask:
            return report(ask, Options.of(now=NOW, **asked))

    return measured


@pytest.fixture
def check(measure: Measure) -> Callable[..., None]:
    """Check figures of the whole; a rate is checked by its value."""

    def checked(log: EventLog, **expected: Any) -> None:
        whole = measure(log)["groups"][0]
        found = {name: whole[name] for name in expected}
        assert {name: f["value"] if isinstance(f, dict) else f for name, f in found.items()} == expected

    return checked
