"""From a fresh clone to a working checkout, step by step; what is done already is skipped.

Standard library only: it runs before anything is installed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
CLIENT = ROOT / "clients" / "vscode"
STAMPS = ROOT / ".tools" / "stamps"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20


def main() -> int:
    """Run every step that is not done yet; 0 when the checkout works."""
    if problem := _missing():
        print(f"setup: {problem}", file=sys.stderr)
        return 1
    lock = ROOT / "requirements-dev.txt"
    sources = sorted(
        path for folder in (CLIENT, CLIENT / "src") for path in folder.iterdir() if path.is_file()
    )
    try:
        _step("virtual environment in .venv", [Path(sys.executable)], _make_venv, BIN / "python")
        _step(
            "Python dependencies", [lock], lambda: _pip("--require-hashes", "-r", str(lock)), BIN / "pytest"
        )
        _step("centaur itself, editable", [ROOT / "pyproject.toml"], _install_editable, BIN / "centaur")
        _step(
            "the extension's dependencies", [CLIENT / "package-lock.json"], _npm_ci, CLIENT / "node_modules"
        )
        _step("the extension", sources, _build_extension, CLIENT / "dist" / "extension.js")
    except subprocess.CalledProcessError as error:
        print(f"\nsetup: `{' '.join(map(str, error.cmd))}` failed; its last words:", file=sys.stderr)
        print((error.stdout or "")[-3000:], file=sys.stderr)
        return 1
    return 0


def _missing() -> str:
    """What this machine lacks, and the command that installs it."""
    if sys.version_info < OLDEST_PYTHON:
        return (
            f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}. "
            "Install it (apt-get install python3.11 python3.11-venv, or brew install python@3.13) "
            "and run: make PYTHON=python3.13"
        )
    try:
        import ensurepip  # noqa: F401, PLC0415 - Debian ships Python without it
    except ImportError:
        return "Python's venv module is missing. Install it: apt-get install python3-venv"
    if not shutil.which("node") or not shutil.which("npm"):
        return "Node 20 or newer with npm is needed: apt-get install nodejs npm, or brew install node"
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.lstrip("v").split(".")[0]) < OLDEST_NODE:
        return f"Node 20 or newer is needed, this is {version}. See https://nodejs.org/en/download"
    return ""


def _step(what: str, inputs: Iterable[Path], action: Callable[[], object], made: Path) -> None:
    """Run the action unless its inputs are as they were when it last succeeded and what it made is there."""
    digest = hashlib.sha256(str(sys.version_info[:2]).encode())
    for path in inputs:
        digest.update(path.read_bytes() if path.suffix else str(path).encode())
    stamp = STAMPS / (hashlib.sha256(what.encode()).hexdigest()[:16])
    if made.exists() and stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    print(f"setup: {what} ...", end="", flush=True)
    started = time.monotonic()
    action()
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest.hexdigest())
    print(f" {time.monotonic() - started:.1f} s", flush=True)


def _make_venv() -> None:
    """Make it anew only where it is missing or of another Python: what works is never cleared."""
    if not _is_new_enough(BIN / "python"):
        venv.create(VENV, with_pip=True, clear=VENV.exists())


def _is_new_enough(python: Path) -> bool:
    asked = f"import sys; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    return python.exists() and subprocess.run([python, "-c", asked], check=False).returncode == 0


def _pip(*arguments: str) -> None:
    _run(BIN / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments)


def _install_editable() -> None:
    _pip("--no-deps", "--no-build-isolation", "--editable", str(ROOT))


def _npm_ci() -> None:
    _run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=CLIENT)


def _build_extension() -> None:
    _run("npm", "run", "--silent", "build:dev", cwd=CLIENT)


def _run(*command: str | Path, cwd: Path = ROOT) -> None:
    subprocess.run(command, cwd=cwd, check=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


if __name__ == "__main__":
    sys.exit(main())
