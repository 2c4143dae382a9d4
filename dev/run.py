"""What `make run` does: opens a folder in an editor with Centaur, in the browser where there is no editor."""

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from dev.browser_editor import QUIET_SETTINGS, BrowserEditor, NotStartedError, Place, Profile, browser_editor
from dev.editor_install import ROOT, NotInstalledError, install

SOURCE = ROOT / "server"
FIRST_FILE = SOURCE / "centaur" / "session.py"
FIRST_WORDS = "    def paused(self, su"
CENTAUR = ROOT / ".venv" / "bin" / "centaur"
EXTENSION = ROOT / "clients" / "vscode"
EDITORS = ("code", "codium", "cursor")

_WHAT_TO_TRY = f"""\
Begin a line like others in the folder{{example}}: grey text appears after the cursor.
Tab takes it, Ctrl+Right takes a word of it, Escape rejects it. Alt+\\ asks now.
{CENTAUR.relative_to(ROOT)} metrics shows what you decided."""


def main(arguments: list[str]) -> int:
    """Open the named folder, or the project's own source where there is something to continue."""
    folder = Path(arguments[0]).expanduser().resolve() if arguments else SOURCE
    if not folder.is_dir():
        print(f"run: {folder} is not a folder. Name one: make run DIR=path", file=sys.stderr)
        return 1
    place = None if arguments else Place(FIRST_FILE, FIRST_FILE.read_text().count("\n") + 1)
    return 0 if _opened_on_the_desktop(folder, place) else _serve_in_the_browser(folder, place)


def _opened_on_the_desktop(folder: Path, place: Place | None) -> bool:
    """Whether an editor of this machine took it, in a new window with the extension of this checkout."""
    for editor in EDITORS:
        if not (found := shutil.which(editor)):
            continue
        print(f"run: opening {folder} in {editor}", flush=True)
        command = [found, "--new-window", f"--extensionDevelopmentPath={EXTENSION}", str(folder)]
        goto = ["--goto", f"{place.file}:{place.line}"] if place else []
        status = subprocess.run([*command, *goto], check=False).returncode
        if status == 0:
            print(_what_to_try(place))
            return True
        print(f"run: {editor} ended with status {status}", file=sys.stderr)
    return False


def _what_to_try(place: Place | None) -> str:
    return _WHAT_TO_TRY.format(example=f", such as `{FIRST_WORDS}`" if place else "")


def _serve_in_the_browser(folder: Path, place: Place | None) -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt_once)
    profile = Profile(
        home=ROOT / ".tools" / "browser-profile",
        extension=EXTENSION,
        settings=QUIET_SETTINGS,
        trusted=folder == SOURCE,
    )
    profile.set_machine_settings({"centaur.server.command": [str(CENTAUR)]})
    try:
        tools = install()
        print("run: starting VS Code in the browser ...", end="", flush=True)
        started = time.monotonic()
        with browser_editor(tools, profile) as editor:
            print(f" {time.monotonic() - started:.1f} s", flush=True)
            return _wait(editor, folder, place)
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


def _wait(editor: BrowserEditor, folder: Path, place: Place | None) -> int:
    print(f"\n    {editor.url(folder, place)}\n\n{_what_to_try(place)}", flush=True)
    print("It listens on this machine only, without a password. Ctrl+C ends everything.", flush=True)
    status = editor.process.wait()
    print(f"run: VS Code in the browser ended by itself with status {status}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
