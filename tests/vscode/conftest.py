"""One VS Code and one browser for all tests of this folder; each test gets a window, a server and a log."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from dev.browser_editor import BrowserEditor, Profile, browser_editor
from dev.editor_install import ROOT, installed
from dev.run import CENTAUR, EXTENSION
from tests.conftest import not_checked
from tests.support.model_server import ModelServer, Script
from tests.vscode import chromium
from tests.vscode.editor import ONLY_GHOST_TEXT, Editor
from tests.vscode.example import REST


@pytest.fixture(scope="session")
def browser() -> Iterator[BrowserContext]:
    if not (executable := chromium.find()):
        not_checked("VS Code in a browser: no Chromium here. Install it: apt-get install chromium")
    with chromium.running(executable) as context:
        yield context


@pytest.fixture(scope="session")
def vscode(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[BrowserEditor, Profile]]:
    tools = installed()
    if not tools:
        not_checked("VS Code in a browser: it is not installed. Install it: make test")
    assert tools
    profile = Profile(
        home=tmp_path_factory.mktemp("vscode"), extension=EXTENSION, settings=ONLY_GHOST_TEXT, trusted=True
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
    """The local engine, and a model behind an HTTP server that says what the local engine learned."""
    if request.param == "local":
        yield Suggester("local", {})
        return
    with ModelServer(Script(REST)) as server:
        model = {"endpoint": server.url, "style": "fim-suffix", "name": "test", "deadline_ms": 10_000}
        settings = {"centaur.engines": ["test"], "centaur.models": {"test": model}}
        yield Suggester("model", settings)
        assert server.requests


@pytest.fixture
def editor(
    *,
    request: pytest.FixtureRequest,
    vscode: tuple[BrowserEditor, Profile],
    browser: BrowserContext,
    suggester: Suggester,
    centaur_home: Path,
    tmp_path: Path,
) -> Iterator[Editor]:
    """A window of the test's own; how it looked at the end is kept as a picture in artifacts/."""
    running, profile = vscode
    # The server of each window has the state folder of its test, which the shared editor cannot know.
    command = ["/usr/bin/env", f"CENTAUR_HOME={centaur_home}", str(CENTAUR)]
    answered = {"centaur.evidence.level": "numbers"}  # else the first run asks
    profile.set_machine_settings({"centaur.server.command": command, **answered, **suggester.settings})
    folder = tmp_path / "project"
    folder.mkdir()
    page = browser.new_page()
    yield Editor(page, running, folder)
    page.screenshot(path=ROOT / "artifacts" / f"{request.node.name}.png")
    page.close()
