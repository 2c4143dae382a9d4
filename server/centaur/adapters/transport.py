"""The connection to a model's endpoint: bounded, going nowhere else, each of its failures in a few words.

Importing this loads the `openai` package, which takes half a second: import it in a thread, on first use.
"""

import json
import logging
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Mapping
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

import anyio
import httpcore2
import httpx2
import openai

from centaur.adapters.presets import ModelSpec
from centaur.adapters.sockets import Sockets
from centaur.adapters.wire import Failure, WrongShapeError
from centaur.completion.types import CUT_SHORT

MAX_ANSWER_BYTES = 256 * 1024
CONNECT_SECONDS = 0.5
READ_SECONDS = 2.0
MAX_CONNECTIONS = 8  # three texts being written, as many whose account is still to come, an explanation
_IDLE_SECONDS = 60  # how long a connection is kept for the next request
_QUESTION_HEADERS = {"accept": "text/event-stream", "content-type": "application/json"}
_REQUEST_HEADERS = ("accept", "connection", "content-type", "content-length")

# At INFO it writes a line for every request, which is a line for every pause in typing.
logging.getLogger("httpx2").setLevel(logging.WARNING)

log = logging.getLogger(__name__)


class UnreadableAnswerError(Exception):
    """An answer that is larger than any suggestion, or compressed although plain text was asked for."""


def connect(spec: ModelSpec, api_key: str) -> "Connection":
    """The connection to the model's endpoint. To be called in a thread: it may take a while."""
    anyio.run(anyio.sleep, 0)  # loads what the first request would load, on the event loop
    return Connection(spec, api_key)


class Connection:
    """One endpoint, its connections kept warm; nothing in the environment changes where or what it sends."""

    def __init__(self, spec: ModelSpec, api_key: str) -> None:
        # The first token of a model on one's own machine may take longer than READ_SECONDS, and the deadline
        # around the whole call ends a silent endpoint anyway.
        read = max(READ_SECONDS, spec.generation_ms / 1000)
        timeout = httpx2.Timeout(READ_SECONDS, connect=CONNECT_SECONDS, read=read)
        self._url = httpx2.URL(spec.endpoint.rstrip("/") + spec.path)
        self._extensions = {"timeout": timeout.as_dict()}
        self._transport = BoundedTransport(api_key, spec.proxy)
        self._client = openai.AsyncOpenAI(
            api_key="held by the transport",
            base_url=spec.endpoint,
            organization="",
            project="",
            max_retries=0,
            timeout=timeout,
            http_client=httpx2.AsyncClient(
                transport=self._transport,
                follow_redirects=False,
                trust_env=False,
                timeout=timeout,
            ),
        )

    async def ask(self, body: Mapping[str, Any]) -> openai.AsyncStream[object]:
        """Send the question; the events of the answer come one by one, and closing the stream hangs up.

        It goes straight to the transport: what `openai` and `httpx2` add to a request is dropped there, and
        adding it costs half a millisecond. The answer is read by `openai`.
        """
        content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        request = httpx2.Request(
            "POST", self._url, headers=_QUESTION_HEADERS, content=content, extensions=self._extensions
        )
        response = await self._transport.handle_async_request(request)
        response.request = request
        if not response.is_success:
            await response.aclose()
            raise openai.APIStatusError("", response=response, body=None)
        return openai.AsyncStream(cast_to=object, response=response, client=self._client)

    async def models(self) -> object:
        """The endpoint's list of its models, as it sends it."""
        return await self._client.get("/models", cast_to=object)

    async def close(self) -> None:
        """Close every connection."""
        await self._client.close()

    @staticmethod
    def failure_of(error: Exception, now: float) -> Failure:
        """What the error means; `now` is seconds since 1970, to read a date in Retry-After."""
        if isinstance(error, openai.APIStatusError):
            retry_after = _retry_after(error.response.headers.get("retry-after", ""), now)
            refused = error.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
            return Failure(f"http {error.status_code}", retry_after, unasked=refused)
        for types, sentence in _MEANINGS:
            if isinstance(error, types):
                unasked = isinstance(error, httpcore2.ConnectTimeout | httpcore2.PoolTimeout)
                return Failure(sentence, unasked=unasked) if sentence else _connection_problem(error)
        log.error("a model call failed unexpectedly", exc_info=error)
        return Failure(f"unexpected {type(error).__name__}")


