"""What `make run` does: opens a folder in an editor with Centaur, in the browser where there is no editor."""

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from dev.browser_editor import QUIET_SETTINGS, BrowserEditor, NotStartedError, Profile, browser_editor
from dev.editor_install import ROOT, NotInstalledError, install

SOURCE = ROOT / "server"
FIRST_FILE = SOURCE / "centaur" / "text" / "positions.py"
CENTAUR = ROOT / ".venv" / "bin" / "centaur"
EXTENSION = ROOT / "clients" / "vscode"
EDITORS = ("code", "codium", "cursor")

_WHAT_TO_TRY = f"""\
Type, for example `def ` or `self.`: grey text appears after the cursor.
Tab takes it, Ctrl+Right takes a word of it, Escape rejects it. Alt+\\ asks now.
{CENTAUR.relative_to(ROOT)} metrics shows what you decided."""


def main(arguments: list[str]) -> int:
    """Open the named folder, or the project's own source."""
    folder = Path(arguments[0]).expanduser().resolve() if arguments else SOURCE
    if not folder.is_dir():
        print(f"run: {folder} is not a folder. Name one: make run DIR=path", file=sys.stderr)
        return 1
    file = None if arguments else FIRST_FILE
    return 0 if _opened_on_the_desktop(folder, file) else _serve_in_the_browser(folder, file)


def _opened_on_the_desktop(folder: Path, file: Path | None) -> bool:
    """Whether an editor of this machine took it, in a new window with the extension of this checkout."""
    for editor in EDITORS:
        if not (found := shutil.which(editor)):
            continue
        print(f"run: opening {folder} in {editor}", flush=True)
        command = [found, "--new-window", f"--extensionDevelopmentPath={EXTENSION}", str(folder)]
        status = subprocess.run([*command, *([str(file)] if file else [])], check=False).returncode
        if status == 0:
            print(_WHAT_TO_TRY)
            return True
        print(f"run: {editor} ended with status {status}", file=sys.stderr)
    return False


def _serve_in_the_browser(folder: Path, file: Path | None) -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt_once)
    profile = Profile(
        home=ROOT / ".tools" / "browser-profile",
        extension=EXTENSION,
        settings=QUIET_SETTINGS,
        trusted=folder == SOURCE,
    )
    profile.set_machine_settings({"centaur.server.command": [str(CENTAUR)]})
    started = time.monotonic()
    try:
        tools = install()
        print("run: starting VS Code in the browser ...", end="", flush=True)
        with browser_editor(tools, profile) as editor:
            print(f" {time.monotonic() - started:.1f} s", flush=True)
            return _wait(editor, folder, file)
    except KeyboardInterrupt:
        print("\nrun: everything it started has ended")
        return 0
    except (NotInstalledError, NotStartedError, OSError) as error:
        print(f"\nrun: {error}", file=sys.stderr)
        return 1


def _interrupt_once(_number: int, _frame: FrameType | None) -> None:
    """A second Ctrl+C must not leave behind what the first one is about to end."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _wait(editor: BrowserEditor, folder: Path, file: Path | None) -> int:
    print(f"\n    {editor.url(folder, file)}\n\n{_WHAT_TO_TRY}\nCtrl+C ends everything.", flush=True)
    status = editor.process.wait()
    print(f"run: VS Code in the browser ended by itself with status {status}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
