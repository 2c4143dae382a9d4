"""A scripted editor: speaks to a language server over its standard streams, and counts the answers."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

Message = dict[str, Any]

PATIENCE_S = 20.0


class LspError(Exception):
    """An error answer."""

    def __init__(self, error: Message) -> None:
        super().__init__(f"{error['code']}: {error['message']}")
        self.code: int = error["code"]
        self.error = error


class LspClient:
    """One server process. `stray` holds the answers nobody waits for: to no id, or a second one to the same."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.notifications: list[Message] = []
        self.stray: list[Message] = []
        self.stderr = ""
        self.capabilities: Message = {}
        self._ids = count(1)
        self._waiting: dict[int | str, asyncio.Future[Message]] = {}
        self._heard = asyncio.Condition()
        self._tasks = [asyncio.create_task(self._read()), asyncio.create_task(self._read_stderr())]

    def send_bytes(self, data: bytes) -> None:
        """Anything at all, without framing."""
        assert self.process.stdin
        self.process.stdin.write(data)

    def send_body(self, body: bytes) -> None:
        """Anything at all, in a right frame."""
        self.send_bytes(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def send(self, message: Message) -> None:
        self.send_body(json.dumps({"jsonrpc": "2.0"} | message).encode())

    def notify(self, method: str, params: Any) -> None:
        self.send({"method": method, "params": params})

    def expect(self, request: int | str) -> "asyncio.Future[Message]":
        """The coming answer to the id, whole."""
        return self._waiting.setdefault(request, asyncio.get_running_loop().create_future())

    def ask(self, method: str, params: Any = None, request: int | str = 0) -> "asyncio.Future[Message]":
        """Send a request and do not wait: the answer comes whole, the id is `request` or the next one."""
        request = request or next(self._ids)
        answer = self.expect(request)
        self.send({"id": request, "method": method, "params": params})
        return answer

    async def request(self, method: str, params: Any = None) -> Any:
        """The result of a request; an error answer is raised."""
        answer = await asyncio.wait_for(self.ask(method, params), PATIENCE_S)
        if "error" in answer:
            raise LspError(answer["error"])
        return answer["result"]

    async def notification(self, method: str) -> Any:
        """The parameters of the next notification by this name, which may have come already."""
        async with asyncio.timeout(PATIENCE_S), self._heard:
            while True:
                for at, message in enumerate(self.notifications):
                    if message["method"] == method:
                        return self.notifications.pop(at)["params"]
                await self._heard.wait()

    async def initialize(self, settings: Mapping[str, Any] | None = None, folder: str = "") -> Message:
        """Introduce the editor to the server."""
        result: Message = await self.request(
            "initialize",
            {
                "processId": os.getpid(),
                "clientInfo": {"name": "scripted", "version": "1"},
                "rootUri": None,
                "workspaceFolders": [{"uri": folder, "name": "here"}] if folder else None,
                "initializationOptions": {"centaur": dict(settings or {})},
                "capabilities": {
                    "general": {"positionEncodings": ["utf-8", "utf-16"]},
                    "textDocument": {"inlineCompletion": {}},
                },
            },
        )
        self.capabilities = result["capabilities"]
        self.notify("initialized", {})
        return result

    def open(self, uri: str, text: str, language: str = "python", version: int = 1) -> None:
        document = {"uri": uri, "languageId": language, "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})

    def change(self, uri: str, version: int, *changes: Message) -> None:
        document = {"uri": uri, "version": version}
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": list(changes)})

    def ask_completion(
        self, uri: str, line: int, character: int, request: int | str = 0, **context: Any
    ) -> "asyncio.Future[Message]":
        """Ask for suggestions and do not wait."""
        params = {
            "textDocument": {"uri": uri},
            "position": {"line": line, "character": character},
            "context": {"triggerKind": 2} | context,
        }
        return self.ask("textDocument/inlineCompletion", params, request)

    async def complete(self, uri: str, line: int, character: int, **context: Any) -> list[Message]:
        """The suggested items."""
        answer = await asyncio.wait_for(self.ask_completion(uri, line, character, **context), PATIENCE_S)
        if "error" in answer:
            raise LspError(answer["error"])
        items: list[Message] = answer["result"]["items"]
        return items

    async def ended(self) -> int:
        """The exit code, once the process has ended by itself."""
        code = await asyncio.wait_for(self.process.wait(), PATIENCE_S)
        await asyncio.gather(*self._tasks)
        return code

    async def quit(self) -> int:
        """Shut the server down as the protocol says; the exit code."""
        await self.request("shutdown")
        self.notify("exit", None)
        return await self.ended()

    async def close(self) -> None:
        """Make sure that nothing is left of the process."""
        if self.process.returncode is None:
            self.process.kill()
        assert self.process.stdin
        self.process.stdin.close()
        await self.process.wait()
        await asyncio.gather(*self._tasks)

    async def _read(self) -> None:
        assert self.process.stdout
        while header := await self.process.stdout.readline():
            length = 0
            while header.strip():
                name, _, value = header.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
                header = await self.process.stdout.readline()
            await self._take(json.loads(await self.process.stdout.readexactly(length)))

    async def _take(self, message: Message) -> None:
        if "method" not in message:
            waiting = self._waiting.get(message["id"]) if message["id"] is not None else None
            if waiting is None or waiting.done():
                self.stray.append(message)
            else:
                waiting.set_result(message)
            return
        async with self._heard:
            self.notifications.append(message)
            self._heard.notify_all()

    async def _read_stderr(self) -> None:
        assert self.process.stderr
        self.stderr = (await self.process.stderr.read()).decode(errors="replace")


@asynccontextmanager
async def lsp_client(*command: str, environment: Mapping[str, str] | None = None) -> AsyncIterator[LspClient]:
    """A client with its own server process; no request may be answered twice."""
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, **(environment or {})},
        limit=1 << 24,
    )
    client = LspClient(process)
    try:
        yield client
    finally:
        await client.close()
    assert not [answer for answer in client.stray if answer["id"] is not None]


def python(*arguments: str) -> tuple[str, ...]:
    """The command that runs this Python with the arguments."""
    return (sys.executable, *arguments)
