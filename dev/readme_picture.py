"""Makes docs/ghost-text.png, the README's picture: real VS Code and ghost text, the project's own source."""

import shutil
import tempfile
from pathlib import Path

from dev.browser_editor import Profile, browser_editor
from dev.editor_install import ROOT, install
from dev.run import CENTAUR, EXTENSION, SOURCE
from tests.vscode import chromium
from tests.vscode.editor import ONLY_GHOST_TEXT, Editor

PICTURE = ROOT / "docs" / "ghost-text.png"
FILE = "centaur/session.py"
ABOVE = "    def closed("
BEGUN = '''\
    def saved(self, document: Document) -> None:
        """A document was written to its file."""
        $0

'''
TYPED = "self._doc"
OFFERED = "uments[document.uri] = document"
LOOKS = {
    "workbench.colorTheme": "Dark 2026",
    "editor.fontSize": 15,
    "window.commandCenter": False,
    "workbench.layoutControl.enabled": False,
}


def main() -> None:
    """Type into a copy of the source, and take the picture when the grey text is there."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "server"
        shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns("__pycache__"))
        above, below = (folder / FILE).read_text().rsplit(ABOVE, 1)
        profile = Profile(Path(name) / "profile", EXTENSION, {**ONLY_GHOST_TEXT, **LOOKS}, trusted=True)
        profile.set_machine_settings(
            {"centaur.server.command": [str(CENTAUR)], "centaur.evidence.level": "numbers"}
        )
        with (
            browser_editor(install(), profile, {"CENTAUR_HOME": str(Path(name) / "home")}) as running,
            chromium.running(chromium.find(), pixel_ratio=2) as browser,
        ):
            editor = Editor(browser.new_page(), running, folder)
            editor.open(above + BEGUN + ABOVE + below, FILE)
            editor.type(TYPED)
            editor.expect_ghost_text(OFFERED)
            editor.page.wait_for_timeout(500)
            editor.page.screenshot(path=PICTURE)


if __name__ == "__main__":
    main()
