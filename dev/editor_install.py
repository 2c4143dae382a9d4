"""Installs VS Code for the browser into .tools/: each step says what it does and how long it took, once."""

import hashlib
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "dev" / "editor"
TOOLS = ROOT / ".tools" / "editor"
STAMP = TOOLS / "installed"
CODE_SERVER = TOOLS / "node_modules" / "code-server"
PACKAGED_NODE = TOOLS / "node_modules" / ".bin" / "node"
NODE_OF_CODE_SERVER = 24

_NPM = ("npm", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


class NotInstalledError(Exception):
    """VS Code for the browser cannot be installed here; the message names the command that helps."""


@dataclass(frozen=True, slots=True)
class EditorTools:
    """What runs VS Code in the browser: a Node.js and its entry script."""

    node: Path
    entry: Path


def installed() -> EditorTools | None:
    """The tools of this checkout, when they are installed as the lock file says."""
    if not STAMP.exists() or STAMP.read_text() != _wanted() or not (node := _node()):
        return None
    return EditorTools(node, CODE_SERVER / "out" / "node" / "entry.js")


def install() -> EditorTools:
    """The tools, after whatever was missing of them was installed."""
    if tools := installed():
        return tools
    if not shutil.which("npm"):
        raise NotInstalledError(
            "npm is needed, of Node 20 or newer. Install it: apt-get install nodejs npm, or brew install node"
        )
    _step("VS Code for the browser (800 MB in .tools, half a minute)", _install_code_server)
    if not _node():
        raise NotInstalledError(
            f"VS Code for the browser needs Node {NODE_OF_CODE_SERVER}, and npm has none for this machine. "
            "Install it: brew install node@24, or see https://nodejs.org/en/download"
        )
    _step("its own dependencies", _install_dependencies_of_code_server)
    STAMP.write_text(_wanted())
    tools = installed()
    assert tools
    return tools


def _wanted() -> str:
    return hashlib.sha256((PACKAGES / "package-lock.json").read_bytes()).hexdigest()


def _node() -> Path | None:
    """The packaged Node.js, which is the version the editor is tested with, or else the machine's own."""
    if PACKAGED_NODE.exists():
        return PACKAGED_NODE
    own = shutil.which("node")
    if not own:
        return None
    version = subprocess.run([own, "--version"], capture_output=True, text=True, check=False).stdout
    return Path(own) if version.startswith(f"v{NODE_OF_CODE_SERVER}.") else None


def _step(what: str, action: Callable[[], None]) -> None:
    print(f"editor: {what} ...", end="", flush=True)
    started = time.monotonic()
    action()
    print(f" {time.monotonic() - started:.1f} s", flush=True)


def _install_code_server() -> None:
    TOOLS.mkdir(parents=True, exist_ok=True)
    STAMP.unlink(missing_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(PACKAGES / name, TOOLS / name)
    _run(*_NPM, "ci", cwd=TOOLS)


def _install_dependencies_of_code_server() -> None:
    """What its postinstall would do, without compiling: the few native modules that are missed are optional.

    `npm ci` refuses these folders, whose shrinkwrap files are out of step with their packages.
    """
    editor = CODE_SERVER / "lib" / "vscode"
    for folder in (editor, editor / "extensions"):
        _run(*_NPM, "install", "--omit=dev", cwd=folder)


def _run(*command: str, cwd: Path) -> None:
    result = subprocess.run(
        command, cwd=cwd, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if result.returncode:
        raise NotInstalledError(
            f"`{' '.join(command)}` failed in {cwd}; its last words:\n{result.stdout[-3000:]}"
        )


def main() -> int:
    """Install, or say in a sentence what is missing."""
    try:
        install()
    except (NotInstalledError, OSError) as error:
        print(f"\neditor: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
