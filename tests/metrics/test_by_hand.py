"""A log of three days whose figures were worked out without this code: they have to be the same.

The log is `tests/golden/three_days.jsonl`: seven sessions, two languages, suggestions and explanations, every
outcome, every way of not being an opportunity, survival and its censoring, prices known and unknown.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from itertools import combinations
from math import isclose
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from centaur.adapters.event_store import EventStore
from centaur.adapters.state_dir import StateDir
from centaur.commands.export import export
from centaur.metrics.options import GROUPINGS, Options
from centaur.metrics.report import Ask, report
from tests.support.by_hand import figures
from tests.support.command_line import printed
from tests.support.event_tables import stored
from tests.support.hand_log import read_log, recorded

GOLDEN = Path(__file__).parent.parent / "golden"
LOG = read_log(GOLDEN / "three_days.jsonl")
EXPECTED = json.loads((GOLDEN / "three_days.json").read_text(encoding="utf-8"))
FIRST = datetime(2026, 11, 2, tzinfo=UTC)
LAST = datetime(2026, 11, 5, tzinfo=UTC)
MOMENTS = sorted({event["ms"] for event in LOG if event["kind"] in ("opportunity", "typing")})


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    with stored(recorded(LOG), tmp_path_factory.mktemp("three days")) as found:
        yield found


def check(ask: Ask, since_ms: int, until_ms: int, by: Sequence[str] = (), evidence: str = "all") -> None:
    since, until = (datetime.fromtimestamp(moment / 1000, UTC) for moment in (since_ms, until_ms))
    found = report(ask, Options(since, until, tuple(by), evidence=evidence))["groups"]
    worked_out = figures(LOG, since_ms, until_ms, by, evidence)

    assert [group["by"] for group in found] == [group["by"] for group in worked_out]
    assert _differences(found, worked_out) == {}


def _differences(found: Any, expected: Any) -> dict[str, tuple[Any, Any]]:
    """Every single number that is another one, by its full name."""
    one, other = dict(_flat(found)), dict(_flat(expected))
    names = sorted({*one, *other})
    pairs = {name: (one.get(name, "missing"), other.get(name, "missing")) for name in names}
    return {name: pair for name, pair in pairs.items() if not _same(*pair)}


def _flat(figures: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(figures, dict | list):
        items = figures.items() if isinstance(figures, dict) else enumerate(figures)
        for key, value in items:
            yield from _flat(value, f"{name}.{key}")
    else:
        yield name, figures


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return isclose(one, other, rel_tol=1e-7, abs_tol=1e-9)
    return bool(one == other)


def milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def test_the_figures_are_those_that_were_worked_out_by_hand(ask: Ask) -> None:
    [whole] = report(ask, Options(FIRST, LAST))["groups"]

    assert _differences(whole, EXPECTED) == {}


def test_so_are_those_of_exported_parquet(tmp_path: Path) -> None:
    state = StateDir.locate()
    with closing(EventStore(state.events)) as store:
        store.append(recorded(LOG))
    export(state, "parquet", str(tmp_path / "out"))

    asked = ("--since", "2026-11-02", "--until", "2026-11-05", "--input", str(tmp_path / "out"))
    [whole] = printed("metrics", *asked, "--json")["groups"]

    assert _differences(whole, EXPECTED) == {}


@pytest.mark.parametrize("by", [*combinations(GROUPINGS, 1), ("day", "editor"), ("kind", "model")])
def test_so_are_those_of_every_group(ask: Ask, by: tuple[str, ...]) -> None:
    check(ask, milliseconds(FIRST), milliseconds(LAST), by)


@settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@example(span=[1793613960000, 1793696700000], nudge=-1, by=["trigger", "evidence"], evidence="observed")
@given(
    span=st.tuples(st.sampled_from(MOMENTS), st.sampled_from(MOMENTS)).map(sorted),
    nudge=st.integers(-1, 1),
    by=st.lists(st.sampled_from(GROUPINGS), max_size=2, unique=True),
    evidence=st.sampled_from(["explicit", "observed", "all"]),
)
def test_so_are_those_of_every_span_of_time_to_the_millisecond(
    ask: Ask, span: list[int], nudge: int, by: list[str], evidence: str
) -> None:
    since, until = span

    check(ask, since, max(until + nudge, since + 1), by, evidence)
