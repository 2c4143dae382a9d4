"""A small web server that answers this machine alone, for tools that fetch what they show."""

from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from urllib.parse import urlsplit

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Page:
    """What a path answers with."""

    text: str
    media_type: str


Answer = Callable[[str, str], Page | None]
"""The page at a path, or None; it is also told the address by which the server was reached.

It raises ValueError with a sentence where there can be no page now.
"""


class LoopbackServer:
    """Serves pages until it is closed, on a port of its own choosing unless one is named."""

    def __init__(self, answer: Answer, port: int = 0, host: str = LOOPBACK) -> None:
        self._server = ThreadingHTTPServer((host, port), _handler(answer, only_local=is_loopback(host)))
        self._server.daemon_threads = True
        self.address = f"http://{host}:{self._server.server_address[1]}"

    def serve(self) -> None:
        """Answer until `close` is called from another thread, or the process is interrupted."""
        self._server.serve_forever(poll_interval=0.05)

    def close(self) -> None:
        """Answer no more."""
        self._server.shutdown()
        self._server.server_close()


def is_loopback(host: str | None) -> bool:
    """Whether the name or address means this machine, whatever a name server says."""
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False


def _handler(answer: Answer, *, only_local: bool) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        server_version = "centaur"
        sys_version = ""

        def do_GET(self) -> None:
            reached = self.headers.get("Host", "")
            # A page elsewhere may point a name of its own at this machine; what it may not do is rename us.
            if only_local and not is_loopback(urlsplit(f"//{reached}").hostname):
                self.send_error(403, "this server answers this machine alone")
                return
            try:
                page = answer(urlsplit(self.path).path, f"http://{reached}")
            except ValueError as error:
                self.send_error(503, explain=str(error))
                return
            if page is None:
                self.send_error(404)
                return
            body = page.text.encode()
            self.send_response(200)
            self.send_header("Content-Type", page.media_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name it has there
            """Say nothing: requests of a dashboard are no news."""

    return Handler
