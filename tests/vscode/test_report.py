"""The report in a panel of real VS Code: the page of the command line, in the colours of the theme."""

import time
from pathlib import Path

import pytest
from playwright.sync_api import Frame, expect

from centaur.adapters.event_store import EventStore
from tests.support.command_line import centaur
from tests.support.month import DAY_MS, month
from tests.vscode.editor import START_SECONDS, Editor
from tests.vscode.example import BEFORE
from tests.vscode.test_recording import choose

pytestmark = [pytest.mark.vscode, pytest.mark.parametrize("suggester", ["local"], indirect=True)]


def report(editor: Editor) -> Frame:
    """The page inside of the panel, once it is there."""
    choose(editor, "Centaur: Show Report")
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        for frame in editor.page.frames:
            if frame.locator("main h1").count():
                return frame
        editor.page.wait_for_timeout(100)
    raise AssertionError("no report was shown")


def test_the_panel_shows_the_page_of_the_command_line_with_its_definitions(
    editor: Editor, centaur_home: Path
) -> None:
    store = EventStore(centaur_home / "events.db")
    store.append(month((int(time.time() * 1000) // DAY_MS + 1) * DAY_MS))
    store.close()
    editor.open(BEFORE)

    frame = report(editor)

    value = frame.locator('[data-figure="viewed_acceptance_rate"] .value').inner_text()
    assert f'<dd class="value">{value}</dd>' in centaur("report", "--output", "-").stdout
    term = frame.locator('[data-figure="viewed_acceptance_rate"] .term')
    term.focus()
    expect(term.locator(".meaning")).to_be_visible()
    assert frame.locator("figure svg[role=img]").count() > 10
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_empty_log_is_said_and_the_colours_are_those_of_the_theme(editor: Editor) -> None:
    editor.open(BEFORE)

    frame = report(editor)

    expect(frame.get_by_text("Nothing has been shown in this time")).to_be_visible()
    painted, theme = frame.evaluate(
        "() => { const probe = document.createElement('i'); "
        "probe.style.color = 'var(--vscode-editor-background)'; document.body.append(probe); "
        "return [getComputedStyle(document.body).backgroundColor, getComputedStyle(probe).color] }"
    )
    assert painted == theme
