"""Explanations in real VS Code: asked for, streamed, edited, accepted into the file, rejected, labelled."""

import json
import os
import re
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from dev.editor_install import ROOT
from dev.run import CENTAUR
from tests.support.model_server import ModelServer, Script
from tests.vscode import example
from tests.vscode.conftest import Suggester
from tests.vscode.editor import Editor

pytestmark = pytest.mark.vscode

BEFORE = """\
def total(prices, rate):
    $0result = sum(prices)
    return result * (1 + rate)


def mean(prices):
    return sum(prices) / len(prices)
"""
WORDS = """\
## What it does
Adds the prices and the tax on them. See [the manual](https://evil.example/x).

## How
- Adds up the prices (L2).
- Raises the sum by the rate (L3).

## What to watch for
- A rate of `19` is taken as 1900 per cent (L3).
"""
DOCSTRING = '''\
    """Sums the prices and the tax on them. See the manual.

    How:
    - Adds up the prices.
    - Raises the sum by the rate.

    What to watch for:
    - A rate of `19` is taken as 1900 per cent.
    """
'''
WAIT_MS = 10_000
PICTURES = ROOT / "artifacts"


@pytest.fixture
def suggester() -> Iterator[Suggester]:
    """A chat model that takes a second and a half for its answer."""
    with ModelServer(Script(WORDS, delay_ms=30)) as server:
        model = {"endpoint": server.url, "style": "chat", "name": "teacher"}
        yield Suggester("chat", {"centaur.explain.model": "m", "centaur.models": {"m": model}})


def ask(editor: Editor) -> None:
    """Explain the symbol at the cursor, by the command palette."""
    editor.press("F1")
    editor.type("Centaur: Explain")
    editor.press("Enter")


def thread(editor: Editor) -> Locator:
    return editor.page.locator(".review-widget")


def act(editor: Editor, name: str) -> None:
    """Click one of the thread's own buttons."""
    thread(editor).locator(f'.action-label[aria-label="{name}"]').first.click()


def logged(home: Path, sql: str, until: Callable[[list[Any]], bool] = bool) -> list[Any]:
    """Rows of the log, once they are there."""
    deadline = time.monotonic() + 10
    while True:
        with sqlite3.connect(f"file:{home / 'events.db'}?mode=ro", uri=True) as connection:
            rows = connection.execute(sql).fetchall()
        connection.close()
        if until(rows) or time.monotonic() > deadline:
            return rows
        time.sleep(0.1)


