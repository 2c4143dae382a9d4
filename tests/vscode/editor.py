"""VS Code in a browser as a test sees it: text with a cursor, keys, ghost text, the file."""

import json
import re
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from dev.browser_editor import QUIET_SETTINGS, BrowserEditor, Place

# Nothing but the key under test may insert text, and nothing but ghost text may take a key.
ONLY_GHOST_TEXT: Mapping[str, Any] = {
    **QUIET_SETTINGS,
    "editor.quickSuggestions": {"other": "off", "comments": "off", "strings": "off"},
    "editor.suggestOnTriggerCharacters": False,
    "editor.autoClosingBrackets": "never",
    "editor.autoClosingQuotes": "never",
    "editor.accessibilitySupport": "off",
    "editor.minimap.enabled": False,
    "files.hotExit": "off",
    "git.enabled": False,
}

START_SECONDS = 30
GHOST_SECONDS = 10
# The keys of a suggestion depend on context keys, which follow the text on the screen and show nowhere.
SETTLE_MS = 250

_NOTEBOOK: Mapping[str, Any] = {"metadata": {}, "nbformat": 4, "nbformat_minor": 5}
_CELLS = ".notebookOverlay .cell.code .monaco-editor"
_GHOST = ".monaco-editor .view-lines [class*=ghost-text]"


@dataclass(frozen=True, slots=True)
class Editor:
    """One window that shows one folder."""

    page: Page
    server: BrowserEditor
    folder: Path

    def show(self, text: str, name: str = "example.py") -> Path:
        """Write the text to a new file and show it, with the cursor at `$0`."""
        before, _, after = text.partition("$0")
        file = self.folder / name
        file.write_text(before + after)
        line, column = before.count("\n") + 1, len(before.split("\n")[-1]) + 1
        self.page.goto(self.server.url(self.folder, Place(file, line, column)))
        place = self.page.get_by_text(f"Ln {line}, Col {column}")
        place.wait_for(timeout=START_SECONDS * 1000)
        return file

    def open(self, text: str, name: str = "example.py") -> Path:
        """The same, and Centaur is ready."""
        file = self.show(text, name)
        self.expect_status("ready$")
        return file

    def open_notebook(self, cells: Sequence[tuple[str, str]], name: str = "example.ipynb") -> Path:
        """Write cells, each a type and its source, to a new notebook and show it, when Centaur is ready."""
        file = self.folder / name
        file.write_text(json.dumps({"cells": [_cell(*cell) for cell in cells], **_NOTEBOOK}))
        # By its address, or before extensions are known, it would be shown as text.
        self.page.goto(self.server.url(self.folder))
        self.expect_status("ready$")
        self.page.get_by_role("treeitem", name=name).dblclick()
        self.page.locator(_CELLS).first.wait_for(timeout=START_SECONDS * 1000)
        return file

    def type_in_cell(self, at: int, text: str) -> None:
        """Type at the end of one of the cells of code, counted from 0."""
        self.page.locator(_CELLS).nth(at).click()
        self.press("Control+End")
        self.type(text)

    def expect_status(self, state: str) -> None:
        """Wait until the status bar says so."""
        item = self.page.locator('[id="centaur.centaur-copilot.centaur.status"]')
        expect(item).to_have_attribute("aria-label", re.compile(state), timeout=START_SECONDS * 1000)

    def expect_problems(self, number: int) -> None:
        """Wait until the editor shows so many errors and warnings of all extensions."""
        item = self.page.locator('[id="status.problems"]')
        expect(item).to_have_attribute(
            "aria-label", re.compile(rf"\b{number}\b"), timeout=START_SECONDS * 1000
        )

    def type(self, text: str) -> None:
        """Type as a person does, one character after the other."""
        self.page.keyboard.type(text, delay=40)

    def press(self, *keys: str) -> None:
        """Press these keys, each once what is on the screen has settled."""
        for key in keys:
            self.page.wait_for_timeout(SETTLE_MS)
            self.page.keyboard.press(key)

    def expect_ghost_text(self, text: str) -> None:
        """Fail unless this, and nothing else, soon is the grey text after the cursor; "" is none at all."""
        deadline = time.monotonic() + GHOST_SECONDS
        while self.ghost_text() != text and time.monotonic() < deadline:
            self.page.wait_for_timeout(50)
        assert self.ghost_text() == text

    def ghost_text(self) -> str:
        """The grey text after the cursor, or ""."""
        return "".join(self.page.locator(_GHOST).all_text_contents()).replace("\u00a0", " ")

    def save(self, file: Path) -> str:
        """Save; the text that is in the file then."""
        self.press("Control+s")
        expect(self.page.locator(".tab.active")).not_to_have_class(re.compile(r"\bdirty\b"))
        return file.read_text()

    def server_process(self) -> int:
        """The process id of the language server of this window, the one that was started last."""
        listed = subprocess.run(["ps", "-eo", "pid=,pgid=,args="], capture_output=True, text=True, check=True)
        processes = [line.split(maxsplit=2) for line in listed.stdout.splitlines()]
        group = str(self.server.process.pid)
        return max(
            int(pid) for pid, pgid, command in processes if pgid == group and command.endswith(" serve")
        )


def _cell(kind: str, source: str) -> dict[str, Any]:
    """A cell as nbformat 4 writes it."""
    results: Mapping[str, Any] = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "id": f"cell-{abs(hash(source))}", "metadata": {}, "source": source, **results}
