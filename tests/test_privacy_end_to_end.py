"""What leaves and what stays: a real server, a real endpoint, every byte of the state folder."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.privacy.planted import SECRETS
from tests.support.lsp_client import LspClient, lsp_process
from tests.support.model_server import ModelServer, Script

SERVE = ("-m", "centaur", "serve")
CANARIES = {example.kind: example for example in SECRETS}


def model(server: ModelServer, style: str) -> Mapping[str, Any]:
    return {
        "engines": ["fast"],
        "models": {"fast": {"endpoint": server.url, "style": style, "name": "tiny", "deadline_ms": 10_000}},
        "budget": {"requests_per_minute": 1_000},
    }


def sent(server: ModelServer) -> bytes:
    return b"".join(
        received.path.encode() + repr(received.headers).encode() + received.body
        for received in server.requests
    )


def stored(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file())


async def ask(client: LspClient, file: Path, text: str) -> list[dict[str, Any]]:
    """Open the text with its `$0`, ask there by key, and close it."""
    before, _, after = text.partition("$0")
    client.open(file.as_uri(), before + after)
    line, character = before.count("\n"), len(before.rsplit("\n", 1)[-1])
    items = await client.complete(file.as_uri(), line, character, triggerKind=1)
    client.notify("textDocument/didClose", {"textDocument": {"uri": file.as_uri()}})
    return items


@pytest.mark.parametrize("style", ["fim-suffix", "chat"])
async def test_no_planted_secret_reaches_the_endpoint_the_cache_the_log_or_the_events(
    style: str, centaur_home: Path, tmp_path: Path
) -> None:
    with ModelServer(Script("compute(1)")) as server:
        async with lsp_process(*SERVE) as client:
            await client.initialize(settings=model(server, style), folder=tmp_path.as_uri())
            for example in CANARIES.values():
                before = f"{example.text}\nresult = $0\n\n{example.text}\n"
                items = await ask(client, tmp_path / "main.py", before)
                assert [item["insertText"] for item in items] == ["compute(1)"], example.kind
            await client.quit()

        wire, disk = sent(server), stored(centaur_home)
    assert len(server.requests) >= len(CANARIES)
    assert [kind for kind, example in CANARIES.items() if example.secret.encode() in wire] == []
    assert [kind for kind, example in CANARIES.items() if example.secret.encode() in disk] == []
    assert b"<redacted:" in wire
    assert b"compute(1)" in disk


async def test_an_excluded_file_is_never_asked_about_and_never_learned_from(tmp_path: Path) -> None:
    secret = "launch_code_is_0042"
    (tmp_path / ".centaurignore").write_text("plans.py\n")
    excluded = tmp_path / "plans.py"
    excluded.write_text(f"begin_sequence({secret})\n" * 3)
    with ModelServer(Script(secret)) as server:
        async with lsp_process(*SERVE) as client:
            await client.initialize(settings=model(server, "chat"), folder=tmp_path.as_uri())
            assert await ask(client, excluded, f"begin_sequence({secret})\nbegin_$0") == []
            assert server.requests == []

            await ask(client, tmp_path / "main.py", "begin_$0")
            await client.quit()
        assert secret.encode() not in sent(server)


@pytest.mark.parametrize(("ignored", "is_told"), [("", True), ("shapes.py\n", False)])
async def test_what_a_file_that_is_not_open_defines_is_told_unless_it_is_excluded(
    ignored: str, is_told: bool, tmp_path: Path
) -> None:
    (tmp_path / ".centaurignore").write_text(ignored)
    (tmp_path / "shapes.py").write_text("def area_of(width_in_parsecs): ...\n")
    with ModelServer(Script("1")) as server:
        async with lsp_process(*SERVE) as client:
            await client.initialize(settings=model(server, "chat"), folder=tmp_path.as_uri())
            for number in range(50 if is_told else 10):
                await ask(client, tmp_path / "main.py", f"x = {number}\narea_of($0")
                if b"width_in_parsecs" in sent(server):
                    break
                await asyncio.sleep(0.05)
            await client.quit()

        assert (b"shapes.py\\ndef area_of(width_in_parsecs)" in sent(server)) == is_told


async def test_the_exclusion_of_a_notebook_holds_for_its_cells(tmp_path: Path) -> None:
    (tmp_path / ".centaurignore").write_text("plans.ipynb\n")
    with ModelServer(Script("1")) as server:
        async with lsp_process(*SERVE) as client:
            await client.initialize(settings=model(server, "chat"), folder=tmp_path.as_uri())
            answered = {}
            for name in ("plans", "study"):
                notebook, cell = (tmp_path / f"{name}.ipynb").as_uri(), f"vscode-notebook-cell:{name}#1"
                text = {"uri": cell, "languageId": "python", "version": 1, "text": "x = "}
                about = {"uri": notebook, "notebookType": "jupyter-notebook", "version": 1}
                cells = [{"kind": 2, "document": cell}]
                opened = {"notebookDocument": {**about, "cells": cells}, "cellTextDocuments": [text]}
                client.notify("notebookDocument/didOpen", opened)
                answered[name] = len(await client.complete(cell, 0, 4, triggerKind=1))
            await client.quit()

    assert answered == {"plans": 0, "study": 1}
    assert len(server.requests) >= 1


async def test_the_local_engine_repeats_nothing_of_an_excluded_file(tmp_path: Path) -> None:
    (tmp_path / "plans.py").write_text("print(secret_total)\n" * 5)
    heard = {}
    for name, ignored in (("open", ""), ("excluded", "plans.py\n")):
        (tmp_path / ".centaurignore").write_text(ignored)
        async with lsp_process(*SERVE) as client:
            await client.initialize(folder=tmp_path.as_uri())
            heard[name] = await until_heard(client, tmp_path / "main.py", wait=name == "open")
            await client.quit()

    assert heard == {"open": "total)", "excluded": ""}


async def until_heard(client: LspClient, file: Path, *, wait: bool) -> str:
    """What is suggested once the workspace has been read; the index has no signal, so it is asked again."""
    for _ in range(100 if wait else 10):
        if items := await ask(client, file, "x = 1\nprint(secret_$0"):
            return str(items[0]["insertText"])
        await asyncio.sleep(0.05)
    return ""


@pytest.mark.parametrize("uri", ["file:///etc/passwd", "untitled:other", "file:///a%00b"])
async def test_what_is_not_open_is_not_served(uri: str, tmp_path: Path) -> None:
    async with lsp_process(*SERVE) as client:
        await client.initialize(folder=tmp_path.as_uri())

        assert await client.complete(uri, 0, 0, triggerKind=1) == []
        await client.quit()


async def test_a_key_in_the_environment_adds_no_model_and_no_endpoint(tmp_path: Path) -> None:
    with ModelServer(Script("stolen")) as server:
        environment = {"OPENAI_API_KEY": "canary", "OPENAI_BASE_URL": server.url}
        async with lsp_process(*SERVE, environment=environment) as client:
            await client.initialize(folder=tmp_path.as_uri())
            await ask(client, tmp_path / "main.py", "x = $0")
            await client.quit()

        assert server.requests == []