def by_kind(home: Path) -> dict[str, Any]:
    """What `centaur metrics --by kind` says of this log."""
    printed = subprocess.run(
        [str(CENTAUR), "metrics", "--by", "kind", "--json"],
        env={**os.environ, "CENTAUR_HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    return {group["by"].get("kind", ""): group for group in json.loads(printed.stdout)["groups"]}


def test_it_streams_is_edited_accepted_into_the_file_and_undone(editor: Editor, centaur_home: Path) -> None:
    file = editor.open(BEFORE)

    ask(editor)
    body = thread(editor).locator(".comment-body")
    seen = set[str]()
    deadline = time.monotonic() + 10
    while "1900 per cent" not in "".join(seen) and time.monotonic() < deadline:
        seen.update(body.all_inner_texts())
        editor.page.wait_for_timeout(30)
    assert len(seen) > 3, seen
    editor.page.screenshot(path=PICTURES / "explanation-shown.png")
    assert body.locator("a, img").count() == 0

    thread(editor).hover()
    thread(editor).locator('.action-label[aria-label="Edit"]').click()
    words = thread(editor).locator(".edit-container .view-line", has_text="Adds the prices")
    words.get_by_text(re.compile("Adds")).first.dblclick(position={"x": 8, "y": 8})
    editor.type("Sums")
    editor.page.screenshot(path=PICTURES / "explanation-edited.png")
    thread(editor).locator(".form-actions").get_by_role("button", name="Accept as Documentation").click()

    expect(thread(editor)).to_have_count(0, timeout=WAIT_MS)
    plain = BEFORE.replace("$0", "")
    first, rest = plain.split("\n", 1)
    editor.page.locator(".view-lines").first.click()
    editor.page.screenshot(path=PICTURES / "explanation-accepted.png")
    assert editor.save(file) == f"{first}\n{DOCSTRING}{rest}"
    editor.press("Control+z")
    assert editor.save(file) == plain

    rows = logged(centaur_home, "SELECT outcome, evidence, edit_ratio, typed_chars FROM outcome")
    assert [(row[0], row[1]) for row in rows] == [("accepted", "explicit")]
    assert 0 < rows[0][2] < 0.05
    assert rows[0][3] == len("Sum")
    assert logged(centaur_home, "SELECT removed_chars FROM undone") == [(len(DOCSTRING),)]
    assert by_kind(centaur_home)["explanation"]["accepted"] == 1


def test_another_is_labelled_in_two_clicks_a_sentence_and_rejected(
    editor: Editor, centaur_home: Path
) -> None:
    file = editor.open(BEFORE)
    editor.press("Control+.")
    editor.page.locator(".action-widget .monaco-list-row").get_by_text("Explain", exact=True).click()
    expect(thread(editor).locator(".comment-body")).to_contain_text("1900 per cent", timeout=WAIT_MS)

    act(editor, "Label Sentences")
    for sentence, label in (("Adds up the prices", "Good"), ("A rate of", "Factual error")):
        row = editor.page.locator(".quick-input-list .monaco-list-row", has_text=sentence)
        row.hover()
        row.locator(f'.action-label[aria-label="{label}"]').click()
        expect(row).to_contain_text(f"✓ {label}")
    editor.page.screenshot(path=PICTURES / "explanation-labelled.png")
    editor.press("Escape")
    act(editor, "Reject")

    expect(thread(editor)).to_have_count(0, timeout=WAIT_MS)
    assert file.read_text() == BEFORE.replace("$0", "")
    labels = logged(centaur_home, "SELECT sentence, label FROM feedback", lambda rows: len(rows) == 2)
    assert labels == [(2, "good"), (4, "factual_error")]
    assert logged(centaur_home, "SELECT outcome, reason FROM outcome") == [("rejected_explicit", "command")]
    kinds = logged(centaur_home, "SELECT suggestion_kind, result FROM opportunity")
    assert ("explanation", "delivered") in kinds


def test_why_tells_where_a_suggestion_came_from_before_it_is_decided(
    editor: Editor, centaur_home: Path
) -> None:
    file = editor.open(example.BEFORE)
    editor.type(example.TYPED)
    editor.expect_ghost_text(example.REST)

    editor.press("Alt+/")
    body = thread(editor).locator(".comment-body")
    expect(body).to_contain_text("Made by the local engine", timeout=WAIT_MS)
    editor.page.screenshot(path=PICTURES / "why.png")
    act(editor, "Let the Model Say What It Does")
    expect(body).to_contain_text("Adds the prices", timeout=WAIT_MS)
    expect(thread(editor)).to_contain_text("What the model says of it", timeout=WAIT_MS)
    editor.page.screenshot(path=PICTURES / "why-told.png")
    # What is closed at a glance was never shown, and has no outcome.
    assert len(logged(centaur_home, "SELECT * FROM shown", lambda rows: len(rows) == 2)) == 2
    act(editor, "Close Without a Decision")
    expect(thread(editor)).to_have_count(0, timeout=WAIT_MS)
    editor.expect_ghost_text(example.REST)
    editor.press("Tab")

    assert editor.save(file) == example.AFTER
    accepted = logged(centaur_home, "SELECT outcome FROM outcome", lambda rows: len(rows) == 2)
    assert sorted(accepted) == [("accepted",), ("ignored",)]


def test_in_a_notebook_where_no_thread_can_be_seen_it_says_so(editor: Editor) -> None:
    editor.open_notebook([("code", "total = sum(prices)")])
    editor.type_in_cell(0, "")

    ask(editor)

    told = editor.page.locator(".notification-toast", has_text="notebooks show no explanations")
    expect(told).to_be_visible(timeout=WAIT_MS)
