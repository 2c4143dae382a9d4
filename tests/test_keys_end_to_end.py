"""S18: a key that the editor hands over is in one header, and in nothing that can be looked at."""

import json
from pathlib import Path

from centaur.adapters.api_keys import ENVIRONMENT, origin
from tests.support.lsp_client import lsp_process
from tests.support.model_server import ModelServer, Script

CANARY = "canary-key-6f1d0c"


def command_line(process: int) -> bytes:
    file = Path(f"/proc/{process}/cmdline")
    return file.read_bytes() if file.exists() else b""  # only Linux tells


def stored(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file())


async def test_with_everything_traced_the_key_is_in_no_message_no_log_no_file_and_no_argument(
    tmp_path: Path, centaur_home: Path
) -> None:
    with ModelServer(Script("compute(1)")) as model:
        table = {"endpoint": model.url, "style": "chat", "name": "tiny", "deadline_ms": 20_000}
        settings = {"engines": ["m"], "models": {"m": table}, "evidence": {"level": "full"}}
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
