"""What is recorded, as the user says it in real VS Code: the first question, a pause, forgetting."""

import json
import re

import pytest
from playwright.sync_api import Locator, expect

from dev.browser_editor import BrowserEditor, Profile
from tests.vscode.editor import Editor
from tests.vscode.example import BEFORE, REST, TYPED

pytestmark = [pytest.mark.vscode, pytest.mark.parametrize("suggester", ["local"], indirect=True)]


def toast(editor: Editor) -> Locator:
    return editor.page.locator(".notification-toast", has_text="Centaur can record")


def choose(editor: Editor, command: str) -> None:
    """Run a command by the palette."""
    editor.press("F1")
    editor.page.keyboard.type(command)
    editor.page.locator(".quick-input-list .monaco-list-row.focused", has_text=command).wait_for()
    editor.page.keyboard.press("Enter")


def pick(editor: Editor, label: str) -> None:
    editor.page.locator(".quick-input-list .monaco-list-row", has_text=label).click()


def test_a_pause_holds_back_every_suggestion_until_it_is_resumed(editor: Editor) -> None:
    editor.open(BEFORE)
    choose(editor, "Centaur: Pause")
    pick(editor, "Suggestions until I resume")
    editor.expect_status("suggestions are paused")
    editor.type(TYPED)
    editor.expect_ghost_text("")

    choose(editor, "Centaur: Resume")
    editor.expect_status("ready$")
    editor.type("u")

    editor.expect_ghost_text(REST[1:])


def test_the_first_run_asks_what_may_be_recorded_and_never_again(
    editor: Editor, vscode: tuple[BrowserEditor, Profile]
) -> None:
    _, profile = vscode
    machine = profile.home / "Machine" / "settings.json"
    settings = json.loads(machine.read_text())
    del settings["centaur.evidence.level"]
    profile.set_machine_settings(settings)
    editor.open(BEFORE)

    toast(editor).get_by_role("button", name="Also text").click()
    expect(toast(editor)).to_have_count(0)
    editor.expect_status("ready$")
    for _ in range(50):
        if "full" in machine.read_text():
            break
        editor.page.wait_for_timeout(100)
    written = json.loads(machine.read_text())
    assert written["centaur.evidence.level"] == "full"

    profile.set_machine_settings(settings)
    editor.page.reload()
    editor.expect_status("ready$")
    editor.page.wait_for_timeout(1_000)
    expect(toast(editor)).to_have_count(0)


def test_a_purge_deletes_only_what_was_confirmed(editor: Editor) -> None:
    editor.open(BEFORE)
    choose(editor, "Centaur: Purge Everything That Was Recorded")
    dialog = editor.page.locator(".monaco-dialog-box")
    expect(dialog).to_contain_text("This cannot be undone")

    dialog.get_by_role("button", name="Delete").click()

    expect(editor.page.locator(".notification-toast")).to_contain_text(
        re.compile("Everything was deleted|nothing to delete")
    )
    editor.expect_status("ready$")
