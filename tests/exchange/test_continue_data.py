"""Continue's records as episodes."""

import json
from pathlib import Path
from typing import Any

import pytest

from centaur.adapters.state_dir import StateDir
from centaur.commands.import_facts import import_facts
from centaur.commands.metrics import metrics
from centaur.exchange.continue_data import read
from centaur.exchange.json_lines import Tally
from centaur.exchange.source import ExchangeError
from centaur.metrics.facts import Episode


def record(id_: str, at: str = "2025-06-01T10:00:00.000Z", **more: Any) -> dict[str, Any]:
    """A record of schema 0.2.0 with what the importer reads, and something that it does not."""
    return {
        "eventName": "autocomplete",
        "schema": "0.2.0",
        "userId": "",
        "userAgent": "vscode/1.100 (Continue/1.0.8)",
        "timestamp": at,
        "disable": False,
        "accepted": True,
        "time": 412,
        "prefix": "def f(",
        "completion": "x):",
        "modelProvider": "ollama",
        "modelName": "qwen2.5-coder",
        "cacheHit": False,
        "filepath": "file:///home/ada/code/main.py",
        "completionId": id_,
    } | more


def dev_data(folder: Path, *records: dict[str, Any], schema: str = "0.2.0") -> Path:
    path = folder / schema / "autocomplete.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{json.dumps(each)}\n" for each in records))
    return folder


def episodes(folder: Path) -> list[Episode]:
    return [fact for fact in read(folder, "continue", Tally()) if isinstance(fact, Episode)]


def test_a_record_is_an_episode(tmp_path: Path) -> None:
    (found,) = episodes(dev_data(tmp_path, record("a")))

    assert (found.became, found.read, found.offered_chars, found.accepted_chars) == ("accepted", True, 3, 3)
    assert (found.language, found.model, found.editor) == ("python", "qwen2.5-coder", "vscode")
    assert (found.source, found.latency_ms, found.day) == ("fresh", 412.0, "2025-06-01")
    assert (found.origin, found.evidence) == ("imported:continue", "imported")


def test_what_was_not_accepted_in_time_is_rejected_and_what_nobody_decided_is_open(tmp_path: Path) -> None:
    undecided = record("b")
    del undecided["accepted"]
    found = episodes(dev_data(tmp_path, record("a", accepted=False, cacheHit=True), undecided))

    assert [(each.became, each.accepted_chars) for each in found] == [("rejected", 0), ("open", 0)]
    assert found[0].source == "memory"


@pytest.mark.parametrize("order", [(False, True), (True, False)])
def test_a_completion_that_was_accepted_late_counts_once(tmp_path: Path, order: tuple[bool, bool]) -> None:
    found = episodes(dev_data(tmp_path, *(record("a", accepted=accepted) for accepted in order)))

    assert [each.became for each in found] == ["accepted"]


def test_both_schemas_are_read_and_what_is_in_both_counts_once(tmp_path: Path) -> None:
    older = {name: value for name, value in record("a").items() if not name.startswith("user")}
    dev_data(tmp_path, older, older | {"completionId": "c"}, schema="0.1.0")

    assert len(episodes(dev_data(tmp_path, record("a"), record("b")))) == 3


def test_records_without_code_have_no_characters(tmp_path: Path) -> None:
    bare = {name: value for name, value in record("a").items() if name not in {"completion", "prefix"}}
    (found,) = episodes(dev_data(tmp_path, bare))

    assert (found.became, found.offered_chars) == ("accepted", 0)


def test_half_an_hour_without_one_begins_another_activity(tmp_path: Path) -> None:
    times = ["10:00:00", "10:30:00", "11:00:01"]
    found = episodes(dev_data(tmp_path, *(record(time, f"2025-06-01T{time}Z") for time in reversed(times))))

    assert [each.suggestion_id for each in found] == [f"continue:{time}" for time in times]
    assert [each.activity == found[0].activity for each in found] == [True, True, False]


def test_a_file_will_do_and_growing_it_adds_what_is_new(tmp_path: Path) -> None:
    state, path = StateDir.locate(), tmp_path / "0.2.0" / "autocomplete.jsonl"

    def added(*records: dict[str, Any]) -> Any:
        dev_data(tmp_path, *records)
        return import_facts(state, "continue", str(path))["new"]["episodes"]

    assert [added(record("a")), added(record("a"), record("b")), added(record("a"), record("b"))] == [1, 1, 0]


def test_the_rates_are_those_of_the_records(tmp_path: Path) -> None:
    state = StateDir.locate()
    told = [record(str(number), accepted=number < 3) for number in range(4)]
    import_facts(state, "continue", str(dev_data(tmp_path, *told)))
    whole = metrics(state, {"origin": "imported:continue"})["groups"][0]

    assert (whole["shown"], whole["accepted"], whole["rejected"]) == (4, 3, 1)
    assert whole["acceptance_rate"]["value"] == whole["viewed_acceptance_rate"]["value"] == 3 / 4
    assert (whole["opportunities"], whole["rejected_explicit"]) == (None, None)


UNREADABLE: list[dict[str, Any]] = [
    {"accepted": "yes"},
    {"timestamp": 5},
    {"completionId": None},
    {"filepath": None},
    {"modelName": 1},
    {"time": "fast"},
    {"userAgent": 5},
]


def test_a_record_that_cannot_be_read_is_named_and_the_rest_counts(tmp_path: Path) -> None:
    summary = import_facts(
        StateDir.locate(),
        "continue",
        str(dev_data(tmp_path / "dev_data", *(record("x", **wrong) for wrong in UNREADABLE), record("a"))),
    )

    assert (summary["new"]["episodes"], summary["skipped"]) == (1, len(UNREADABLE))
    assert summary["skipped_rows"][0] == "autocomplete.jsonl, line 1: accepted is neither true nor false"


def test_a_folder_without_records_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match=r"no autocomplete\.jsonl in .*dev_data"):
        import_facts(StateDir.locate(), "continue", str(tmp_path))
