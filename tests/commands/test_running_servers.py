"""What the command line tells running servers and reads of them: real processes, one state folder."""

import asyncio
from contextlib import closing
from pathlib import Path
from typing import Any

from centaur.adapters.event_store import EventStore
from tests.support.command_line import printed
from tests.support.lsp_client import LspClient, lsp_process

SERVE = ("-m", "centaur", "serve")
URI = "file:///project/module.py"
TEXT = "total_price = 1\n" + 4 * "print(total_price)\n" + "print(total_"
SECOND = 1.0
FULL = {"evidence": {"level": "full"}}


async def command(*arguments: str) -> Any:
    """Run a command while the servers go on."""
    return await asyncio.to_thread(printed, *arguments, "--json")


async def begin(client: LspClient, **settings: object) -> None:
    await client.initialize(settings)
    client.open(URI, TEXT)


async def suggested(client: LspClient) -> list[dict[str, Any]]:
    return await client.complete(URI, 5, 12, triggerKind=1)


async def accept(client: LspClient) -> None:
    [item] = await suggested(client)
    client.notify("textDocument/didShowCompletion", {"item": item})
    await client.request("workspace/executeCommand", item["command"])


def accepted(home: Path) -> int:
    with closing(EventStore(home / "events.db")) as store:
        return len(store.query("SELECT 1 FROM outcome WHERE outcome = 'accepted'"))


async def test_two_servers_see_a_pause_and_its_end_within_a_second() -> None:
    async with lsp_process(*SERVE) as left, lsp_process(*SERVE) as right:
        for client in (left, right):
            await begin(client)
            assert await suggested(client)

        await command("pause")
        await asyncio.sleep(SECOND)
        assert [await suggested(client) for client in (left, right)] == [[], []]
        assert (await left.request("centaur/status", {}))["paused"] is True

        await command("resume")
        await asyncio.sleep(SECOND)
        assert await suggested(left)
        assert await suggested(right)


async def test_a_purge_under_two_servers_leaves_nothing_of_before_and_loses_nothing_of_after(
    centaur_home: Path,
) -> None:
    async with lsp_process(*SERVE) as left, lsp_process(*SERVE) as right:
        for client in (left, right):
            await begin(client, **FULL)
            await accept(client)
        assert (await command("status"))["live_levels"] == ["full"]

        deleted = await command("purge", "--yes")
        assert any(name.startswith("texts-") for name in deleted["deleted"])
        assert (await command("status"))["events"].get("outcome", 0) == 0

        for client in (left, right):
            client.change(URI, 2, {"text": TEXT.replace("price", "cost")})
            await accept(client)
            assert (await client.request("centaur/status", {}))["message"] == ""
            assert await client.quit() == 0
            assert await client.errors() == ""

    assert accepted(centaur_home) == 2
    assert (await command("status"))["damaged_files"] == []


async def test_a_killed_server_is_no_longer_live_and_what_it_showed_can_still_be_accepted(
    centaur_home: Path,
) -> None:
    async with lsp_process(*SERVE) as first:
        await begin(first)
        [item] = await suggested(first)
        first.notify("textDocument/didShowCompletion", {"item": item})
        await asyncio.sleep(0.5)  # long enough to count as shown
        assert (await command("status"))["live_sessions"] == 1
        first.process.kill()
        await first.ended()

    assert (await command("status"))["live_sessions"] == 0
    async with lsp_process(*SERVE) as second:
        await begin(second)
        await second.request("workspace/executeCommand", item["command"])
        assert await second.quit() == 0

    assert accepted(centaur_home) == 1
    assert (await command("status"))["impossible_transitions"] == 0