class BoundedTransport(httpx2.AsyncBaseTransport):
    """Sends only the headers that a model needs, and reads no more than a suggestion can hold."""

    def __init__(self, api_key: str, proxy: str) -> None:
        self._own_headers = {"accept-encoding": "identity", "user-agent": "centaur"}
        if api_key:
            self._own_headers["authorization"] = f"Bearer {api_key}"
        self._tls = httpx2.create_ssl_context(trust_env=False)
        self._proxy = _proxy(proxy) if proxy else None
        self._pool = self._new_pool()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The response, whose body ends in an error where it grows too large; raises as `httpcore2` does."""
        kept = {name: request.headers[name] for name in _REQUEST_HEADERS if name in request.headers}
        headers = {"host": request.url.netloc.decode(), **kept, **self._own_headers}
        url = request.url
        sent = httpcore2.Request(
            request.method,
            httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=[(name.encode(), value.encode()) for name, value in headers.items()],
            content=request.content,
            extensions=request.extensions,
        )
        try:
            response = await self._pool.handle_async_request(sent)
        except httpcore2.PoolTimeout:
            if self._proxy:  # behind one the library counts connections as busy whose encryption failed
                full, self._pool = self._pool, self._new_pool()
                await full.aclose()
            raise
        answer = httpx2.Response(
            response.status,
            headers=response.headers,
            stream=_BoundedStream(response),
            extensions=response.extensions,
        )
        if answer.headers.get("content-encoding", "identity") != "identity":
            # A few kilobytes can be packed so that they unfold to gigabytes.
            await answer.aclose()
            raise UnreadableAnswerError
        return answer

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()

    def _new_pool(self) -> httpcore2.AsyncConnectionPool:
        return httpcore2.AsyncConnectionPool(
            ssl_context=self._tls,
            proxy=self._proxy,
            max_connections=MAX_CONNECTIONS,
            keepalive_expiry=_IDLE_SECONDS,
            network_backend=Sockets(),
        )


_CONNECTION_ERRORS = (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.ProxyError)

# In this order: a timeout is a connection error to both packages, and that is an API error to one of them.
_MEANINGS: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    ((TimeoutError, openai.APITimeoutError, httpcore2.TimeoutException), "timeout"),
    ((UnreadableAnswerError,), "the answer is too large or compressed"),
    ((openai.APIConnectionError, *_CONNECTION_ERRORS), ""),
    ((openai.APIError,), "the endpoint reported an error"),
    ((WrongShapeError, ValueError), "the answer is not that of a language model"),
)


class _BoundedStream(httpx2.AsyncByteStream):
    """The bytes of one answer, each read once: `openai` reads the end of a stream in a second go.

    It is no generator: of two over one connection the garbage collector would close either first.
    """

    def __init__(self, response: httpcore2.Response) -> None:
        assert isinstance(response.stream, AsyncIterable)
        self._response = response
        self._parts = aiter(response.stream)
        self._left = MAX_ANSWER_BYTES

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        part: bytes = await anext(self._parts)
        self._left -= len(part)
        if self._left < 0:
            raise UnreadableAnswerError
        return part

    async def aclose(self) -> None:
        if isinstance(self._parts, AsyncGenerator):
            await self._parts.aclose()
        await self._response.aclose()


def _proxy(address: str) -> httpcore2.Proxy:
    """The proxy at this address, which may hold a name and a password."""
    proxy = httpx2.Proxy(address)
    url, auth = proxy.url, proxy.raw_auth
    target = httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    return httpcore2.Proxy(target, auth)


def _connection_problem(error: BaseException | None) -> Failure:
    """What the causes of the error say: it says itself only that there was no connection."""
    while error:
        if isinstance(error, ConnectionRefusedError):
            return Failure("connection refused", unasked=True)
        if isinstance(error, httpcore2.RemoteProtocolError | httpcore2.ReadError):
            return Failure(CUT_SHORT)
        error = error.__cause__ or error.__context__
    return Failure("no connection", unasked=True)


def _retry_after(value: str, now: float) -> float | None:
    """Seconds from a Retry-After header, which holds seconds or a date (RFC 9110, 10.2.3)."""
    try:
        seconds = float(value) if value.isdigit() else parsedate_to_datetime(value).timestamp() - now
    except (ValueError, OverflowError):
        return None
    return max(0.0, seconds)
