"""`centaur pause` and `centaur resume`, as a person or a script runs them."""

import time
from datetime import datetime
from pathlib import Path

import pytest

from tests.support.command_line import centaur, printed


def test_a_pause_lasts_until_resumed() -> None:
    assert printed("pause", "--json") == {
        "suggestions_paused_until": "resumed",
        "recording_paused_until": None,
    }
    assert printed("status", "--json")["suggestions_paused_until"] == "resumed"

    assert printed("resume", "--json")["suggestions_paused_until"] is None
    assert printed("status", "--json")["suggestions_paused_until"] is None


@pytest.mark.parametrize(("said", "seconds"), [("90s", 90), ("5m", 300), ("2h", 7200), ("1d", 86_400)])
def test_a_pause_for_a_time_says_when_it_ends(said: str, seconds: int) -> None:
    before = int(time.time())
    until = printed("pause", "--for", said, "--json")["suggestions_paused_until"]

    assert before + seconds <= datetime.fromisoformat(until).timestamp() <= time.time() + seconds


def test_recording_is_paused_apart_from_suggestions() -> None:
    printed("pause", "--recording", "--json")

    assert printed("pause", "--for", "5m", "--json")["recording_paused_until"] == "resumed"


def test_people_read_it_in_words() -> None:
    assert "suggestions paused until  resumed" in centaur("pause").stdout
    assert "suggestions paused until  no" in centaur("resume").stdout


@pytest.mark.parametrize("duration", ["soon", "5", "0m", "-5m", "5 weeks", "9999999d"])
def test_a_wrong_duration_is_a_clear_error(duration: str) -> None:
    result = centaur("pause", "--for", duration)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "such as 5m" in result.stderr


def test_a_state_folder_that_cannot_be_used_is_a_clear_error(centaur_home: Path) -> None:
    centaur_home.write_text("in the way")

    result = centaur("pause")

    assert result.exit_code == 1
    assert "cannot be used" in result.stderr


def test_resuming_what_is_not_paused_is_no_error() -> None:
    assert printed("resume", "--json") == {"suggestions_paused_until": None, "recording_paused_until": None}
