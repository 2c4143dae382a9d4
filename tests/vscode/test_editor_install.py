"""Installing VS Code for the browser where something is missing: one sentence that names the command."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dev.editor_install import ROOT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout in which nothing is installed."""
    shutil.copytree(ROOT / "dev", tmp_path / "checkout" / "dev")
    return tmp_path / "checkout"


def install(checkout: Path, npm: str) -> subprocess.CompletedProcess[str]:
    """Install with this shell script as the machine's npm, or with none, and with no node."""
    programs = checkout / "programs"
    programs.mkdir()
    if npm:
        (programs / "npm").write_text(f"#!/bin/sh\n{npm}\n")
        (programs / "npm").chmod(0o755)
    return subprocess.run(
        [sys.executable, checkout / "dev" / "editor_install.py"],
        env={**os.environ, "PATH": str(programs)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_npm_the_command_that_installs_it_is_named(checkout: Path) -> None:
    done = install(checkout, npm="")

    assert done.returncode == 1
    assert "npm is needed" in done.stderr
    assert "apt-get install nodejs npm" in done.stderr


def test_what_npm_says_when_it_fails_is_shown(checkout: Path) -> None:
    done = install(checkout, npm="echo no space left on device; exit 1")

    assert done.returncode == 1
    assert "no space left on device" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_node_of_the_right_version_the_command_that_installs_it_is_named(checkout: Path) -> None:
    done = install(checkout, npm="exit 0")

    assert done.returncode == 1
    assert "needs Node 24" in done.stderr
    assert "brew install node@24" in done.stderr


def test_each_step_says_what_it_does_and_how_long_it_took_and_is_done_once(checkout: Path) -> None:
    bin_folder = checkout / ".tools/editor/node_modules/.bin"
    vscode = checkout / ".tools/editor/node_modules/code-server/lib/vscode/extensions"
    npm = f"/bin/mkdir -p {bin_folder} {vscode} && : > {bin_folder}/node && echo $PWD >> {checkout}/calls"

    first = install(checkout, npm)
    shutil.rmtree(checkout / "programs")
    second = install(checkout, npm="")

    assert first.returncode == 0, first.stderr
    assert first.stdout.count(" s\n") == 2
    assert len((checkout / "calls").read_text().splitlines()) == 3
    assert (second.returncode, second.stdout) == (0, "")
