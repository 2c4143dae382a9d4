"""A language model's HTTP server for tests: real sockets, scripted answers, and every way of misbehaving.

`python -m tests.support.model_server --port 8000 --text "return 1"` prints its URL and serves until
interrupted.
"""

import argparse
import asyncio
import json
import re
import threading
import time
import zlib
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Self

CHAT_PATHS = ("/chat/completions", "/fim/completions")  # both answer with messages, /completions with text


@dataclass(frozen=True, slots=True)
class Script:
    """What the server answers: the text, how slowly, and which fault it has (a key of FAULTS, or "").

    Who asks with a temperature is answered with the `others`, one after the other.
    """

    text: str = "return 1"
    others: tuple[str, ...] = ()
    delay_ms: float = 0
    first_delay_ms: float = 0
    fault: str = ""
    retry_after: str = ""
    redirect_to: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """One request as it came over the wire."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body's data."""
        return json.loads(self.body)


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
        return _whole({"model": "test", "version": {}})
    if received.path.endswith("/models"):
        return _whole({"object": "list", "data": [{"id": "test", "object": "model"}]})
    if not received.path.endswith("/completions"):
        return _plain(HTTPStatus.NOT_FOUND, b'{"error": {"message": "no such path"}}')
    if received.json.get("stream"):
        return _streamed(received, script)
    return _slowly_whole(received, script)


async def _streamed(received: Received, script: Script) -> AsyncIterator[bytes]:
    yield _head(HTTPStatus.OK, "text/event-stream", chunked=True)
    async for event in _events(received, script):
        yield _chunk(event)
    yield _chunk(b"data: [DONE]\n\n") + b"0\r\n\r\n"


async def _events(received: Received, script: Script) -> AsyncIterator[bytes]:
    await asyncio.sleep(script.first_delay_ms / 1000)
    pieces = tokens(script.text)
    for piece in pieces:
        yield _event(_choice(received, piece, None))
        await asyncio.sleep(script.delay_ms / 1000)
    yield _event(_choice(received, "", "stop"))
    if (received.json.get("stream_options") or {}).get("include_usage"):
        yield _event({"choices": [], "usage": _usage(received, pieces)})


async def _slowly_whole(received: Received, script: Script) -> AsyncIterator[bytes]:
    pieces = tokens(script.text)
    await asyncio.sleep((script.first_delay_ms + script.delay_ms * len(pieces)) / 1000)
    choice = _choice(received, script.text, "stop", key="message")["choices"]
    async for part in _whole({"choices": choice, "usage": _usage(received, pieces)}):
        yield part


def tokens(text: str) -> list[str]:
    """The pieces in which a text is streamed: words, each with the white space before it."""
    return re.findall(r"\s*\S+|\s+", text)


def _choice(received: Received, text: str, finish: str | None, key: str = "delta") -> dict[str, Any]:
    content = {key: {"content": text}} if received.path.endswith(CHAT_PATHS) else {"text": text}
    return {"choices": [{"index": 0, **content, "finish_reason": finish}]}


def _usage(received: Received, pieces: list[str]) -> dict[str, Any]:
    asked = len(tokens(received.body.decode()))
    return {"prompt_tokens": asked, "completion_tokens": len(pieces), "total_tokens": asked + len(pieces)}


def _event(data: object) -> bytes:
    return b"data: " + json.dumps(data).encode() + b"\n\n"


def _chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def _head(status: HTTPStatus, kind: str, *, chunked: bool = False, length: int = 0, extra: str = "") -> bytes:
    size = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {length}"
    lines = f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: {kind}\r\n{size}\r\n{extra}\r\n"
    return lines.encode()


async def _plain(
    status: HTTPStatus, body: bytes, kind: str = "application/json", extra: str = ""
) -> AsyncIterator[bytes]:
    yield _head(status, kind, length=len(body), extra=extra) + body


def _whole(data: object) -> AsyncIterator[bytes]:
    return _plain(HTTPStatus.OK, json.dumps(data).encode())


def _status(status: HTTPStatus) -> Callable[[Received, Script], AsyncIterator[bytes]]:
    """A fault that answers with the status, and with Retry-After where the script has one."""

    def respond(_: Received, script: Script) -> AsyncIterator[bytes]:
        extra = f"Retry-After: {script.retry_after}\r\n" if script.retry_after else ""
        return _plain(status, b'{"error": {"message": "the body of an error"}}', extra=extra)

    return respond


def _body(body: bytes, kind: str = "text/event-stream") -> Callable[[Received, Script], AsyncIterator[bytes]]:
    """A fault that answers 200 with these bytes."""
    return lambda *_: _plain(HTTPStatus.OK, body, kind)


