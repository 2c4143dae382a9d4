"""Promises about requests that are not as they should be: each is answered once, and the server lives on."""

import asyncio
import gc

import pytest

from centaur.lsp.server import build
from tests.lsp.conversation import URI, conversation, start
from tests.lsp.malformed import INTERNAL, INVALID_REQUEST, MALFORMED, UNINITIALIZED, change
from tests.support.lsp_client import LspError, lsp_in_memory


@pytest.mark.parametrize(("message", "with_id", "without_id"), MALFORMED.values(), ids=MALFORMED)
async def test_a_malformed_message_is_answered_once_and_the_next_request_is_served(
    message: bytes, with_id: int | None, without_id: int | None
) -> None:
    async with conversation("x = 1") as client:
        answer = client.expect(900)
        client.send_body(message)
        assert await client.complete(URI, 0, 4)

        assert (answer.result()["error"]["code"] if answer.done() else None) == with_id
        assert [stray["error"]["code"] for stray in client.stray] == [without_id] * (without_id is not None)


async def test_an_error_tells_nothing_of_the_code_behind_it() -> None:
    def broken(_: object) -> None:
        raise LookupError("the user's own words")

    server = build(start)
    server.feature("test/broken")(broken)
    async with lsp_in_memory(server) as client:
        await client.initialize()
        refused = await client.ask("test/broken")

    assert refused["error"] == {"code": INTERNAL, "message": "Internal error: the server's log tells more"}


async def test_an_answer_that_has_no_json_is_an_error_and_not_silence() -> None:
    server = build(start)
    server.feature("test/unspeakable")(lambda _: object())
    async with lsp_in_memory(server) as client:
        await client.initialize()

        assert (await client.ask("test/unspeakable"))["error"]["code"] == INTERNAL


async def test_what_was_told_is_not_held_on_to() -> None:
    def told() -> int:
        gc.collect()
        return sum(isinstance(one, asyncio.Task) and one.done() for one in gc.get_objects())

    async with conversation("x = 1") as client:
        await client.complete(URI, 0, 4)
        before = told()
        for version in range(2, 52):
            client.change(URI, version, {"text": f"x = {version}"})
        await client.complete(URI, 0, 4)

        assert told() - before < 10


async def test_a_change_with_an_inverted_range_is_read_the_right_way_round() -> None:
    async with conversation("a\nb\nc") as client:
        client.notify("textDocument/didChange", change(2, 1))

        assert (await client.request("centaur/status"))["texts"] == {URI: "a\nxc"}


async def test_a_change_that_cannot_be_read_ends_the_service_of_its_document_until_it_is_opened_again() -> (
    None
):
    async with conversation("a") as client:
        document = {"uri": URI, "version": 2}
        client.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [{"range": 1}]})
        assert await client.complete(URI, 0, 1) == []
        client.open(URI, "b")

        assert (await client.complete(URI, 0, 1))[0]["insertText"] == "[automatic b]"


async def test_a_lone_surrogate_comes_back_as_it_was_sent() -> None:
    async with conversation() as client:
        client.send_body(
            b'{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":'
            b'{"uri":"u:1","languageId":"x","version":1,"text":"\\ud83d"}}}'
        )

        assert (await client.request("centaur/status"))["texts"] == {"u:1": "\ud83d"}


async def test_nothing_is_served_before_the_introduction() -> None:
    async with lsp_in_memory(build(start)) as client:
        client.open(URI, "x")
        with pytest.raises(LspError) as refused:
            await client.complete(URI, 0, 0)
        await client.initialize()

        assert refused.value.code == UNINITIALIZED
        assert await client.complete(URI, 0, 0) == []


async def test_after_shutdown_a_request_is_refused() -> None:
    async with conversation("x") as client:
        await client.request("shutdown")
        with pytest.raises(LspError) as refused:
            await client.complete(URI, 0, 0)

        assert refused.value.code == INVALID_REQUEST


@pytest.mark.parametrize(
    ("farewell", "code"),
    [(["shutdown", "exit"], 0), (["exit"], 1), ([], 0)],
    ids=["shutdown and exit", "exit alone", "the end of the input"],
)
async def test_the_exit_code_tells_how_the_conversation_ended(farewell: list[str], code: int) -> None:
    async with conversation("x") as client:
        for method in farewell:
            client.expect(900)
            client.send({"method": method} | ({"id": 900} if method == "shutdown" else {}))

    assert await client.ended() == code


async def test_a_shutdown_answers_the_requests_under_way() -> None:
    async with conversation("slow") as client:
        waiting = client.ask_completion(URI, 0, 4)
        await asyncio.sleep(0)
        await client.request("shutdown")

        assert (await waiting)["result"] == {"items": []}


async def test_positions_are_utf16_whatever_else_the_client_offers() -> None:
    async with lsp_in_memory(build(start)) as client:
        introduced = await client.initialize()

    assert introduced["capabilities"]["positionEncoding"] == "utf-16"


async def test_inline_completion_and_incremental_sync_are_announced() -> None:
    async with lsp_in_memory(build(start)) as client:
        capabilities = (await client.initialize())["capabilities"]

    assert capabilities["inlineCompletionProvider"] == {}
    assert capabilities["textDocumentSync"] == {"openClose": True, "change": 2, "save": True}
    assert capabilities["notebookDocumentSync"] == {"notebookSelector": [{"notebook": "*"}], "save": True}
    assert capabilities["executeCommandProvider"]["commands"] == [
        "centaur.didAcceptCompletionItem",
        "centaur.explain",
        "centaur.acceptExplanation",
        "centaur.rejectExplanation",
    ]
    assert capabilities["codeActionProvider"]["resolveProvider"]
