"""A model's sockets: asyncio's own beneath `httpcore2`; over its general ones a question costs half more."""

import asyncio
import errno
import selectors
import socket
import ssl
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import httpcore2

_NEXT_ADDRESS_S = 0.25  # RFC 8305, section 5
_Selector = getattr(selectors, "PollSelector", selectors.SelectSelector)  # only the second is on Windows
_FULL = 256 * 1024  # bytes that nobody has read yet


class Sockets(httpcore2.AsyncNetworkBackend):
    """Opens connections; see https://www.encode.io/httpcore/network-backends/ for what is asked of it."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - as the library calls it
        local_address: str | None = None,  # noqa: ARG002 - as is this
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore2.AsyncNetworkStream:
        """A connection; `local_address` and `socket_options` are never set by us."""
        opening = asyncio.ensure_future(_opened(host, port, timeout))
        try:
            # Who cancels the opening of a connection has asyncio lose a socket that was about to be ready.
            return await asyncio.shield(opening)
        except asyncio.CancelledError:
            opening.add_done_callback(_hang_up)
            raise
        except TimeoutError as error:
            raise httpcore2.ConnectTimeout from error
        except OSError as error:
            raise httpcore2.ConnectError(str(error)) from cause(error)
        except UnicodeError as error:
            raise httpcore2.ConnectError("no host can have this name") from error


def cause(error: OSError) -> OSError:
    """The error itself; of several addresses, as localhost may have, asyncio tells the kind only in words."""
    refused = error.errno is None and f"[Errno {errno.ECONNREFUSED}]" in str(error)
    return ConnectionRefusedError(errno.ECONNREFUSED, str(error)) if refused else error


async def _opened(host: str, port: int, seconds: float | None) -> "Stream":
    async with asyncio.timeout(seconds):
        loop = asyncio.get_running_loop()
        _, stream = await loop.create_connection(Stream, host, port, happy_eyeballs_delay=_NEXT_ADDRESS_S)
    return stream


def _hang_up(opening: "asyncio.Future[Stream]") -> None:
    if not opening.cancelled() and not opening.exception():
        opening.result().abort()


class Stream(asyncio.Protocol, httpcore2.AsyncNetworkStream):
    """One connection, read as its bytes come."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport
        self._news = _Selector()
        self._unread = bytearray()
        self._ended = False
        self._broken: Exception | None = None
        self._reader: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by asyncio, once."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._news.register(transport.get_extra_info("socket"), selectors.EVENT_READ)

    def data_received(self, data: bytes) -> None:
        """Called by asyncio; what nobody reads for long is not taken from the other end."""
        self._unread += data
        if len(self._unread) > _FULL:
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        """Called by asyncio where the other end has said all."""
        self._ended = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by asyncio, last; `exc` is set where it broke."""
        self._ended, self._broken = True, exc
        self._wake()

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        """What has come, once something has; nothing at the end."""
        if not self._unread and not self._ended:
            self._reader = asyncio.get_running_loop().create_future()
            try:
                async with asyncio.timeout(timeout):
                    await self._reader
            except TimeoutError as error:
                raise httpcore2.ReadTimeout from error
        if self._broken and not self._unread:
            raise httpcore2.ReadError(str(self._broken)) from self._broken
        data = bytes(self._unread[:max_bytes])
        del self._unread[:max_bytes]
        self._transport.resume_reading()
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109, ARG002
        """Send it; a question is small enough to wait in memory where the other end is slow."""
        if self._transport.is_closing():
            raise httpcore2.WriteError("the connection is closed")
        if buffer:
            self._transport.write(buffer)

    async def aclose(self) -> None:
        """Hang up, without a word and without waiting."""
        self.abort()

    def abort(self) -> None:
        """As `aclose`. The other end hears of it at once; asyncio closes the socket a turn later."""
        with suppress(OSError):
            self._transport.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
        self._transport.abort()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> httpcore2.AsyncNetworkStream:
        """The same connection, encrypted from here on."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(timeout):
                transport = await loop.start_tls(
                    self._transport, self, ssl_context, server_hostname=server_hostname
                )
        except TimeoutError as error:
            self.abort()
            raise httpcore2.ConnectTimeout from error
        except OSError as error:  # an error of TLS is one of the operating system's to Python
            self.abort()
            raise httpcore2.ConnectError(str(error)) from error
        assert transport
        self._transport = transport
        return self

    def get_extra_info(self, info: str) -> Any:
        """Whether something is there that nobody asked for, be it the end; or what asyncio knows."""
        if info == "is_readable":
            # What came since asyncio last looked counts too: a question must not go where nobody listens.
            return self._ended or bool(self._unread or self._news.select(timeout=0))
        return self._transport.get_extra_info(info)

    def _wake(self) -> None:
        if self._reader and not self._reader.done():
            self._reader.set_result(None)
