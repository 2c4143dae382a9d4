"""Promises that only a process of its own can keep: streams, exit codes, and what reaches standard error."""

import asyncio
import socket
from pathlib import Path

from tests.lsp.conversation import URI
from tests.lsp.malformed import MALFORMED
from tests.support.lsp_client import LspClient, lsp_process

SERVE = ("-m", "centaur", "serve")
FAKE = ("-m", "tests.support.fake_server")
ENVIRONMENT = {"PYTHONPATH": str(Path(__file__).parents[2])}
TEXT = "total_price = 1\n" + 4 * "print(total_price)\n" + "print(total_"


async def test_a_failure_inside_reaches_standard_error_as_one_line_without_the_users_words() -> None:
    async with lsp_process(*FAKE, environment=ENVIRONMENT) as client:
        await client.initialize()
        client.open(URI, "x = 1\nboom")
        assert await client.complete(URI, 0, 5)
        assert await client.complete(URI, 1, 4) == []
        assert await client.quit() == 0
        errors = await client.errors()

    assert errors.count("session closed") == 1
    assert "Traceback" not in errors
    assert "own words" not in errors


async def test_a_suggestion_is_served_shown_and_accepted() -> None:
    async with lsp_process(*SERVE) as client:
        await client.initialize()
        client.open(URI, TEXT)
        item = (await client.complete(URI, 5, 12, triggerKind=1))[0]
        client.notify("textDocument/didShowCompletion", {"item": item})
        await client.request("workspace/executeCommand", item["command"])
        assert await client.request("centaur/ping") is None
        assert await client.quit() == 0
        assert await client.errors() == ""

    assert item["insertText"].startswith("price")


async def test_all_malformed_messages_in_a_row_leave_a_server_that_answers() -> None:
    async with lsp_process(*SERVE) as client:
        await client.initialize()
        client.open(URI, TEXT)
        for at, (message, with_id, _) in enumerate(MALFORMED.values()):
            answer = client.expect(900 + at)
            client.send_body(message.replace(b"900", b"%d" % (900 + at)))
            await client.request("centaur/ping")
            assert answer.done() == (with_id is not None)
        assert await client.complete(URI, 5, 12, triggerKind=1)


async def test_the_end_of_the_input_is_an_orderly_end() -> None:
    async with lsp_process(*FAKE, environment=ENVIRONMENT) as client:
        await client.initialize()
        client.hang_up()

        assert await client.ended() == 0
        assert await client.errors() == "session closed\n"


async def test_exit_without_shutdown_is_1_also_for_an_editor_that_adds_stdio() -> None:
    async with lsp_process(*SERVE, "--stdio") as client:
        await client.initialize()
        client.notify("exit", None)

        assert await client.ended() == 1


async def test_shutdown_and_exit_in_one_breath_is_0() -> None:
    async with lsp_process(*SERVE) as client:
        await client.initialize()
        client.ask("shutdown")
        client.notify("exit", None)

        assert await client.ended() == 0


async def test_what_is_printed_by_anyone_does_not_reach_the_editor() -> None:
    async with lsp_process(*FAKE, "printing", environment=ENVIRONMENT) as client:
        await client.initialize()
        await client.request("centaur/ping")
        await client.quit()

        assert "a stray print" in await client.errors()


async def test_one_editor_can_be_served_over_a_loopback_port() -> None:
    port = free_port()
    async with lsp_process(*SERVE, "--tcp", str(port)) as process:
        reader, writer = await connect(port)
        client = LspClient(reader, writer.write, process.ended())
        await client.initialize()
        code = await client.quit()
        writer.close()
        await writer.wait_closed()

    assert code == 0


async def test_a_port_in_use_is_said_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        async with lsp_process(*SERVE, "--tcp", str(taken.getsockname()[1])) as process:
            assert await process.ended() == 1
            errors = await process.errors()

    assert "cannot be served" in errors
    assert "Traceback" not in errors


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


async def connect(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    async with asyncio.timeout(20):
        while True:
            try:
                return await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                await asyncio.sleep(0.05)
