"""A language model's HTTP server for tests: real sockets, scripted answers, and every way of misbehaving.

`python -m tests.support.model_server --port 8000 --text "return 1"` prints its URL and serves until
interrupted.
"""

import argparse
import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from types import MappingProxyType
from typing import Self

from tests.support.model_answers import Script, plain, slowly_whole, streamed, whole
from tests.support.model_faults import FAULTS, HALF_SENT
from tests.support.received import Received

__all__ = ["FAULTS", "ModelServer", "Received", "Script"]


@dataclass
class ModelServer:
    """A server on 127.0.0.1 in a thread of its own; `script` may be replaced at any time.

    `hung_up` counts the answers that the client did not wait for.
    """

    script: Script = field(default_factory=Script)
    port: int = 0
    requests: list[Received] = field(default_factory=list)
    connections: int = 0
    hung_up: int = 0

    def __enter__(self) -> Self:
        started = threading.Event()
        self._thread = threading.Thread(target=asyncio.run, args=(self._serve(started),), daemon=True)
        self._thread.start()
        assert started.wait(10), "the model server did not start"
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    @property
    def url(self) -> str:
        """The endpoint that a client is given."""
        return f"http://127.0.0.1:{self.port}/v1"

    def wait_until(self, true: Callable[[Self], bool], seconds: float = 5) -> bool:
        """Whether it became true in time: what the server sees comes later than what the client did."""
        end = time.monotonic() + seconds
        while not true(self) and time.monotonic() < end:
            time.sleep(0.005)
        return true(self)

    async def _serve(self, started: threading.Event) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        server = await asyncio.start_server(self._connected, "127.0.0.1", self.port)
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        async with server:
            await self._stop.wait()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        try:
            while received := await _receive(reader):
                self.requests.append(received)
                if not await self._answer(received, reader, writer):
                    break
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.transport.abort()

    async def _answer(
        self, received: Received, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Send the answer unless the client hangs up; whether the connection may be used again."""
        script = self._script_for(received)
        answer = asyncio.ensure_future(_send(_response(received, script), writer))
        try:
            while not answer.done():
                if reader.at_eof() or reader.exception():
                    self.hung_up += 1
                    return False
                await asyncio.wait({answer}, timeout=0.005)
            await answer
        except ConnectionError:
            self.hung_up += 1
            return False
        else:
            return script.fault not in HALF_SENT
        finally:
            answer.cancel()
            await asyncio.gather(answer, return_exceptions=True)

    def _script_for(self, received: Received) -> Script:
        """The script, with the text whose turn it is."""
        others = self.script.others
        if not others or not received.json.get("temperature"):
            return self.script
        before = sum(bool(each.json.get("temperature")) for each in self.requests) - 1
        return replace(self.script, text=others[before % len(others)])


async def _receive(reader: asyncio.StreamReader) -> Received | None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    request_line, *lines = head.strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    method, path, _ = request_line.split(" ")
    return Received(method, path, MappingProxyType(headers), body)


async def _send(pieces: AsyncIterator[bytes], writer: asyncio.StreamWriter) -> None:
    async for piece in pieces:
        writer.write(piece)
        await writer.drain()


def _response(received: Received, script: Script) -> AsyncIterator[bytes]:
    if script.fault:
        return FAULTS[script.fault](received, script)
    if received.path.endswith("/health"):
        return whole({"model": "test", "version": {}})
    if received.path.endswith("/models"):
        return whole({"object": "list", "data": [{"id": "test", "object": "model"}]})
    if not received.path.endswith("/completions"):
        return plain(HTTPStatus.NOT_FOUND, b'{"error": {"message": "no such path"}}')
    if received.json.get("stream"):
        return streamed(received, script)
    return slowly_whole(received, script)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.support.model_server")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--text", default=Script().text)
    parser.add_argument("--delay-ms", type=float, default=0, help="between two tokens")
    parser.add_argument("--first-delay-ms", type=float, default=0, help="before the first token")
    parser.add_argument("--fault", choices=sorted(FAULTS), default="")
    return parser.parse_args()


def main() -> None:
    """Serve until interrupted; the first line printed is the endpoint."""
    given = _arguments()
    script = Script(
        given.text, delay_ms=given.delay_ms, first_delay_ms=given.first_delay_ms, fault=given.fault
    )
    with ModelServer(script, given.port) as server:
        print(server.url, flush=True)  # noqa: T201 - the caller reads where it listens
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
