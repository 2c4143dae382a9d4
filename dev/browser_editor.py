"""VS Code in the browser as a process of ours: started on loopback, waited for, ended with all it started."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dev.editor_install import EditorTools

HOST = "127.0.0.1"
START_SECONDS = 60
FAREWELL_SECONDS = 10

QUIET_SETTINGS: Mapping[str, Any] = {
    "telemetry.telemetryLevel": "off",
    "update.mode": "none",
    "extensions.autoUpdate": "off",
    "extensions.autoCheckUpdates": False,
    "extensions.ignoreRecommendations": True,
    "workbench.startupEditor": "none",
    "workbench.tips.enabled": False,
    "workbench.enableExperiments": False,
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "chat.disableAIFeatures": True,
    "git.openRepositoryInParentFolders": "never",
    "files.autoSave": "off",
    "editor.wordBasedSuggestions": "off",
}

_UNATTENDED = (
    "--disable-telemetry",
    "--disable-update-check",
    "--disable-getting-started-override",
    "--disable-proxy",
    "--ignore-last-opened",
)


class NotStartedError(Exception):
    """The editor did not come up; the message ends with its last words."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What an editor knows before it opens a folder; user settings that exist already are left alone."""

    home: Path
    extension: Path
    settings: Mapping[str, Any]
    trusted: bool = False

    def set_machine_settings(self, settings: Mapping[str, Any]) -> None:
        """Replace the settings of scope `machine`, which this edition reads from a file of their own."""
        _write_json(self.home / "Machine" / "settings.json", settings)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the cursor stands when a file is opened, counted from 1."""

    file: Path
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class BrowserEditor:
    """A running editor."""

    process: subprocess.Popen[bytes]
    port: int

    def url(self, folder: Path, place: Place | None = None) -> str:
        """The address that opens this folder, and this place in it."""
        query = {"folder": str(folder.resolve())}
        if place:
            file = f"vscode-remote://{HOST}:{self.port}{place.file.resolve()}:{place.line}:{place.column}"
            payload = [["gotoLineMode", "true"], ["openFile", file]]
            query["payload"] = json.dumps(payload, separators=(",", ":"))
        asked = urllib.parse.urlencode(query, safe="/:")
        return f"http://{HOST}:{self.port}/?{asked}"


@contextlib.contextmanager
def browser_editor(
    tools: EditorTools, profile: Profile, environment: Mapping[str, str] | None = None
) -> Iterator[BrowserEditor]:
    """An editor that answers, for as long as the block runs."""
    _prepare(profile)
    port = _free_port()
    log = profile.home / "editor.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            _command(tools, profile, port),
            env={**os.environ, **_environment(tools), **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_until_it_answers(process, port, log)
        yield BrowserEditor(process, port)
    finally:
        _end(process)


def _prepare(profile: Profile) -> None:
    user = profile.home / "User" / "settings.json"
    if not user.exists():
        _write_json(user, profile.settings)

    package = json.loads((profile.extension / "package.json").read_text())
    extensions = profile.home / "extensions"
    folder = extensions / "{publisher}.{name}-{version}".format(**package)
    # VS Code lists what it finds only where no list of an earlier start says otherwise.
    (extensions / "extensions.json").unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("package.json", "README.md", "icon.png"):
        if (profile.extension / name).exists():
            shutil.copyfile(profile.extension / name, folder / name)
    shutil.copytree(profile.extension / "dist", folder / "dist")


def _write_json(path: Path, value: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2) + "\n")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _command(tools: EditorTools, profile: Profile, port: int) -> list[str]:
    config = profile.home / "config.yaml"
    config.write_text("")
    return [
        *(str(tools.node), str(tools.entry)),
        *("--config", str(config), "--bind-addr", f"{HOST}:{port}", "--auth", "none"),
        *("--user-data-dir", str(profile.home), "--extensions-dir", str(profile.home / "extensions")),
        *_UNATTENDED,
        *(["--disable-workspace-trust"] if profile.trusted else []),
    ]


def _environment(tools: EditorTools) -> dict[str, str]:
    """Its Node.js comes first on the path, and no extension gallery is asked."""
    path = os.pathsep.join([str(tools.node.parent), os.environ.get("PATH", os.defpath)])
    return {"PATH": path, "EXTENSIONS_GALLERY": '{"serviceUrl":""}'}


def _wait_until_it_answers(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if _is_healthy(port):
            return
        time.sleep(0.05)
    raise NotStartedError(f"VS Code in the browser did not start; its last words:\n{_tail(log)}")


def _is_healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=2):
            return True
    except OSError:
        return False


def _tail(log: Path) -> str:
    return log.read_text(errors="replace")[-3000:]


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask the whole group to end, and insist after a while: nothing is left behind."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        if _has_ended(process):
            return


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + FAREWELL_SECONDS
    while time.monotonic() < deadline:
        process.poll()
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False
