"""One VS Code and one browser for all tests of this folder; each test gets a window, a server and a log."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, sync_playwright

from dev.browser_editor import QUIET_SETTINGS, BrowserEditor, Profile, browser_editor
from dev.editor_install import ROOT, installed
from tests.conftest import not_checked
from tests.support.model_server import ModelServer, Script
from tests.vscode.editor import Editor

CENTAUR = ROOT / ".venv" / "bin" / "centaur"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Nothing but the key under test may insert text, and nothing but ghost text may take a key.
ONLY_GHOST_TEXT = {
    "editor.quickSuggestions": {"other": "off", "comments": "off", "strings": "off"},
    "editor.suggestOnTriggerCharacters": False,
    "editor.autoClosingBrackets": "never",
    "editor.autoClosingQuotes": "never",
    "editor.accessibilitySupport": "off",
    "editor.minimap.enabled": False,
    "files.hotExit": "off",
    "git.enabled": False,
}


@pytest.fixture(scope="session")
def chromium() -> Iterator[BrowserContext]:
    found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if not found:
        not_checked("VS Code in a browser: no Chromium here. Install it: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_FLAGS)
        yield browser.new_context(viewport={"width": 1100, "height": 620})
        browser.close()


@pytest.fixture(scope="session")
def vscode(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[BrowserEditor, Profile]]:
    tools = installed()
    if not tools:
        not_checked("VS Code in a browser: it is not installed. Install it: make test")
    assert tools
    profile = Profile(
        home=tmp_path_factory.mktemp("vscode"),
        extension=ROOT / "clients" / "vscode",
        settings={**QUIET_SETTINGS, **ONLY_GHOST_TEXT},
        trusts_every_folder=True,
    )
    with browser_editor(tools, profile) as running:
        yield running, profile


@dataclass(frozen=True, slots=True)
class Suggester:
    """Where the suggestions of a test come from, as settings of the machine."""

    name: str
    settings: dict[str, Any]


@pytest.fixture(params=["local", "model"])
def suggester(request: pytest.FixtureRequest) -> Iterator[Suggester]:
    """The local engine, and a model behind an HTTP server that continues `ret` as the local engine does."""
    if request.param == "local":
        yield Suggester("local", {})
        return
    with ModelServer(Script("urn json.load(file)")) as server:
        model = {"endpoint": server.url, "style": "fim-suffix", "name": "test"}
        settings = {"centaur.engines": ["test"], "centaur.models": {"test": model}}
        yield Suggester("model", settings)
        assert server.requests


@pytest.fixture
def editor(
    vscode: tuple[BrowserEditor, Profile],
    chromium: BrowserContext,
    suggester: Suggester,
    centaur_home: Path,
    tmp_path: Path,
) -> Iterator[Editor]:
    running, profile = vscode
    # The server of each window has the state folder of its test, which the shared editor cannot know.
    command = ["/usr/bin/env", f"CENTAUR_HOME={centaur_home}", str(CENTAUR)]
    profile.set_machine_settings({"centaur.server.command": command, **suggester.settings})
    folder = tmp_path / "project"
    folder.mkdir()
    page = chromium.new_page()
    yield Editor(page, running, folder)
    page.close()
