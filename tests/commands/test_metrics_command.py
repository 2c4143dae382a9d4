"""`centaur metrics`, as a person or a script runs it."""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from centaur.adapters.event_store import EventStore
from centaur.evidence.events import (
    DeliveredEvent,
    Event,
    OpportunityEvent,
    OutcomeEvent,
    Recorded,
    ShownEvent,
    Stamp,
)
from centaur.reporting.wording import title
from tests.support.command_line import centaur, printed


def record(home: Path, suggestion: str, outcome: str | None) -> None:
    """One request, its suggestion shown, and its outcome."""
    home.mkdir(exist_ok=True)
    events: list[Event] = [
        OpportunityEvent(
            f"o{suggestion}", "hash", "python", "automatic", "delivered", source="fresh", latency_ms=4.0
        ),
        DeliveredEvent(suggestion, f"o{suggestion}", f"g{suggestion}", "fresh", 0, 10, 0),
        ShownEvent(suggestion, 300.0, 10),
    ]
    if outcome == "accepted":
        events.append(OutcomeEvent(suggestion, "accepted", "command", "explicit", 10, 10, 0, 900.0))
    now = int(time.time() * 1000)
    store = EventStore(home / "events.db")
    store.append(
        [Recorded(Stamp(suggestion, number, now, 0.0), event) for number, event in enumerate(events)]
    )
    store.close()


class TestMetrics:
    def test_the_log_is_counted(self, centaur_home: Path) -> None:
        record(centaur_home, "one", "accepted")
        record(centaur_home, "two", None)

        [total] = printed("metrics", "--json")["groups"]

        assert (total["opportunities"], total["shown"], total["accepted"], total["open"]) == (2, 2, 1, 1)
        assert total["acceptance_rate"] == {"value": 0.5, "ci95": None, "clusters": 2, "n": 2}
        assert total["unchanged"]["300"]["censored"] == 0

    def test_groups_follow_the_total(self, centaur_home: Path) -> None:
        record(centaur_home, "one", "accepted")

        groups = printed("metrics", "--by", "language", "--json")["groups"]

        assert [group["by"] for group in groups] == [{}, {"language": "python"}]

    def test_people_get_a_table_and_no_interval_that_cannot_be_had(self, centaur_home: Path) -> None:
        record(centaur_home, "one", "accepted")

        shown = centaur("metrics").stdout

        assert "100.0%" in shown
        assert "too few sessions" in shown

    def test_the_table_has_every_figure_that_the_contract_names(self, centaur_home: Path) -> None:
        record(centaur_home, "one", "accepted")
        lines = [line.strip() for line in centaur("metrics").stdout.splitlines()]

        total = printed("metrics", "--json")["groups"][0]
        named = [title(name) for name in total if name not in {"by", "filtered", "changed"}]
        assert [name for name in named if not any(line.startswith(name) for line in lines)] == []

    def test_where_nothing_was_recorded_one_sentence_says_what_to_do(self) -> None:
        assert centaur("metrics").stdout.splitlines()[1:] == [
            "Nothing has been shown yet: write some code, and look again."
        ]
        assert "opportunities" in centaur("metrics", "--definitions").stdout

    def test_people_see_days_and_groups_beside_one_another(self, centaur_home: Path) -> None:
        record(centaur_home, "one", "accepted")

        assert "By day" in centaur("metrics").stdout
        assert "By language" in (shown := centaur("metrics", "--by", "language").stdout)
        assert "python" in shown

    def test_without_a_log_everything_is_zero_and_none_is_made(self, centaur_home: Path) -> None:
        assert printed("metrics", "--json")["groups"][0]["shown"] == 0
        assert not (centaur_home / "events.db").exists()

    @pytest.mark.parametrize(
        "options", [["--by", "weather"], ["--since", "someday"], ["--origin", "moon"], ["--evidence", "none"]]
    )
    def test_a_wrong_option_is_a_clear_error(self, options: Sequence[str]) -> None:
        result = centaur("metrics", *options)

        assert result.exit_code == 2
        assert options[1] in result.stderr

    def test_a_log_of_a_newer_version_is_a_clear_error(self, centaur_home: Path) -> None:
        record(centaur_home, "one", None)
        subprocess.run(
            [
                sys.executable,
                "-c",
                "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('PRAGMA user_version = 99')",
                str(centaur_home / "events.db"),
            ],
            check=True,
        )  # fmt: skip - one statement

        result = centaur("metrics")

        assert result.exit_code == 1
        assert "newer Centaur" in result.stderr
