"""A model's sockets do what those of the library do: encrypted, through a proxy, with every way of ending."""

import asyncio
import errno
import gc
import socket
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import httpcore2
import pytest
import trustme

from centaur.adapters.clock import SystemClock
from centaur.adapters.openai_model import OpenAIModel
from centaur.adapters.presets import resolve
from centaur.adapters.sockets import Sockets, cause
from centaur.adapters.transport import MAX_CONNECTIONS
from centaur.privacy.redaction import RedactedPrompt

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
AUTHORITY = trustme.CA()

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def answering(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while await reader.readline():
        while (await reader.readline()).strip():
            pass
        writer.write(ANSWER)


async def answering_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(ANSWER)
    writer.close()


async def silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await reader.read()


@asynccontextmanager
async def listening(handler: Handler, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """The port of a server; its connections end with it."""
    tasks: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        tasks.add(task)
        try:
            await handler(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.transport.abort()

    server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=tls)
    yield server.sockets[0].getsockname()[1]
    server.close()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def pool(*, trusting: bool = True, proxy: int = 0) -> httpcore2.AsyncConnectionPool:
    context = ssl.create_default_context()
    if trusting:
        AUTHORITY.configure_trust(context)
    return httpcore2.AsyncConnectionPool(
        ssl_context=context,
        proxy=httpcore2.Proxy(f"http://127.0.0.1:{proxy}") if proxy else None,
        network_backend=Sockets(),
        keepalive_expiry=60,
    )


def encrypted() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert("127.0.0.1").configure_cert(context)
    return context


async def test_an_encrypted_connection_is_kept_for_the_next_question() -> None:
    async with listening(answering, encrypted()) as port, pool() as asked:
        answers = [await asked.request("GET", f"https://127.0.0.1:{port}/") for _ in range(3)]

        assert [answer.content for answer in answers] == [b"ok"] * 3
        assert len(asked.connections) == 1


async def test_a_certificate_of_nobody_known_is_refused() -> None:
    async with listening(answering, encrypted()) as port, pool(trusting=False) as asked:
        with pytest.raises(httpcore2.ConnectError, match="certificate verify failed"):
            await asked.request("GET", f"https://127.0.0.1:{port}/")


async def test_a_certificate_of_somebody_else_is_refused() -> None:
    async with listening(answering, encrypted()) as port, pool() as asked:
        with pytest.raises(httpcore2.ConnectError, match="certificate"):
            await asked.request("GET", f"https://localhost:{port}/")


async def test_who_does_not_encrypt_is_not_waited_for_long() -> None:
    async with listening(silent) as port, pool() as asked:
        with pytest.raises(httpcore2.ConnectTimeout):
            await asked.request(
                "GET", f"https://127.0.0.1:{port}/", extensions={"timeout": {"connect": 0.05}}
            )


async def test_an_encrypted_connection_goes_through_a_proxy() -> None:
    asked_for = []

    async def tunnel(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked_for.append((await reader.readuntil(b"\r\n\r\n")).split(b"\r\n")[0])
        from_there, to_there = await asyncio.open_connection("127.0.0.1", there)
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        await asyncio.gather(passing(reader, to_there), passing(from_there, writer))

    async def passing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while part := await reader.read(1024):
                writer.write(part)
        finally:
            writer.transport.abort()

    async with (
        listening(answering, encrypted()) as there,
        listening(tunnel) as between,
        pool(proxy=between) as asked,
    ):
        answer = await asked.request("GET", f"https://127.0.0.1:{there}/")

    assert answer.content == b"ok"
    assert asked_for == [b"CONNECT 127.0.0.1:%d HTTP/1.1" % there]


async def test_a_proxy_behind_which_encryption_fails_is_asked_again() -> None:
    async def tunnel(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        await writer.drain()

    async with listening(tunnel) as port:
        table = {"style": "fim-suffix", "name": "coder", "proxy": f"http://127.0.0.1:{port}"}
        model = OpenAIModel(
            resolve("test", table | {"endpoint": "https://127.0.0.1:9/v1"}), "", SystemClock()
        )
        prompt = RedactedPrompt.of(prefix="x = ", suffix="")

        failures = [(await model.generate(prompt, lambda _: "")).failure for _ in range(MAX_CONNECTIONS + 2)]

        await model.close()
    assert failures == [*["no connection"] * MAX_CONNECTIONS, "timeout", "no connection"]


async def test_no_question_goes_where_the_other_end_has_just_hung_up() -> None:
    async with listening(answering_once) as port, pool() as asked:
        await asked.request("GET", f"http://127.0.0.1:{port}/")
        time.sleep(0.05)  # noqa: ASYNC251 - the event loop must not see it before the pool looks

        assert (await asked.request("GET", f"http://127.0.0.1:{port}/")).content == b"ok"


async def test_silence_ends_after_its_time() -> None:
    async with listening(silent) as port, pool() as asked:
        with pytest.raises(httpcore2.ReadTimeout):
            await asked.request("GET", f"http://127.0.0.1:{port}/", extensions={"timeout": {"read": 0.05}})


async def test_nobody_listening_is_an_error_with_its_cause() -> None:
    async with listening(silent) as port:
        pass

    async with pool() as asked:
        with pytest.raises(httpcore2.ConnectError) as raised:
            await asked.request("GET", f"http://127.0.0.1:{port}/")

    assert isinstance(raised.value.__context__, ConnectionRefusedError)


@pytest.mark.parametrize("host", ["a..b.example", "a" * 64 + ".example"])
async def test_what_can_be_no_host_is_no_connection(host: str) -> None:
    with pytest.raises(httpcore2.ConnectError, match="no host"):
        await Sockets().connect_tcp(host, 1)


@pytest.mark.parametrize("turns", range(12))
async def test_who_cancels_while_a_connection_opens_leaves_none(turns: int) -> None:
    async with listening(silent) as port:
        opening = asyncio.ensure_future(Sockets().connect_tcp("127.0.0.1", port))
        for _ in range(turns):
            await asyncio.sleep(0)
        opening.cancel()
        with suppress(asyncio.CancelledError):
            await (await opening).aclose()
        await asyncio.sleep(0.02)

        assert connections_to(port) == []


def connections_to(port: int) -> list[object]:
    """The sockets of this process that are connected to the port, be they forgotten or not."""
    sockets = [each for each in gc.get_objects() if type(each) is socket.socket and each.fileno() >= 0]
    return [each for each in sockets if peer(each) == port]


def peer(connected: socket.socket) -> int:
    try:
        return int(connected.getpeername()[1])
    except (OSError, IndexError, TypeError):
        return 0


async def test_who_fails_to_encrypt_is_hung_up_on() -> None:
    ended = asyncio.Event()

    async def reading(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            await reader.read()
        ended.set()

    async with listening(reading) as port:
        stream = await Sockets().connect_tcp("127.0.0.1", port)
        with pytest.raises(httpcore2.ConnectTimeout):
            await stream.start_tls(ssl.create_default_context(), "localhost", 0.05)

        await asyncio.wait_for(ended.wait(), 5)


def test_a_host_that_refuses_at_each_of_its_addresses_refuses() -> None:
    refused = f"[Errno {errno.ECONNREFUSED}] Connect call failed"
    several = OSError(f"Multiple exceptions: {refused} ('::1', 9, 0, 0), {refused} ('127.0.0.1', 9)")

    assert isinstance(cause(several), ConnectionRefusedError)
    assert cause(unknown := OSError("Multiple exceptions: [Errno 101] Network is unreachable")) is unknown


async def test_what_waited_is_read_to_its_end() -> None:
    size = 8 * 1024 * 1024

    async def long(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"x" * size)
        await writer.drain()
        writer.close()

    async with listening(long) as port:
        stream = await Sockets().connect_tcp("127.0.0.1", port)
        await asyncio.sleep(0.1)
        read = 0
        while part := await stream.read(1024 * 1024, 5):
            read += len(part)
        await stream.aclose()

    assert read == size


async def test_what_nobody_reads_stays_with_the_other_end() -> None:
    sent = 0

    async def flood(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        while True:
            writer.write(b"x" * 64 * 1024)
            await writer.drain()
            sent += 64 * 1024

    async with listening(flood) as port:
        stream = await Sockets().connect_tcp("127.0.0.1", port)
        before = -1
        while sent > before:
            before = sent
            await asyncio.sleep(0.05)

        assert before < 32 * 1024 * 1024  # what the kernel keeps is most of it
        assert len(await stream.read(1024)) == 1024
        await stream.aclose()
        with pytest.raises(httpcore2.WriteError):
            await stream.write(b"more")
