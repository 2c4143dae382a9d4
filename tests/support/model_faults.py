"""Every way in which an endpoint can misbehave, by name."""

import asyncio
import zlib
from collections.abc import AsyncIterator, Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType

from tests.support.model_answers import Script, choice, chunk, event, head, plain
from tests.support.received import Received


def _status(status: HTTPStatus) -> Callable[[Received, Script], AsyncIterator[bytes]]:
    """A fault that answers with the status, and with Retry-After where the script has one."""

    def respond(_: Received, script: Script) -> AsyncIterator[bytes]:
        extra = f"Retry-After: {script.retry_after}\r\n" if script.retry_after else ""
        return plain(status, b'{"error": {"message": "the body of an error"}}', extra=extra)

    return respond


def _body(body: bytes, kind: str = "text/event-stream") -> Callable[[Received, Script], AsyncIterator[bytes]]:
    """A fault that answers 200 with these bytes."""
    return lambda *_: plain(HTTPStatus.OK, body, kind)


def _redirect(_: Received, script: Script) -> AsyncIterator[bytes]:
    return plain(HTTPStatus.TEMPORARY_REDIRECT, b"", extra=f"Location: {script.redirect_to}\r\n")


async def _hang(*_: object) -> AsyncIterator[bytes]:
    await asyncio.Event().wait()
    yield b""


async def _hang_after_headers(*_: object) -> AsyncIterator[bytes]:
    yield head(HTTPStatus.OK, "text/event-stream", chunked=True)
    await asyncio.Event().wait()


async def _hang_after_text(received: Received, script: Script) -> AsyncIterator[bytes]:
    yield head(HTTPStatus.OK, "text/event-stream", chunked=True)
    yield chunk(event(choice(received, script.text, None)))
    await asyncio.Event().wait()


async def _hang_after_finish(received: Received, script: Script) -> AsyncIterator[bytes]:
    yield head(HTTPStatus.OK, "text/event-stream", chunked=True)
    yield chunk(event(choice(received, script.text, "stop")))
    await asyncio.Event().wait()


async def _drip(*_: object) -> AsyncIterator[bytes]:
    yield head(HTTPStatus.OK, "text/event-stream", chunked=True)
    while True:
        yield chunk(b": ")
        await asyncio.sleep(0.02)


async def _cut(received: Received, script: Script) -> AsyncIterator[bytes]:
    """The connection closes in the middle of the answer."""
    yield head(HTTPStatus.OK, "text/event-stream", chunked=True)
    yield chunk(event(choice(received, script.text, None)))


async def _no_finish(received: Received, script: Script) -> AsyncIterator[bytes]:
    """The stream ends as it should, but nothing said that the answer is complete."""
    yield head(HTTPStatus.OK, "text/event-stream", chunked=True)
    yield chunk(event(choice(received, script.text, None)) + b"data: [DONE]\n\n") + b"0\r\n\r\n"


async def _huge_line(*_: object) -> AsyncIterator[bytes]:
    yield head(HTTPStatus.OK, "text/event-stream", chunked=True)
    block = chunk(b"x" * 1_000_000)
    yield chunk(b"data: ")
    for _block in range(500):
        yield block


async def _huge_error(*_: object) -> AsyncIterator[bytes]:
    yield head(HTTPStatus.BAD_REQUEST, "application/json", chunked=True)
    for _block in range(500):
        yield chunk(b"x" * 1_000_000)


def _compressed_bomb(*_: object) -> AsyncIterator[bytes]:
    """A few kilobytes that unfold to 20 MB."""
    gzip = zlib.compressobj(wbits=31)
    body = b"".join(gzip.compress(b"x" * 1_000_000) for _million in range(20)) + gzip.flush()
    return plain(HTTPStatus.OK, body, "text/event-stream", extra="Content-Encoding: gzip\r\n")


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
