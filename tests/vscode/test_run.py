"""What `make run` opens: the editor that is there, else VS Code in the browser, which Ctrl+C ends wholly."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from dev.editor_install import ROOT, installed
from dev.run import CENTAUR, FIRST_FILE, FIRST_WORDS, SOURCE
from tests.conftest import not_checked


def run(*arguments: str, path: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "dev.run", *arguments],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def processes(**wanted: int) -> list[int]:
    """Process ids, by parent (`ppid`) or by group (`pgid`)."""
    [(key, value)] = wanted.items()
    listed = subprocess.run(["ps", "-eo", f"{key}=,pid="], capture_output=True, text=True, check=True)
    pairs = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    return [pid for found, pid in pairs if found == value]


def editor_on_path(folder: Path, name: str, script: str) -> str:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return f"{folder}:/usr/bin:/bin"


@pytest.mark.parametrize("name", ["code", "codium", "cursor"])
def test_an_editor_of_the_machine_opens_the_folder_with_the_extension_of_the_checkout(
    tmp_path: Path, name: str
) -> None:
    path = editor_on_path(tmp_path, name, f'printf "%s\\n" "$@" > {tmp_path}/arguments')
    project = tmp_path / "my project"
    project.mkdir()

    printed, _ = run(str(project), path=path).communicate(timeout=30)

    assert (tmp_path / "arguments").read_text().splitlines() == [
        "--new-window",
        f"--extensionDevelopmentPath={ROOT}/clients/vscode",
        str(project),
    ]
    assert f"opening {project} in {name}" in printed
    assert "Tab takes it" in printed


def test_without_a_folder_the_source_of_the_project_is_opened(tmp_path: Path) -> None:
    path = editor_on_path(tmp_path, "code", f'printf "%s\\n" "$@" > {tmp_path}/arguments')

    run(path=path).communicate(timeout=30)

    folder, goto, place = (tmp_path / "arguments").read_text().splitlines()[2:]
    file, line = place.split(":")
    assert (folder, goto) == (f"{ROOT}/server", "--goto")
    assert Path(file).is_relative_to(folder)
    assert int(line) == len(Path(file).read_text().splitlines()) + 1


def test_the_words_that_it_proposes_to_type_are_continued(tmp_path: Path) -> None:
    source = tmp_path / "server"
    shutil.copytree(SOURCE, source, ignore=shutil.ignore_patterns("__pycache__"))
    file = source / FIRST_FILE.relative_to(SOURCE)
    text = file.read_text() + FIRST_WORDS
    file.write_text(text)
    place = f"{file}:{len(text.splitlines())}:{len(FIRST_WORDS) + 1}"

    printed = subprocess.run(
        [CENTAUR, "complete", place, "--json"], capture_output=True, text=True, check=True
    )

    assert json.loads(printed.stdout)["suggestions"]


def test_a_folder_that_is_not_there_is_said_in_one_sentence(tmp_path: Path) -> None:
    process = run(str(tmp_path / "nowhere"), path="/usr/bin:/bin")

    printed, _ = process.communicate(timeout=30)

    assert printed == f"run: {tmp_path}/nowhere is not a folder. Name one: make run DIR=path\n"
    assert process.returncode == 1


@pytest.mark.vscode
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_without_an_editor_the_browser_edition_answers_until_it_is_interrupted(
    tmp_path: Path, number: signal.Signals
) -> None:
    if not installed():
        not_checked("VS Code in a browser: it is not installed. Install it: make test")
    path = editor_on_path(tmp_path, "code", "exit 3")
    with run(str(tmp_path), path=path) as process:
        assert process.stdout
        printed = ""
        while "Ctrl+C ends everything" not in printed:
            line = process.stdout.readline()
            assert line, printed
            printed += line
        found = re.search(r"http://127\.0\.0\.1:\d+", printed)
        assert found, printed
        assert urllib.request.urlopen(found.group() + "/healthz", timeout=10).status == 200
        [editor] = processes(ppid=process.pid)

        process.send_signal(number)

        assert "everything it started has ended" in process.stdout.read()
    assert process.returncode == 0
    assert processes(pgid=editor) == []
