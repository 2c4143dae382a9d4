"""A connection to a service that takes what we send: bounded in time, and going nowhere else."""

import json
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from time import monotonic, time
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx2

from centaur.adapters.loopback_server import is_loopback

SECONDS = 30.0
MAX_BYTES = 8 * 1024 * 1024
MAX_WORDS = 200
PROTOBUF = "application/x-protobuf"
JSON = "application/json"


class AddressError(ValueError):
    """Nothing is sent to such an address; the message says why, for people."""


class UnreachableError(Exception):
    """There was no answer; the message says why, and what was sent may or may not have arrived."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a receiver answered; `retry_after` is in seconds, None where it did not say."""

    status: int
    body: bytes
    retry_after: float | None = None

    @property
    def words(self) -> str:
        """The beginning of the answer, on one line, for people; a terminal would obey its escapes."""
        line = " ".join(self.body.decode("utf-8", "replace").split())[:MAX_WORDS]
        return "".join(character if character.isprintable() else "\ufffd" for character in line)


class ReceiverClient:
    """One receiver; `has_key` where a header is secret, for which no redirection is followed."""

    def __init__(self, endpoint: str, headers: dict[str, str], *, has_key: bool) -> None:
        parts = urlsplit(endpoint)
        if "@" in parts.netloc:
            raise AddressError("a name and password in an address end up in messages: give the address alone")
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise AddressError(f"{endpoint!r} is not the address of a receiver: it needs http:// or https://")
        if parts.scheme == "http" and has_key and not is_loopback(parts.hostname):
            raise AddressError(f"{endpoint} would carry your key unencrypted: use https://")
        self._endpoint = endpoint
        self._client = httpx2.Client(
            headers=headers, timeout=SECONDS, follow_redirects=False, trust_env=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def send(self, method: str, path: str, body: bytes | Any = None) -> Reply:
        """Send bytes as protobuf and anything else as JSON. Raises UnreachableError."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode() if body else None
        media_type = PROTOBUF if isinstance(body, bytes) else JSON
        headers = {"Content-Type": media_type} if content is not None else {}
        try:
            return self._asked(method, path, content, headers)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise UnreachableError(f"{self._endpoint} cannot be reached ({type(error).__name__})") from error

    def _asked(self, method: str, path: str, content: bytes | None, headers: dict[str, str]) -> Reply:
        """The answer, or as much of it as comes in time: a receiver may drip for ever."""
        until, body = monotonic() + SECONDS, bytearray()
        with self._client.stream(method, self._endpoint + path, content=content, headers=headers) as answer:
            for part in answer.iter_bytes():
                body += part
                if monotonic() > until or len(body) > MAX_BYTES:
                    raise UnreachableError(f"{self._endpoint} does not come to an end of its answer")
        return Reply(answer.status_code, bytes(body), _seconds(answer.headers.get("retry-after", "")))


def _seconds(told: str) -> float | None:
    """Retry-After, which is a number of seconds or a date."""
    with suppress(ValueError):
        return max(0.0, float(told))
    with suppress(ValueError):
        return max(0.0, parsedate_to_datetime(told).timestamp() - time())
    return None
