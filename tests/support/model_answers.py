"""What a language model's server sends: answers as data, whole or streamed, down to the bytes of HTTP."""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from tests.support.received import Received

_TIMERS_LATE_S = 0.002
CHAT_PATHS = ("/chat/completions", "/fim/completions")  # both answer with messages, /completions with text


@dataclass(frozen=True, slots=True)
class Script:
    """What the server answers: the text, how slowly, and which fault it has (a key of FAULTS, or "").

    `account_delay_ms` is how much later than the text it says what the text took.
    Who asks with a temperature is answered with the `others`, one after the other.
    """

    text: str = "return 1"
    others: tuple[str, ...] = ()
    delay_ms: float = 0
    first_delay_ms: float = 0
    account_delay_ms: float = 0
    fault: str = ""
    retry_after: str = ""
    redirect_to: str = ""


async def streamed(received: Received, script: Script) -> AsyncIterator[bytes]:
    yield head(HTTPStatus.OK, "text/event-stream", chunked=True)
    async for event in _events(received, script):
        yield chunk(event)
    yield chunk(b"data: [DONE]\n\n") + b"0\r\n\r\n"


async def _events(received: Received, script: Script) -> AsyncIterator[bytes]:
    await _until(received.at + script.first_delay_ms / 1000)
    pieces = tokens(script.text)
    for piece in pieces:
        yield event(choice(received, piece, None))
        await asyncio.sleep(script.delay_ms / 1000)
    yield event(choice(received, "", "stop"))
    await asyncio.sleep(script.account_delay_ms / 1000)
    if (received.json.get("stream_options") or {}).get("include_usage"):
        yield event({"choices": [], "usage": _usage(received, pieces)})


async def _until(moment: float) -> None:
    """Return then and not later: an event loop's timers are late by up to a millisecond, and that counts."""
    await asyncio.sleep(moment - time.perf_counter() - _TIMERS_LATE_S)
    while time.perf_counter() < moment:  # noqa: ASYNC110 - there is no event but the time
        await asyncio.sleep(0)


async def slowly_whole(received: Received, script: Script) -> AsyncIterator[bytes]:
    pieces = tokens(script.text)
    await asyncio.sleep((script.first_delay_ms + script.delay_ms * len(pieces)) / 1000)
    choices = choice(received, script.text, "stop", key="message")["choices"]
    async for part in whole({"choices": choices, "usage": _usage(received, pieces)}):
        yield part


def tokens(text: str) -> list[str]:
    """The pieces in which a text is streamed: words, each with the white space before it."""
    return re.findall(r"\s*\S+|\s+", text)


def choice(received: Received, text: str, finish: str | None, key: str = "delta") -> dict[str, Any]:
    content = {key: {"content": text}} if received.path.endswith(CHAT_PATHS) else {"text": text}
    return {"choices": [{"index": 0, **content, "finish_reason": finish}]}


def _usage(received: Received, pieces: list[str]) -> dict[str, Any]:
    asked = len(tokens(received.body.decode()))
    return {"prompt_tokens": asked, "completion_tokens": len(pieces), "total_tokens": asked + len(pieces)}


def event(data: object) -> bytes:
    return b"data: " + json.dumps(data).encode() + b"\n\n"


def chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def head(status: HTTPStatus, kind: str, *, chunked: bool = False, length: int = 0, extra: str = "") -> bytes:
    size = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {length}"
    lines = f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: {kind}\r\n{size}\r\n{extra}\r\n"
    return lines.encode()


async def plain(
    status: HTTPStatus, body: bytes, kind: str = "application/json", extra: str = ""
) -> AsyncIterator[bytes]:
    yield head(status, kind, length=len(body), extra=extra) + body


def whole(data: object) -> AsyncIterator[bytes]:
    return plain(HTTPStatus.OK, json.dumps(data).encode())
