"""Promises about the time before the session has begun, and about a session that cannot begin."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from centaur.lsp.port import ClientInfo, Session
from centaur.lsp.server import build
from tests.lsp.conversation import URI
from tests.support.fake_session import FakeSession
from tests.support.lsp_client import LspError, lsp_in_memory

ACCEPT = {"command": "centaur.didAcceptCompletionItem", "arguments": ["s1"]}


class HeldStart:
    """A start that waits until it is let go."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.session: FakeSession | None = None

    async def __call__(
        self, client: ClientInfo, folders: Sequence[str], settings: Mapping[str, Any]
    ) -> Session:
        await self.go.wait()
        self.session = FakeSession(client, folders, settings)
        return self.session


async def broken(_client: ClientInfo, _folders: Sequence[str], _settings: Mapping[str, Any]) -> Session:
    raise RuntimeError


async def test_initialize_is_answered_before_the_session_starts() -> None:
    start = HeldStart()
    async with lsp_in_memory(build(start)) as client:
        assert await client.initialize()
        assert await client.request("centaur/status") == {"kind": "Inactive", "message": "starting"}
        start.go.set()


async def test_what_comes_while_the_session_starts_waits_for_it_or_is_told_to_it() -> None:
    start = HeldStart()
    async with lsp_in_memory(build(start)) as client:
        await client.initialize()
        client.notify("workspace/didChangeConfiguration", {"settings": {"centaur": {"a": 1}}})
        client.open(URI, "x = 1")
        client.change(URI, 2, {"text": "x = 2"})
        waiting, accepted = client.ask_completion(URI, 0, 5), client.ask("workspace/executeCommand", ACCEPT)
        await client.request("centaur/ping")
        start.go.set()
        await waiting
        await accepted
        status = await client.request("centaur/status")

    assert waiting.result()["result"]["items"][0]["insertText"] == "[automatic x = 2]"
    assert status["texts"] == {URI: "x = 2"}
    assert [heard[0] for heard in status["told"]] == ["started", "configured", "opened", "accepted"]


async def test_a_session_is_started_once_however_often_the_editor_says_it_is_there() -> None:
    start = HeldStart()
    start.go.set()
    async with lsp_in_memory(build(start)) as client:
        await client.initialize()
        await client.request("centaur/ping")
        first = start.session
        client.notify("initialized", {})
        await client.request("centaur/ping")

    assert start.session is first


async def test_without_a_session_there_are_no_suggestions_and_the_status_says_so() -> None:
    async with lsp_in_memory(build(broken)) as client:
        await client.initialize()
        client.open(URI, "x")

        assert (await client.notification("didChangeStatus"))["kind"] == "Error"
        assert await client.complete(URI, 0, 1) == []
        with pytest.raises(LspError):
            await client.request("workspace/executeCommand", ACCEPT)
        assert await client.quit() == 0


async def test_a_session_that_was_still_starting_when_the_editor_left_is_closed() -> None:
    start = HeldStart()
    async with lsp_in_memory(build(start)) as client:
        await client.initialize()
        leaving = client.ask("shutdown")
        with pytest.raises(LspError):
            await client.request("centaur/ping")
        start.go.set()
        await leaving

    assert start.session
    assert start.session.told.count(("session closed",)) == 1
