"""The facts on disk: they say what the log says, however they came to be, and imported ones stay apart."""

import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centaur.adapters.event_store import EventStore
from centaur.adapters.fact_store import FactStore, FactStoreError
from centaur.adapters.state_dir import StateDir
from centaur.evidence.events import GenerationEvent, OutcomeEvent, Recorded, Stamp, SurvivalEvent, UndoneEvent
from centaur.metrics.facts import FACTS
from centaur.metrics.options import Options
from centaur.metrics.queries import questions
from tests.support.event_tables import ACCEPTED, ESCAPED, LEFT, NOON, OPEN, UNSEEN, EventLog, Told
from tests.support.facts import episode, minute, opportunity

NOW = datetime.fromtimestamp(NOON / 1000, UTC)
LIVES = (
    ACCEPTED,
    ESCAPED,
    LEFT,
    OPEN,
    UNSEEN,
    Told(result="empty"),
    Told(part=4),
    replace(ACCEPTED, deliveries=3),
)


@pytest.fixture
def state(tmp_path: Path) -> StateDir:
    return StateDir(tmp_path, tmp_path)


def log(state: StateDir, recorded: Sequence[Recorded]) -> None:
    with closing(EventStore(state.events)) as store:
        store.append(recorded)


def facts(state: StateDir, origin: str = "own") -> dict[str, list[tuple[Any, ...]]]:
    with FactStore(state).connection(origin) as connection:
        return {fact.table: connection.execute(f"SELECT * FROM {fact.table}").fetchall() for fact in FACTS}


def column(state: StateDir, name: str, origin: str = "own", table: str = "episodes") -> list[Any]:
    with FactStore(state).connection(origin) as connection:
        return [value for (value,) in connection.execute(f"SELECT {name} FROM {table} ORDER BY sequence")]


@settings(max_examples=40, deadline=None)
@given(data=st.data(), told=st.lists(st.sampled_from(LIVES), min_size=1, max_size=8))
def test_facts_folded_as_the_log_grows_are_those_folded_at_once(
    data: st.DataObject, told: list[Told], tmp_path_factory: pytest.TempPathFactory
) -> None:
    written = EventLog().session("a", *told).session("b", *reversed(told)).recorded
    cuts = data.draw(st.lists(st.integers(0, len(written)), max_size=3).map(sorted))
    grown, whole = (
        StateDir(folder, folder)
        for folder in (tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("home"))
    )
    for begin, end in zip([0, *cuts], [*cuts, len(written)], strict=True):
        log(grown, written[begin:end])
        FactStore(grown).refresh()
    log(whole, written)
    FactStore(whole).refresh()

    assert facts(grown) == facts(whole)


def test_an_accept_that_a_later_session_recorded_belongs_to_the_suggestion(state: StateDir) -> None:
    written = EventLog().session("before", OPEN)
    log(state, written.recorded)
    FactStore(state).refresh()
    assert column(state, "became") == ["open"]

    outcome = OutcomeEvent("s1", "accepted", "command", "explicit", 10, 10, 0, 800.0)
    log(state, [Recorded(Stamp("after", 1, written.time_ms + 9000, 1.0), outcome)])
    FactStore(state).refresh()

    assert column(state, "became") == ["accepted"]
    assert column(state, "session_id") == ["before"]


def test_what_followed_an_accept_is_in_its_row(state: StateDir) -> None:
    written = EventLog().session("a", ACCEPTED)
    written.write(SurvivalEvent("s1", "30", 30_000.0, 10, False, 0.25, 0.75, 8))
    written.write(SurvivalEvent("s1", "300", 300_000.0, 10, censored_reason="closed"))
    written.write(SurvivalEvent("s1", "save", 31_000.0, 10, True, 0.0, 1.0, 10))
    written.write(UndoneEvent("s1", 900.0, 10))
    log(state, written.recorded)
    FactStore(state).refresh()

    names = (
        "unchanged_30, edit_ratio_30, kept_ratio_30, retained_chars_30, unchanged_300, censored_300, undone"
    )
    with FactStore(state).connection() as connection:
        found = connection.execute(f"SELECT {names} FROM episodes").fetchall()
    assert found == [(0, 0.25, 0.75, 8, None, "closed", 1)]


