"""Promises about frames: what is framed is read as it is, and when the framing is lost the server ends."""

import asyncio

import pytest

from centaur.lsp.server import build
from centaur.lsp.transport import FramingError, messages
from tests.lsp.conversation import start
from tests.support.lsp_client import lsp_in_memory


async def check(data: bytes) -> list[bytes]:
    reader = asyncio.StreamReader()
    reader.feed_data(data)
    reader.feed_eof()
    return [body async for body in messages(reader)]


@pytest.mark.parametrize(
    ("data", "bodies"),
    [
        (b"", []),
        (b"Content-Length: 2\r\n\r\n{}", [b"{}"]),
        (b"Content-Length: 0\r\n\r\nContent-Length: 1\r\n\r\nx", [b"", b"x"]),
        (b"content-length: 1\r\n\r\nx", [b"x"]),
        (b"Content-Length: 1\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\nx", [b"x"]),
        (b"Content-Type: application/vscode-jsonrpc\r\nContent-Length: 1\r\n\r\nx", [b"x"]),
    ],
)
async def test_framed_messages_are_read_in_order(data: bytes, bodies: list[bytes]) -> None:
    assert await check(data) == bodies


@pytest.mark.parametrize("cut", [b"Content-Le", b"Content-Length: 5\r\n\r\nabc"])
async def test_a_message_cut_off_by_the_end_is_the_end(cut: bytes) -> None:
    assert await check(b"Content-Length: 1\r\n\r\nx" + cut) == [b"x"]


LOST = {
    "no length": b"Content-Type: x\r\n\r\n{}",
    "a length that is no number": b"Content-Length: two\r\n\r\n{}",
    "a negative length": b"Content-Length: -1\r\n\r\n{}",
    "a length beyond all messages": b"Content-Length: 300000000\r\n\r\n{}",
    "a length of many digits": b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n{}",
    "the length twice": b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
    "a body longer than it said": b"Content-Length: 1\r\n\r\n{}Content-Length: 2\r\n\r\n{}",
    "a browser's request": b"POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}",
    "a browser's headers": b"Host: localhost\r\nContent-Length: 2\r\n\r\n{}",
    "headers without end": b"x" * (1 << 17),
}


@pytest.mark.parametrize("data", LOST.values(), ids=LOST)
async def test_what_is_not_framed_is_not_guessed_at(data: bytes) -> None:
    with pytest.raises(FramingError):
        await check(data)


async def test_a_server_whose_framing_is_lost_ends_with_1_so_that_the_client_restarts_it() -> None:
    async with lsp_in_memory(build(start)) as client:
        await client.initialize()
        client.send_bytes(b"Content-Length: 1\r\n\r\n{}\r\n\r\n")

        assert await client.ended() == 1