def _redirect(_: Received, script: Script) -> AsyncIterator[bytes]:
    return _plain(HTTPStatus.TEMPORARY_REDIRECT, b"", extra=f"Location: {script.redirect_to}\r\n")


async def _hang(*_: object) -> AsyncIterator[bytes]:
    await asyncio.Event().wait()
    yield b""


async def _hang_after_headers(*_: object) -> AsyncIterator[bytes]:
    yield _head(HTTPStatus.OK, "text/event-stream", chunked=True)
    await asyncio.Event().wait()


async def _hang_after_text(received: Received, script: Script) -> AsyncIterator[bytes]:
    yield _head(HTTPStatus.OK, "text/event-stream", chunked=True)
    yield _chunk(_event(_choice(received, script.text, None)))
    await asyncio.Event().wait()


async def _hang_after_finish(received: Received, script: Script) -> AsyncIterator[bytes]:
    yield _head(HTTPStatus.OK, "text/event-stream", chunked=True)
    yield _chunk(_event(_choice(received, script.text, "stop")))
    await asyncio.Event().wait()


async def _drip(*_: object) -> AsyncIterator[bytes]:
    yield _head(HTTPStatus.OK, "text/event-stream", chunked=True)
    while True:
        yield _chunk(b": ")
        await asyncio.sleep(0.02)


async def _cut(received: Received, script: Script) -> AsyncIterator[bytes]:
    """The connection closes in the middle of the answer."""
    yield _head(HTTPStatus.OK, "text/event-stream", chunked=True)
    yield _chunk(_event(_choice(received, script.text, None)))


async def _no_finish(received: Received, script: Script) -> AsyncIterator[bytes]:
    """The stream ends as it should, but nothing said that the answer is complete."""
    yield _head(HTTPStatus.OK, "text/event-stream", chunked=True)
    yield _chunk(_event(_choice(received, script.text, None)) + b"data: [DONE]\n\n") + b"0\r\n\r\n"


async def _huge_line(*_: object) -> AsyncIterator[bytes]:
    yield _head(HTTPStatus.OK, "text/event-stream", chunked=True)
    block = _chunk(b"x" * 1_000_000)
    yield _chunk(b"data: ")
    for _block in range(500):
        yield block


async def _huge_error(*_: object) -> AsyncIterator[bytes]:
    yield _head(HTTPStatus.BAD_REQUEST, "application/json", chunked=True)
    for _block in range(500):
        yield _chunk(b"x" * 1_000_000)


def _compressed_bomb(*_: object) -> AsyncIterator[bytes]:
    """A few kilobytes that unfold to 20 MB."""
    gzip = zlib.compressobj(wbits=31)
    body = b"".join(gzip.compress(b"x" * 1_000_000) for _million in range(20)) + gzip.flush()
    return _plain(HTTPStatus.OK, body, "text/event-stream", extra="Content-Encoding: gzip\r\n")


async def _endless_headers(*_: object) -> AsyncIterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\n"
    while True:
        yield b"X-More: " + b"x" * 1_000 + b"\r\n"


async def _reset(*_: object) -> AsyncIterator[bytes]:
    raise ConnectionResetError
    yield b""


Fault = Callable[[Received, Script], AsyncIterator[bytes]]
FAULTS: Mapping[str, Fault] = MappingProxyType(
    {
        "http 401": _status(HTTPStatus.UNAUTHORIZED),
        "http 404": _status(HTTPStatus.NOT_FOUND),
        "http 429": _status(HTTPStatus.TOO_MANY_REQUESTS),
        "http 500": _status(HTTPStatus.INTERNAL_SERVER_ERROR),
        "hang": _hang,
        "hang after headers": _hang_after_headers,
        "hang after text": _hang_after_text,
        "hang after finish": _hang_after_finish,
        "drip": _drip,
        "garbage": _body(b"data: {not json\n\n"),
        "binary": _body(b"data: " + bytes(range(256)) + b"\n\n"),
        "wrong shape": _body(b'data: {"choices": [{"delta": [1, 2], "text": 7}]}\n\ndata: [DONE]\n\n'),
        "list": _body(b"data: [1, 2, 3]\n\ndata: [DONE]\n\n"),
        "error event": _body(b'data: {"error": {"message": "out of memory"}}\n\n'),
        "empty": _body(b""),
        "cut": _cut,
        "no finish": _no_finish,
        "html": _body(b"<!doctype html><title>Sign in</title>", "text/html"),
        "redirect": _redirect,
        "huge line": _huge_line,
        "huge error": _huge_error,
        "compressed bomb": _compressed_bomb,
        "endless headers": _endless_headers,
        "reset": _reset,
    }
)

HALF_SENT = ("cut", "huge line", "huge error", "reset")  # after these the connection is of no use


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