@pytest.mark.parametrize("damage", [b"", b"SQLite format 3\x00 and no more", b"x" * 9000])
def test_damaged_facts_are_made_anew(state: StateDir, damage: bytes) -> None:
    log(state, EventLog().session("a", ACCEPTED).recorded)
    state.facts.write_bytes(damage)

    FactStore(state).refresh()

    assert column(state, "became") == ["accepted"]


def test_another_log_in_the_same_place_gets_facts_of_its_own(state: StateDir) -> None:
    log(state, EventLog().session("a", ACCEPTED).recorded)
    FactStore(state).refresh()
    state.events.rename(state.events.with_name("moved.db"))
    log(state, EventLog().session("b", ESCAPED).recorded)

    FactStore(state).refresh()

    assert column(state, "session_id") == ["b"]


def test_no_log_has_no_facts_and_none_is_made_by_looking(state: StateDir) -> None:
    log(state, EventLog().session("a", ACCEPTED).recorded)
    FactStore(state).refresh()
    state.events.unlink()

    FactStore(state).refresh()

    assert column(state, "became") == []
    assert not state.events.exists()


def test_a_cost_is_that_of_all_generations_and_unknown_when_one_is(state: StateDir) -> None:
    log(state, EventLog().session("a", Told(engine="model"), Told(engine="local")).recorded)
    FactStore(state).refresh()

    assert column(state, "cost_usd", table="opportunities") == [None, 0.0]


@pytest.mark.parametrize(
    ("costs", "known", "estimated"),
    [
        ([(0.5, False), (0.25, True), (0.125, True)], 0.875, 0.375),
        ([(0.5, False)], 0.5, 0.0),
        ([(0.5, False), (None, True)], None, None),
    ],
)
def test_what_of_a_cost_is_an_estimate_is_known_beside_it(
    state: StateDir, costs: list[tuple[float | None, bool]], known: float | None, estimated: float | None
) -> None:
    asked = [event for event in EventLog().session("a", OPEN).recorded if event.event.kind != "generation"]
    calls = [
        GenerationEvent(f"g{n}", "o1", "model", "fresh", "complete", cost_usd=usd, estimated=is_estimate)
        for n, (usd, is_estimate) in enumerate(costs, 1)
    ]
    told = [Recorded(Stamp("a", 1_000 + n, NOON, 0.0), call) for n, call in enumerate(calls)]
    log(state, [*asked, *told])
    FactStore(state).refresh()

    for table in ("opportunities", "episodes"):
        found = [column(state, name, table=table) for name in ("cost_usd", "estimated_usd")]
        assert found == [[known], [estimated]]


def test_only_an_answer_from_the_cache_saves_and_what_is_not_known(state: StateDir) -> None:
    told = [Told(engine="model", source=source) for source in ("fresh", "memory", "disk")]
    log(state, EventLog().session("a", *told).recorded)
    FactStore(state).refresh()

    assert column(state, "saved_usd", table="opportunities") == [0.0, None, None]


def test_only_their_owner_may_read_facts(state: StateDir) -> None:
    log(state, EventLog().session("a", ACCEPTED).recorded)
    FactStore(state).refresh()
    FactStore(state).add("imported:x", "1", [episode()])

    assert {path.stat().st_mode & 0o777 for path in (state.facts, state.imported)} == {0o600}


