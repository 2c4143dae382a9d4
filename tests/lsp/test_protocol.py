"""Promises about requests that are not as they should be: each is answered once, and the server lives on."""

import asyncio
import json
from typing import Any

import pytest

from centaur.lsp.server import build
from tests.lsp.conversation import URI, conversation, start
from tests.support.lsp_client import LspError, lsp_in_memory

PARSE, INVALID_REQUEST, UNKNOWN_METHOD, INVALID_PARAMS, UNINITIALIZED = -32700, -32600, -32601, -32602, -32002
COMPLETION = "textDocument/inlineCompletion"
PLACE = {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}, "context": {"triggerKind": 2}}


def body(method: str, params: Any, **more: Any) -> bytes:
    return json.dumps({"jsonrpc": "2.0", "method": method, "params": params} | more).encode()


def change(start_line: int, end_line: int) -> dict[str, Any]:
    place = {"start": {"line": start_line, "character": 0}, "end": {"line": end_line, "character": 0}}
    return {"textDocument": {"uri": URI, "version": 2}, "contentChanges": [{"range": place, "text": "x"}]}


def accept(arguments: Any) -> dict[str, Any]:
    return {"command": "centaur.didAcceptCompletionItem", "arguments": arguments}


def completion(**wrong: Any) -> bytes:
    return body(COMPLETION, PLACE | wrong, id=900)


def command(params: dict[str, Any]) -> bytes:
    return body("workspace/executeCommand", params, id=900)


# What the message is: its body, and the code of the error it gets under id 900, under no id, or not at all.
MALFORMED: dict[str, tuple[bytes, int | None, int | None]] = {
    "no JSON": (b"{", None, PARSE),
    "empty": (b"", None, PARSE),
    "invalid UTF-8": (b'{"jsonrpc":"2.0","id":900,"method":"\xff\xfe"}', None, PARSE),
    "nested 100,000 deep": (b"[" * 100_000 + b"]" * 100_000, None, PARSE),
    "a number of 10,000 digits": (b'{"jsonrpc":"2.0","id":' + b"9" * 10_000 + b"}", None, PARSE),
    "null": (b"null", None, INVALID_REQUEST),
    "a text": (b'"hello"', None, INVALID_REQUEST),
    "a batch": (b"[" + body(COMPLETION, PLACE, id=900) + b"]", None, INVALID_REQUEST),
    "no version": (b'{"id":900,"method":"shutdown"}', INVALID_REQUEST, None),
    "another version": (body(COMPLETION, PLACE, id=900, jsonrpc="1.0"), INVALID_REQUEST, None),
    "an id that is a list": (body(COMPLETION, PLACE, id=[900]), None, INVALID_REQUEST),
    "an id that is null": (body(COMPLETION, PLACE, id=None), None, INVALID_REQUEST),
    "a method that is a number": (
        completion().replace(b'"method": "textDocument/inlineCompletion"', b'"method": 7'),
        INVALID_REQUEST,
        None,
    ),
    "an unknown method": (body("textDocument/unheardOf", {}, id=900), UNKNOWN_METHOD, None),
    "an unknown notification": (body("textDocument/unheardOf", {}), None, None),
    "params that are missing": (
        b'{"jsonrpc":"2.0","id":900,"method":"%s"}' % COMPLETION.encode(),
        INVALID_PARAMS,
        None,
    ),
    "params that are a list": (body(COMPLETION, [1, 2], id=900), INVALID_PARAMS, None),
    "a position that is a text": (completion(position="here"), INVALID_PARAMS, None),
    "a negative position": (completion(position={"line": -1, "character": 0}), INVALID_PARAMS, None),
    "a position past 2**31": (completion(position={"line": 2**31, "character": 0}), INVALID_PARAMS, None),
    "a trigger nobody knows": (completion(context={"triggerKind": 9}), INVALID_PARAMS, None),
    "a second initialize": (body("initialize", {"capabilities": {}}, id=900), INVALID_REQUEST, None),
    "an unknown command": (command({"command": "rm"}), INVALID_PARAMS, None),
    "an accept of nothing": (command(accept(None)), INVALID_PARAMS, None),
    "an accept of a number": (command(accept([5])), INVALID_PARAMS, None),
    "an accept of two": (command(accept(["s1", "s2"])), INVALID_PARAMS, None),
    "a change of a document that is not open": (
        body("textDocument/didChange", change(0, 0)).replace(b"a.py", b"b.py"),
        None,
        None,
    ),
    "a change that is a text": (body("textDocument/didChange", "x"), None, None),
    "a signal without an item": (body("textDocument/didShowCompletion", None), None, None),
    "a signal about a list": (body("centaur/didDismissCompletion", [{"item": 1}]), None, None),
    "a cancel of nothing": (body("$/cancelRequest", {"id": 12345}), None, None),
    "a cancel without an id": (body("$/cancelRequest", {}), None, None),
    "an answer nobody waits for": (b'{"jsonrpc":"2.0","id":"none","result":1}', None, None),
    "an answer to a list": (b'{"jsonrpc":"2.0","id":[],"error":{}}', None, None),
}


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
    async with conversation("x") as client:
        refused = await client.ask("workspace/executeCommand", accept(["unwritable"]))

        assert "data" not in refused["error"]
        assert "disk" not in refused["error"]["message"]


async def test_a_change_with_an_inverted_range_is_read_the_right_way_round() -> None:
    async with conversation("a\nb\nc") as client:
        client.notify("textDocument/didChange", change(2, 1))

        assert (await client.request("centaur/status"))["texts"] == {URI: "a\nxc"}


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
    assert capabilities["executeCommandProvider"] == {"commands": ["centaur.didAcceptCompletionItem"]}
