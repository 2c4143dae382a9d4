"""The whole way in real VS Code: keys in a browser, ghost text, the file on disk, the figures of the log."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dev.run import CENTAUR
from tests.vscode.editor import Editor
from tests.vscode.example import AFTER, BEFORE, REST, TYPED

pytestmark = pytest.mark.vscode


def figures(home: Path, until: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """What `centaur metrics` says of this log, once it says so or no more is to be expected."""
    deadline = time.monotonic() + 10
    while True:
        command = [str(CENTAUR), "metrics", "--json"]
        environment = {**os.environ, "CENTAUR_HOME": str(home)}
        printed = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        total: dict[str, Any] = json.loads(printed.stdout)["groups"][0]
        if until(total) or time.monotonic() > deadline:
            return total


def counts(total: dict[str, Any], *names: str) -> dict[str, int]:
    return {name: total[name] for name in names}


def test_typing_shows_ghost_text(editor: Editor) -> None:
    editor.open(BEFORE)

    editor.type(TYPED)

    editor.expect_ghost_text(REST)


def test_tab_puts_it_into_the_file_and_one_accepted_episode_into_the_log(
    editor: Editor, centaur_home: Path
) -> None:
    file = editor.open(BEFORE)
    editor.type(TYPED)
    editor.expect_ghost_text(REST)

    editor.press("Tab")

    assert editor.save(file) == AFTER
    total = figures(centaur_home, lambda total: total["accepted"])
    assert counts(total, "accepted", "rejected", "typed_through") == {
        "accepted": 1,
        "rejected": 0,
        "typed_through": 0,
    }


def test_escape_is_one_explicit_rejection_and_leaves_the_file_as_typed(
    editor: Editor, centaur_home: Path
) -> None:
    file = editor.open(BEFORE)
    editor.type(TYPED)
    editor.expect_ghost_text(REST)

    editor.press("Escape")

    editor.expect_ghost_text("")
    assert editor.save(file) == BEFORE.replace("$0", TYPED)
    total = figures(centaur_home, lambda total: total["rejected"])
    assert counts(total, "shown", "accepted", "rejected", "rejected_explicit") == {
        "shown": 1,
        "accepted": 0,
        "rejected": 1,
        "rejected_explicit": 1,
    }


def test_two_words_taken_and_typing_on_are_one_episode_with_the_characters_of_the_words(
    editor: Editor, centaur_home: Path
) -> None:
    file = editor.open(BEFORE)
    editor.type(TYPED)
    editor.expect_ghost_text(REST)

    editor.press("Control+ArrowRight")
    editor.expect_ghost_text(" json.load(file)")
    editor.press("Control+ArrowRight")
    editor.expect_ghost_text("json.load(file)")
    editor.type("js")

    assert editor.save(file) == BEFORE.replace("$0", "return js")
    editor.expect_ghost_text("on.load(file)")
    total = figures(centaur_home, lambda total: total["partially_accepted"])
    assert counts(total, "shown", "partially_accepted", "accepted", "open") == {
        "shown": 1,
        "partially_accepted": 1,
        "accepted": 0,
        "open": 1,
    }
    assert 0 < total["char_weighted_acceptance"]["value"] < 1


def test_typing_all_of_it_by_hand_is_agreement_but_no_accept(editor: Editor, centaur_home: Path) -> None:
    file = editor.open(BEFORE)
    editor.type(TYPED)
    editor.expect_ghost_text(REST)

    editor.type(REST)

    assert editor.save(file) == AFTER
    total = figures(centaur_home, lambda total: total["typed_through"])
    assert counts(total, "typed_through", "accepted", "rejected") == {
        "typed_through": 1,
        "accepted": 0,
        "rejected": 0,
    }


@pytest.mark.parametrize("suggester", ["local"], indirect=True)
def test_a_killed_server_is_started_again_and_suggests_again(editor: Editor) -> None:
    editor.open(BEFORE)
    editor.type(TYPED[:-1])

    os.kill(editor.server_process(), signal.SIGKILL)
    editor.expect_status("offline")
    editor.expect_status("ready")
    editor.type(TYPED[-1])

    editor.expect_ghost_text(REST)
