"""Messages on the wire: framed by Content-Length, over the standard streams or one loopback connection."""

import asyncio
import os
import re
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

_MAX_BODY = 256 * 1024 * 1024
_TYPE = rb"(?:Content-Type: [^\r\n]*\r\n)?"
_HEADERS = re.compile(_TYPE + rb"Content-Length: *(\d{1,12})\r\n" + _TYPE + rb"\r\n", re.IGNORECASE)


class FramingError(Exception):
    """The next message cannot be found. Nothing can be read after it: the conversation must end."""


async def messages(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """The bodies of the messages, until the peer closes."""
    with suppress(asyncio.IncompleteReadError):
        while True:
            yield await reader.readexactly(await _content_length(reader))


async def _content_length(reader: asyncio.StreamReader) -> int:
    """Read the headers. Only the protocol's two are taken, so that no browser can speak to the server."""
    try:
        headers = await reader.readuntil(b"\r\n\r\n")
    except asyncio.LimitOverrunError:
        raise FramingError("headers without end") from None
    match = _HEADERS.fullmatch(headers)
    if match is None:
        raise FramingError("headers that are not those of the protocol")
    if int(match[1]) > _MAX_BODY:
        raise FramingError(f"a message of {int(match[1])} bytes")
    return int(match[1])


def standard_input() -> asyncio.StreamReader:
    """Standard input as a stream. A thread reads it, for not every system can wait for a pipe."""
    reader, loop = asyncio.StreamReader(), asyncio.get_running_loop()

    def pump() -> None:
        # The loop may be closed before the last read returns.
        with suppress(RuntimeError):
            while chunk := _read(0):
                loop.call_soon_threadsafe(reader.feed_data, chunk)
            loop.call_soon_threadsafe(reader.feed_eof)

    threading.Thread(target=pump, name="stdin", daemon=True).start()
    return reader


class StandardOutput:
    """Standard output for messages alone: what anything else prints goes to standard error."""

    def __init__(self) -> None:
        self._descriptor = os.dup(1)
        os.dup2(2, 1)

    def write(self, data: bytes) -> None:
        """Write all of it. A client that has gone reads nothing, and the end of its input ends the server."""
        rest = memoryview(data)
        with suppress(OSError):
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]


@asynccontextmanager
async def connection(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """The first connection to the loopback port; others are closed."""
    first: asyncio.Future[tuple[asyncio.StreamReader, asyncio.StreamWriter]]
    first = asyncio.get_running_loop().create_future()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if first.done():
            writer.close()
        else:
            first.set_result((reader, writer))

    async with await asyncio.start_server(connected, "127.0.0.1", port):
        reader, writer = await first
        try:
            yield reader, writer
        finally:
            writer.close()


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 1 << 16)
    except OSError:
        return b""
