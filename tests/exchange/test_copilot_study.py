"""The study's rows folded into episodes: by hand, by an oracle, and by the figures of its own data."""

import gzip
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centaur.adapters.state_dir import StateDir
from centaur.commands.import_facts import import_facts
from centaur.commands.metrics import metrics
from centaur.exchange.copilot_study import read
from centaur.exchange.json_lines import Tally
from centaur.exchange.source import ExchangeError
from centaur.metrics.facts import Episode
from tests.conftest import not_checked
from tests.support.study import UNCHANGED, row, study


def episodes(path: Path) -> list[Episode]:
    return [fact for fact in read(path, "study", Tally()) if isinstance(fact, Episode)]


def check(path: Path, rows: list[Any], *expected: tuple[str, int, bool]) -> list[Episode]:
    """Each episode's outcome, displays and whether it was read, in the order in which they end."""
    found = episodes(study(path / "events.jsonl.gz", rows))
    assert [(each.became, each.deliveries, each.read) for each in found] == list(expected)
    return found


def test_the_seconds_after_shown_are_what_was_visible(tmp_path: Path) -> None:
    check(
        tmp_path,
        [row("Shown", seconds=60), row("Replay", seconds=0.2), row("Rejected", seconds=0.549)],
        ("rejected", 2, False),
    )
    check(
        tmp_path,
        [row("Shown", seconds=60), row("Browsing", seconds=0.2), row("Rejected", seconds=0.55)],
        ("rejected", 2, True),
    )


def test_tenths_of_seconds_add_up_exactly(tmp_path: Path) -> None:
    replays = [row("Replay", seconds=0.1) for _ in range(7)]

    check(tmp_path, [row("Shown"), *replays, row("Rejected", seconds=0.05)], ("rejected", 8, True))


def test_what_is_open_when_the_next_comes_or_the_file_ends_is_ignored(tmp_path: Path) -> None:
    rows = [row("Shown"), row("Shown"), row("Replay", seconds=2)]

    check(tmp_path, rows, ("ignored", 1, False), ("ignored", 2, True))


def test_an_accept_is_read_however_short(tmp_path: Path) -> None:
    check(tmp_path, [row("Shown"), row("Accepted", seconds=0.01)], ("accepted", 1, True))


def test_a_replay_or_an_end_with_nothing_open_opens_an_episode_of_its_own_text(tmp_path: Path) -> None:
    rows = [
        row("Replay", seconds=0.1, text="four"),
        row("Accepted", text="other"),
        row("Rejected", seconds=0.1, text="another"),
    ]
    found = check(tmp_path, rows, ("accepted", 1, True), ("rejected", 0, False))

    assert [each.offered_chars for each in found] == [4, 7]


def test_characters_are_of_the_shown_row_and_ratios_of_the_accepted_one(tmp_path: Path) -> None:
    later = UNCHANGED | {"15s": 0.25, "300s": None}
    rows = [row("Shown", text="12345", edit_ratio={}), row("Accepted", text="1", edit_ratio=later)]
    (found,) = check(tmp_path, rows, ("accepted", 1, True))

    assert (found.offered_chars, found.accepted_chars) == (5, 5)
    assert (found.edit_ratio_15, found.unchanged_15, found.censored_15) == (0.25, False, "")
    assert (found.edit_ratio_30, found.unchanged_30, found.censored_30) == (0.0, True, "")
    assert (found.edit_ratio_300, found.unchanged_300, found.censored_300) == (None, None, "unknown")


def test_a_rejected_text_has_no_later(tmp_path: Path) -> None:
    (found,) = check(tmp_path, [row("Shown"), row("Rejected")], ("rejected", 1, True))

    assert (found.accepted_chars, found.unchanged_15, found.censored_15) == (0, None, "")


@pytest.mark.parametrize(
    ("time", "milliseconds"),
    [
        ("2022-08-11T22:07:50Z", 1660255670000),
        ("2022-08-11T22:07:50.3Z", 1660255670300),
        ("2022-08-11T22:07:50.03Z", 1660255670030),
        ("2022-08-11T22:07:50.003Z", 1660255670003),
        ("2022-08-12T00:07:50.003+02:00", 1660255670003),
    ],
)
def test_times_have_any_number_of_digits(tmp_path: Path, time: str, milliseconds: int) -> None:
    (found,) = check(tmp_path, [row("Shown", time=time), row("Rejected")], ("rejected", 1, True))

    assert (found.time_ms, found.day) == (milliseconds, "2022-08-11")


UNREADABLE: list[dict[str, Any] | str] = [
    "{half",
    "[]",
    "5",
    row("Thought"),
    row("Shown") | {"user": 7},
    row("Shown", user="half \ud800"),
    row("Shown", time="yesterday"),
    row("Shown", time="0001-01-01T00:00:00Z"),
    row("Shown") | {"seconds_in_state": "1"},
    row("Shown", seconds=-1),
    row("Shown", seconds=float("inf")),
    row("Shown", seconds=True),
    row("Shown", suggestion=None),
    row("Accepted", edit_ratio={"15s": "none"}),
    row("Accepted", edit_ratio=[1]),
    {},
]


