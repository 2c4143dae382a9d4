"""How long from spawning VS Code to the first ghost text, beside when its editor is there to type in."""

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from dev.browser_editor import Profile, browser_editor
from dev.editor_install import install
from dev.run import CENTAUR, EXTENSION
from tests.vscode import chromium
from tests.vscode.editor import ONLY_GHOST_TEXT, Editor
from tests.vscode.example import BEFORE, REST, TYPED

ROUNDS = 5


def main() -> None:
    """Start everything anew, several times; typing begins when the status bar says that Centaur is ready."""
    runs = [start() for _ in range(ROUNDS)]
    visible, ghost = (statistics.median(run[at] for run in runs) for at in (0, 1))
    worst = max(ghost for _, ghost in runs)
    if "--json" in sys.argv:
        figures = {"editor_s": visible, "ghost_text_s": ghost, "ratio": ghost / visible, "worst_s": worst}
        print(json.dumps(figures))
        return
    print(f"median of {ROUNDS}: editor after {visible:.1f} s, first ghost text after {ghost:.1f} s", end="")
    print(f" ({ghost / visible:.2f} times as long; worst {worst:.1f} s)")


def start() -> tuple[float, float]:
    """Seconds from spawning the editor to its text, and to the first ghost text."""
    tools, executable = install(), chromium.find()
    with tempfile.TemporaryDirectory() as name, chromium.running(executable) as browser:
        folder = Path(name) / "project"
        folder.mkdir()
        profile = Profile(Path(name) / "profile", EXTENSION, ONLY_GHOST_TEXT, trusted=True)
        profile.set_machine_settings({"centaur.server.command": [str(CENTAUR)]})
        began = time.perf_counter()
        with browser_editor(tools, profile, {"CENTAUR_HOME": str(Path(name) / "home")}) as running:
            editor = Editor(browser.new_page(), running, folder)
            editor.show(BEFORE)
            visible = time.perf_counter() - began
            editor.expect_status("ready$")
            editor.type(TYPED)
            editor.expect_ghost_text(REST)
            return visible, time.perf_counter() - began


if __name__ == "__main__":
    main()
