"""What is private stays so: a key is in one header of one endpoint, what is kept is its owner's alone."""

import json
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE
from typing import Any

from centaur.adapters.api_keys import ENVIRONMENT, origin
from tests.support.lsp_client import lsp_process
from tests.support.model_server import ModelServer, Script

CANARY = "canary-key-6f1d0c"


def model_at(server: ModelServer) -> dict[str, Any]:
    """The settings of somebody whose one engine is this server."""
    table = {"endpoint": server.url, "style": "chat", "name": "tiny", "deadline_ms": 20_000}
    return {"engines": ["m"], "models": {"m": table}}


def command_line(process: int) -> bytes:
    file = Path(f"/proc/{process}/cmdline")
    return file.read_bytes() if file.exists() else b""  # only Linux tells


def stored(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file())


async def test_with_everything_traced_the_key_is_in_no_message_no_log_no_file_and_no_argument(
    tmp_path: Path, centaur_home: Path
) -> None:
    with ModelServer(Script("compute(1)")) as model:
        settings = model_at(model) | {"evidence": {"level": "full"}}
        environment = {ENVIRONMENT: json.dumps({origin(model.url): CANARY}), "OPENAI_LOG": "debug"}
        async with lsp_process("-m", "centaur", "serve", environment=environment) as client:
            introduced = await client.initialize(settings, tmp_path.as_uri())
            client.notify("$/setTrace", {"value": "verbose"})
            client.open("file:///project/main.py", "total = ")
            items = await client.complete("file:///project/main.py", 0, 8, triggerKind=1)
            model.script = Script(fault="http 401")
            client.change("file:///project/main.py", 2, {"text": "other = "})
            refused = await client.complete("file:///project/main.py", 0, 8, triggerKind=1)
            status = await client.request("centaur/status")
            command = command_line(client.process.pid)
            assert await client.quit() == 0
            errors = await client.errors()

        assert [request.headers["authorization"] for request in model.requests[:1]] == [f"Bearer {CANARY}"]
        assert CANARY not in "".join(request.body.decode() for request in model.requests)
    assert items[0]["insertText"] == "compute(1)"
    assert (
        CANARY not in repr((introduced, items, refused, status, client.notifications, client.stray)) + errors
    )
    kept = stored(centaur_home)
    assert b"compute(1)" in kept
    assert CANARY.encode() not in command + kept


async def test_when_the_endpoint_changes_the_key_of_the_old_one_is_not_sent_to_the_new_one() -> None:
    with ModelServer(Script("one")) as known, ModelServer(Script("two")) as new:
        environment = {ENVIRONMENT: json.dumps({origin(known.url): CANARY})}
        async with lsp_process("-m", "centaur", "serve", environment=environment) as client:
            await client.initialize(model_at(known))
            client.open("file:///project/main.py", "total = ")
            [first] = await client.complete("file:///project/main.py", 0, 8, triggerKind=2)
            client.notify("workspace/didChangeConfiguration", {"settings": {"centaur": model_at(new)}})
            client.change("file:///project/main.py", 2, {"text": "total = 1\nother = "})
            [second] = await client.complete("file:///project/main.py", 1, 8, triggerKind=2)
            assert await client.quit() == 0

    assert (first["insertText"], second["insertText"]) == ("one", "two")
    assert known.requests[0].headers["authorization"] == f"Bearer {CANARY}"
    assert [CANARY in repr(request) for request in new.requests] == [False]


async def test_all_that_is_kept_is_for_its_owner_alone(tmp_path: Path, centaur_home: Path) -> None:
    with ModelServer(Script("compute(1)")) as model:
        async with lsp_process("-m", "centaur", "serve") as client:
            await client.initialize(model_at(model) | {"evidence": {"level": "full"}}, tmp_path.as_uri())
            client.open("file:///project/main.py", "total = ")
            await client.complete("file:///project/main.py", 0, 8, triggerKind=1)
            under_way = modes(centaur_home)
            assert await client.quit() == 0

    kept = modes(centaur_home)
    assert {"events.db", "cache.db"} <= {path.name for path, _ in kept}
    assert [(path.name, mode) for path, mode in (*under_way, *kept) if mode & 0o077] == []


def modes(home: Path) -> list[tuple[Path, int]]:
    """The permissions of the folder and of all in it; a journal may have gone since it was listed."""
    found = []
    for path in (home, *home.rglob("*")):
        with suppress(FileNotFoundError):
            found.append((path, S_IMODE(path.stat().st_mode)))
    return found