def test_a_row_that_cannot_be_read_is_named_and_the_rest_counts(tmp_path: Path) -> None:
    path, tally = tmp_path / "events.jsonl.gz", Tally()
    study(path, [row("Shown"), *UNREADABLE, "", row("Accepted")])

    assert [fact.deliveries for fact in read(path, "study", tally) if isinstance(fact, Episode)] == [1]
    assert (tally.rows, tally.skipped) == (2, len(UNREADABLE))
    assert [place.partition(":")[0] for place in tally.named] == [
        f"events.jsonl.gz, line {number}" for number in range(2, len(UNREADABLE) + 2)
    ]


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["Shown", "Replay", "Accepted", "Rejected"])))
)
def test_users_may_be_interleaved(
    tmp_path_factory: pytest.TempPathFactory, told: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("study") / "events.jsonl.gz"
    rows = [row(state, user=user, text=f"{number}") for number, (user, state) in enumerate(told)]
    apart = [each for user in "abc" for each in rows if each["user"] == user]

    assert sorted(map(str, episodes(study(path, rows)))) == sorted(map(str, episodes(study(path, apart))))


@given(st.lists(st.sampled_from(["Shown", "Accepted", "Rejected"]), min_size=1, max_size=30))
def test_equal_rows_all_count(tmp_path_factory: pytest.TempPathFactory, states: list[str]) -> None:
    path = tmp_path_factory.mktemp("study") / "events.jsonl.gz"
    found = episodes(study(path, [row(state) for state in states]))

    assert len({each.sequence for each in found}) == len(found)
    assert Counter(each.became for each in found)["accepted"] == states.count("Accepted")


def test_the_figures_worked_out_by_hand(tmp_path: Path) -> None:
    """Two users: ada accepts 4 of her 4 + 6 characters, bob's one is read and ignored, another not read."""
    rows = [
        row("Shown", "ada", text="1234"),
        row("Shown", "bob", text="12"),
        row("Replay", "ada"),
        row("Replay", "bob", seconds=0.75),
        row("Accepted", "ada", edit_ratio=UNCHANGED | {"30s": 0.33, "120s": 0.34, "600s": None}),
        row("Shown", "bob", text="1"),
        row("Shown", "ada", text="123456"),
        row("Rejected", "ada", seconds=0.8),
        row("Rejected", "bob", seconds=0.7),
    ]
    state = StateDir.locate()
    summary = import_facts(state, "copilot-study", str(study(tmp_path / "a.gz", rows)), "hand")
    whole = metrics(state, {"origin": "imported:hand"})["groups"][0]

    assert summary["new"]["episodes"] == 4
    counts = ("displays", "shown", "accepted", "rejected", "ignored", "viewed")
    assert [whole[name] for name in counts] == [6, 4, 1, 2, 1, 3]
    assert whole["acceptance_rate"]["value"] == 1 / 4
    assert whole["viewed_acceptance_rate"]["value"] == 1 / 3
    assert whole["char_weighted_acceptance"]["value"] == 4 / 12
    assert {at: (told["value"], told["n"], told["censored"]) for at, told in whole["unchanged"].items()} == {
        "15": (1, 1, 0),
        "30": (0, 1, 0),
        "120": (0, 1, 0),
        "300": (1, 1, 0),
        "600": (None, 0, 1),
    }
    assert {at: told["value"] for at, told in whole["mostly_unchanged"].items()} == {
        "15": 1,
        "30": 1,
        "120": 0,
        "300": 1,
        "600": None,
    }
    assert whole["acceptance_rate"]["clusters"] == 2


def test_a_file_that_was_cut_short_or_is_another_imports_nothing(tmp_path: Path) -> None:
    state, path = StateDir.locate(), study(tmp_path / "a.gz", [row("Shown"), row("Accepted")] * 200)
    whole = path.read_bytes()
    for wrong in (
        whole[:-9],
        whole[: len(whole) // 2],
        b"",
        b"PK\x03\x04",
        b'{"a": 1}\n',
        whole[:2] + b"\0" * 50,
    ):
        path.write_bytes(wrong)
        with pytest.raises(ExchangeError, match="nothing was imported"):
            import_facts(state, "copilot-study", str(path))
    assert metrics(state, {"origin": "all"})["groups"][0]["shown"] == 0


def test_the_same_bytes_add_nothing_and_other_files_of_the_name_add_up(tmp_path: Path) -> None:
    state, path = StateDir.locate(), tmp_path / "a.gz"
    first, second = [row("Shown"), row("Accepted")], [row("Shown", text="y"), row("Rejected")]

    def added(rows: list[Any]) -> Any:
        return import_facts(state, "copilot-study", str(study(path, rows)))["new"]["episodes"]

    assert [added(first), added(first), added(first + second), added(second)] == [1, 0, 1, 0]


def test_a_plain_file_will_do(tmp_path: Path) -> None:
    path = study(tmp_path / "a.gz", [row("Shown"), row("Accepted")])
    path.write_bytes(gzip.decompress(path.read_bytes()))

    assert len(episodes(path)) == 1


def test_the_published_data_give_the_published_figures() -> None:
    data = os.environ.get("CENTAUR_TEST_DATA")
    if not data:
        not_checked("the study's own figures: CENTAUR_TEST_DATA names no folder")
    state, golden = StateDir.locate(), json.loads(GOLDEN.read_text())
    import_facts(state, "copilot-study", f"{data}/copilot-telemetry/events.jsonl.gz")
    whole = metrics(state, {"origin": "imported:copilot-study"})["groups"][0]

    assert {name: whole[name] for name in golden["counts"]} == golden["counts"]
    for name, (value, ends) in golden["rates"].items():
        assert round(whole[name]["value"], 5) == value
        assert ends is None or [round(end, 5) for end in whole[name]["ci95"]] == ends
    for name, values in golden["survival"].items():
        assert [round(told["value"], 5) for told in whole[name].values()] == values
    assert (whole["opportunities"], whole["rejected_explicit"], whole["rejected_implicit"]) == (None,) * 3


GOLDEN = Path(__file__).parent.parent / "golden" / "copilot_study.json"
