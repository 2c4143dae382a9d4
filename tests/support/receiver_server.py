"""A receiver of traces and feedback for tests: real sockets, everything recorded, and told to misbehave."""

from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any, Self

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.support import received


class Received(received.Received):
    """One request, which may carry a trace."""

    __slots__ = ()

    @property
    def span(self) -> Any:
        return self.resource_spans.scope_spans[0].spans[0]

    @property
    def resource_spans(self) -> Any:
        (spans,) = ExportTraceServiceRequest.FromString(self.body).resource_spans
        return spans


@dataclass(frozen=True, slots=True)
class Says:
    """One answer; `hang_up` gives none."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    hang_up: bool = False


Behaviour = Callable[[Received, int], Says]
"""What to say to a request, the how manieth it is from 0."""


def well(_received: Received, _number: int) -> Says:
    """Take everything."""
    return Says()


class ReceiverServer:
    """Records on 127.0.0.1 until the block ends; `behaviour` may be replaced at any time."""

    def __init__(self, behaviour: Behaviour = well) -> None:
        self.behaviour = behaviour
        self.received: list[Received] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def to(self, path: str) -> list[Received]:
        """The requests to paths that begin like this."""
        return [one for one in self.received if one.path.startswith(path)]


def _handler(owner: ReceiverServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            received = Received(self.command, self.path, dict(self.headers), body)
            says = owner.behaviour(received, len(owner.received))
            owner.received.append(received)
            if says.hang_up:
                self.close_connection = True
                return
            self.send_response(says.status)
            for name, value in says.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(says.body)))
            self.end_headers()
            self.wfile.write(says.body)

        do_GET = do_POST = do_PUT = _answer  # noqa: N815 - the names it has there

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name it has there
            pass

    return Handler


def once(number: int, says: Says) -> Behaviour:
    """This to the request of that number, and all is well with the others."""
    return lambda _received, at: says if at == number else Says()