class TestImported:
    def test_it_is_counted_by_its_origin_or_with_all_and_never_as_ones_own(self, state: StateDir) -> None:
        log(state, EventLog().session("a", ESCAPED).recorded)
        store = FactStore(state)
        store.refresh()

        new = store.add("imported:study", "d1", [episode(origin="imported:study"), opportunity(), minute()])

        assert new == {"episodes": 1, "opportunities": 1, "minutes": 1}
        assert store.origins() == ["own", "imported:study"]
        assert column(state, "became") == ["rejected_explicit"]
        assert column(state, "became", "imported:study") == ["accepted"]
        assert sorted(column(state, "became", "all")) == ["accepted", "rejected_explicit"]

    def test_what_an_older_version_imported_counts_with_what_a_newer_one_adds(self, state: StateDir) -> None:
        store = FactStore(state)
        store.add("imported:before", "d1", [episode(origin="imported:before")])
        with closing(sqlite3.connect(state.imported)) as connection:
            connection.execute("ALTER TABLE episodes DROP COLUMN estimated_usd")
        log(state, EventLog().session("a", ESCAPED).recorded)
        store.refresh()

        store.add("imported:after", "d2", [episode(origin="imported:after", estimated_usd=0.5)])

        assert column(state, "estimated_usd", "imported:before") == [None]
        assert column(state, "estimated_usd", "imported:after") == [0.5]
        assert {*column(state, "estimated_usd", "all")} == {None, 0.0, 0.5}
        assert sorted(column(state, "became", "all")) == ["accepted", "accepted", "rejected_explicit"]

    def test_the_same_bytes_add_nothing(self, state: StateDir) -> None:
        store = FactStore(state)
        store.add("imported:study", "d1", [episode(origin="imported:study")])

        assert store.add("imported:study", "d1", [episode(origin="imported:study")])["episodes"] == 0

    def test_what_a_later_file_tells_takes_the_place_of_what_was_known(self, state: StateDir) -> None:
        early = episode(origin="imported:study", became="open")
        store = FactStore(state)
        store.add("imported:study", "d1", [early])

        new = store.add("imported:study", "d2", [replace(early, became="accepted")])

        assert new["episodes"] == 0
        assert column(state, "became", "imported:study") == ["accepted"]

    def test_all_of_a_file_is_kept_or_none(self, state: StateDir) -> None:
        def broken() -> Any:
            yield episode(origin="imported:study")
            raise OSError("the file is cut short")

        with pytest.raises(FactStoreError, match="nothing was imported: the file is cut short"):
            FactStore(state).add("imported:study", "d1", broken())

        assert column(state, "became", "imported:study") == []
        assert (
            FactStore(state).add("imported:study", "d1", [episode(origin="imported:study")])["episodes"] == 1
        )

    def test_a_damaged_file_of_imports_is_told_in_a_sentence_and_left_alone(self, state: StateDir) -> None:
        state.imported.write_bytes(b"x" * 9000)

        with pytest.raises(FactStoreError, match="the facts cannot be read: file is not a database"):
            FactStore(state).origins()
        assert state.imported.read_bytes() == b"x" * 9000


def test_two_that_fold_at_once_come_to_the_same(state: StateDir) -> None:
    written = EventLog()
    for number in range(120):
        written.session(f"session-{number}", *LIVES)
    log(state, written.recorded)

    with ThreadPoolExecutor(4) as pool:
        for refreshed in [pool.submit(FactStore(state).refresh) for _ in range(4)]:
            refreshed.result()

    assert len(column(state, "became")) == 120 * sum(told.result == "delivered" for told in LIVES)


def test_an_output_that_is_gone_is_not_taken_for_facts_that_cannot_be_read(state: StateDir) -> None:
    with pytest.raises(BrokenPipeError), FactStore(state).connection():
        raise BrokenPipeError


def plans(state: StateDir, *by: str) -> list[str]:
    """How SQLite goes about each question of a report."""
    log(state, EventLog().session("a", *LIVES).recorded)
    FactStore(state).refresh()
    asked = questions(Options.of(now=NOW, by=by)).all()
    with FactStore(state).connection() as connection:
        return [
            step
            for question in asked
            for *_, step in connection.execute(
                f"EXPLAIN QUERY PLAN {ibis.to_sql(question.expression, dialect='sqlite')}"
            )
        ]


def test_a_report_of_the_whole_sorts_nothing_and_finds_in_an_index_all_that_it_wants_of_it(
    state: StateDir,
) -> None:
    steps = plans(state)

    assert [step.rpartition(" INDEX ")[2] for step in steps if "INDEX" in step] == [
        "episodes_taken",
        "episodes_taken",
        "episodes_unseen",
        "opportunities_filtered",
        "episodes_changed",
    ]
    assert all("COVERING" in step for step in steps if "INDEX" in step)
    assert not any("B-TREE" in step for step in steps)


def test_no_group_is_looked_up_row_by_row_in_the_order_of_its_times(state: StateDir) -> None:
    assert not any("opportunities_latency_ms" in step for step in plans(state, "language", "model"))
