"""Records what VS Code says to the server while a person writes.

`python -m tests.vscode.record_traffic NAME SEED DEEDS` types in the browser at a human's pace and takes,
refuses, overtypes and leaves what is suggested, so many times. The result, without anything of the machine it
was made on, is tests/golden/traffic/NAME.jsonl.gz.
"""

import gzip
import itertools
import json
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dev.browser_editor import Profile, browser_editor
from dev.editor_install import ROOT, install
from dev.run import CENTAUR, EXTENSION
from tests.vscode import chromium, tee
from tests.vscode.author import Author
from tests.vscode.editor import ONLY_GHOST_TEXT, Editor
from tests.vscode.person import Person

RECORDINGS = ROOT / "tests" / "golden" / "traffic"
START = '"""Bookkeeping."""\n\n\ndef book(items, rows, folder, name):\n    $0'
OTHER = '"""Notes."""\n\nNOTES = []\n'

# What tells about documents and suggestions; the rest is about the machine.
_KEPT = frozenset(
    {
        "textDocument/didOpen",
        "textDocument/didChange",
        "textDocument/didSave",
        "textDocument/didClose",
        "textDocument/inlineCompletion",
        "textDocument/didShowCompletion",
        "textDocument/didPartiallyAcceptCompletion",
        "workspace/executeCommand",
        "centaur/didDismissCompletion",
        "centaur/didChangeVisibility",
        "centaur/didChangeReason",
        "$/cancelRequest",
    }
)


def main(arguments: list[str]) -> int:
    """Write the recording of this name anew."""
    name, seed, deeds = arguments
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        raw = folder / "raw.jsonl"
        _record(folder, raw, int(seed), int(deeds))
        _save(raw, RECORDINGS / f"{name}.jsonl.gz")
    return 0


def _save(raw: Path, recording: Path) -> None:
    kept = list(condensed([json.loads(line) for line in raw.read_text(encoding="utf-8").splitlines()]))
    text = "".join(json.dumps(message, separators=(",", ":")) + "\n" for message in kept)
    recording.parent.mkdir(parents=True, exist_ok=True)
    recording.write_bytes(gzip.compress(text.encode(), mtime=0))
    print(f"{len(kept)} messages in {kept[-1]['at']:.0f} s: {recording.relative_to(ROOT)}")  # noqa: T201 - a script


def condensed(messages: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What was said about documents and suggestions, with plain addresses, ids and times."""
    names = (f"s{number}" for number in itertools.count(1))
    known: dict[str, str] = {}
    asked: set[object] = set()
    start, root = messages[0]["at"], _root(messages)
    for message in sorted(messages, key=lambda message: message["at"]):
        answers = message["from"] == "server" and message.get("id") in asked and "method" not in message
        if not answers and message.get("method") not in _KEPT:
            continue
        if message.get("method") == "textDocument/inlineCompletion":
            asked.add(message["id"])
        text = json.dumps({name: message[name] for name in message if name != "jsonrpc"})
        for suggestion in _suggestions(message):
            known.setdefault(suggestion, next(names) if suggestion not in known else "")
            text = text.replace(suggestion, known[suggestion])
        yield json.loads(text.replace(root, "file:///project")) | {"at": round(message["at"] - start, 3)}


def _root(messages: list[dict[str, Any]]) -> str:
    return next(str(m["params"]["rootUri"]) for m in messages if m.get("method") == "initialize")


def _suggestions(message: dict[str, Any]) -> list[str]:
    match message:
        case {"result": {"items": list(items)}}:
            return [str(item["command"]["arguments"][0]) for item in items]
        case {"params": {"item": {"command": {"arguments": [str(found), *_]}}}}:
            return [found]
        case {"params": {"command": str(), "arguments": [str(found), *_]}}:
            return [found]
    return []


def _record(folder: Path, raw: Path, seed: int, deeds: int) -> None:
    project = folder / "project"
    project.mkdir()
    (project / "notes.py").write_text(OTHER)
    profile = Profile(folder / "vscode", EXTENSION, ONLY_GHOST_TEXT, trusted=True)
    with Author() as author, browser_editor(install(), profile) as running:
        command = ["/usr/bin/env", f"CENTAUR_HOME={folder / 'home'}"]
        command += [sys.executable, str(Path(tee.__file__)), str(raw), str(CENTAUR)]
        model = {"endpoint": author.url, "style": "fim-suffix", "name": "test", "deadline_ms": 10_000}
        profile.set_machine_settings(
            {
                "centaur.server.command": command,
                "centaur.engines": ["test"],
                "centaur.models": {"test": model},
            }
        )
        with chromium.running(chromium.find()) as browser:
            _write(Editor(browser.new_page(), running, project), author, seed, deeds)


def _write(editor: Editor, author: Author, seed: int, deeds: int) -> None:
    file = editor.open(START, "book.py")
    person = Person(editor, author, file, random.Random(seed))
    for number, deed in enumerate(itertools.islice(person.deeds(), deeds)):
        person.live(number, deed)
    editor.page.wait_for_timeout(3000)
    editor.page.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
