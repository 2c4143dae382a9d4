"""One conversation in memory between the scripted editor and the server with a fake session."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from centaur.lsp.port import ClientInfo, Session
from centaur.lsp.server import build
from tests.support.fake_session import FakeSession
from tests.support.lsp_client import LspClient, lsp_in_memory

URI = "file:///project/a.py"


async def start(client: ClientInfo, folders: Sequence[str], settings: Mapping[str, Any]) -> Session:
    return FakeSession(client, folders, settings)


@asynccontextmanager
async def conversation(
    text: str | None = None, settings: Mapping[str, Any] | None = None
) -> AsyncIterator[LspClient]:
    """An introduced client, which has opened a document if there is a text."""
    async with lsp_in_memory(build(start)) as client:
        await client.initialize(settings)
        if text is not None:
            client.open(URI, text)
        yield client


async def told(client: LspClient) -> list[list[Any]]:
    """What the session has heard since it started, in order."""
    return list((await client.request("centaur/status"))["told"])[1:]
