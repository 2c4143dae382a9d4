"""A scripted editor: speaks to a language server in a process or in memory, and counts the answers."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

from centaur.lsp.server import CentaurServer, converse

Message = dict[str, Any]
Answer = asyncio.Future[Message]

PATIENCE_S = 20.0


class LspError(Exception):
    """An error answer."""

    def __init__(self, error: Message) -> None:
        super().__init__(f"{error['code']}: {error['message']}")
        self.code: int = error["code"]


class LspClient:
    """One conversation. `stray` holds the answers nobody waits for: to no id, or a second one to the same."""

    def __init__(
        self, reader: asyncio.StreamReader, write: Callable[[bytes], object], ending: Awaitable[int]
    ) -> None:
        self.notifications: list[Message] = []
        self.stray: list[Message] = []
        self._write = write
        self._ids = count(1)
        self._waiting: dict[int | str, Answer] = {}
        self._heard = asyncio.Condition()
        self._ending = asyncio.ensure_future(ending)
        self._reading = asyncio.create_task(self._read(reader))

    def send_bytes(self, data: bytes) -> None:
        """Anything at all, without a frame."""
        self._write(data)

    def send_body(self, body: bytes) -> None:
        """Anything at all, in a right frame."""
        self._write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def send(self, message: Message) -> None:
        self.send_body(json.dumps({"jsonrpc": "2.0"} | message).encode())

    def notify(self, method: str, params: Any) -> None:
        self.send({"method": method, "params": params})

    def expect(self, request: int | str) -> Answer:
        """The coming answer to the id, whole."""
        return self._waiting.setdefault(request, asyncio.get_running_loop().create_future())

    def ask(self, method: str, params: Any = None, request: int | str = 0) -> Answer:
        """Send a request and do not wait; the id is `request` or the next one."""
        request = request or next(self._ids)
        answer = self.expect(request)
        self.send({"id": request, "method": method, "params": params})
        return answer

    async def request(self, method: str, params: Any = None) -> Any:
        """The result of a request; an error answer is raised."""
        return await result(self.ask(method, params))

    async def notification(self, method: str) -> Any:
        """The parameters of the next notification by this name, which may have come already."""
        async with asyncio.timeout(PATIENCE_S), self._heard:
            while True:
                for at, message in enumerate(self.notifications):
                    if message["method"] == method:
                        return self.notifications.pop(at)["params"]
                await self._heard.wait()

    async def initialize(self, settings: Mapping[str, Any] | None = None, folder: str = "") -> Message:
        """Introduce the editor; the result is the server's introduction."""
        introduction = {
            "processId": os.getpid(),
            "clientInfo": {"name": "scripted", "version": "1"},
            "rootUri": None,
            "workspaceFolders": [{"uri": folder, "name": "here"}] if folder else None,
            "initializationOptions": {"centaur": dict(settings or {})},
            "capabilities": {
                "general": {"positionEncodings": ["utf-8", "utf-16"]},
                "textDocument": {"inlineCompletion": {}},
                "notebookDocument": {"synchronization": {}},
            },
        }
        answer: Message = await self.request("initialize", introduction)
        self.notify("initialized", {})
        return answer

    def open(self, uri: str, text: str, language: str = "python", version: int = 1) -> None:
        document = {"uri": uri, "languageId": language, "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})

    def change(self, uri: str, version: int, *changes: Message) -> None:
        document = {"uri": uri, "version": version}
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": list(changes)})

    def ask_completion(
        self, uri: str, line: int, character: int, request: int | str = 0, **context: Any
    ) -> Answer:
        """Ask for suggestions and do not wait."""
        params = {
            "textDocument": {"uri": uri},
            "position": {"line": line, "character": character},
            "context": {"triggerKind": 2} | context,
        }
        return self.ask("textDocument/inlineCompletion", params, request)

    async def complete(self, uri: str, line: int, character: int, **context: Any) -> list[Message]:
        """The suggested items."""
        items: list[Message] = (await result(self.ask_completion(uri, line, character, **context)))["items"]
        return items

    async def quit(self) -> int:
        """Shut the server down as the protocol says; the exit code."""
        await self.request("shutdown")
        self.notify("exit", None)
        return await self.ended()

    async def ended(self) -> int:
        """The exit code, once the server has ended by itself."""
        code = await asyncio.wait_for(asyncio.shield(self._ending), PATIENCE_S)
        await self._reading
        return code

    async def _read(self, reader: asyncio.StreamReader) -> None:
        while header := await reader.readline():
            length = 0
            while header.strip():
                name, _, value = header.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
                header = await reader.readline()
            await self._take(json.loads(await reader.readexactly(length)))

    async def _take(self, message: Message) -> None:
        if "method" in message:
            async with self._heard:
                self.notifications.append(message)
                self._heard.notify_all()
            return
        waiting = self._waiting.get(message["id"]) if message["id"] is not None else None
        if waiting is None or waiting.done():
            self.stray.append(message)
        else:
            waiting.set_result(message)


async def result(answer: Answer) -> Any:
    """The result in the answer; an error is raised."""
    message = await asyncio.wait_for(answer, PATIENCE_S)
    if "error" in message:
        raise LspError(message["error"])
    return message["result"]


class ProcessClient(LspClient):
    """A conversation with a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin
        assert process.stdout
        super().__init__(process.stdout, process.stdin.write, process.wait())
        self.process = process
        self._errors = asyncio.create_task(_read_all(process.stderr))

    def hang_up(self) -> None:
        """End the server's input, as an editor that died does."""
        assert self.process.stdin
        self.process.stdin.close()

    async def errors(self) -> str:
        """All that the ended server wrote to standard error."""
        return await self._errors

    async def close(self) -> None:
        """Make sure that nothing is left of the process."""
        if self.process.returncode is None:
            self.process.kill()
        self.hang_up()
        await self.ended()
        await self._errors


@asynccontextmanager
async def lsp_process(
    *arguments: str, environment: Mapping[str, str] | None = None
) -> AsyncIterator[ProcessClient]:
    """A client of a server that runs as `python ARGUMENTS`; no request may be answered twice."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, **(environment or {})},
    )
    client = ProcessClient(process)
    try:
        yield client
    finally:
        await client.close()
    _assert_each_was_answered_once(client)


@asynccontextmanager
async def lsp_in_memory(server: CentaurServer) -> AsyncIterator[LspClient]:
    """A client of the server in this very process; no request may be answered twice."""
    to_server, to_client = asyncio.StreamReader(), asyncio.StreamReader()

    async def serve() -> int:
        try:
            return await converse(server, to_server, _Feed(to_client))
        finally:
            to_client.feed_eof()

    client = LspClient(to_client, to_server.feed_data, serve())
    try:
        yield client
    finally:
        to_server.feed_eof()
        await client.ended()
    _assert_each_was_answered_once(client)


class _Feed:
    """A writer whose reader is in the same process."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader

    def write(self, data: bytes) -> None:
        self._reader.feed_data(data)


def _assert_each_was_answered_once(client: LspClient) -> None:
    assert [answer for answer in client.stray if answer["id"] is not None] == []


async def _read_all(stream: asyncio.StreamReader | None) -> str:
    assert stream
    return (await stream.read()).decode(errors="replace")
