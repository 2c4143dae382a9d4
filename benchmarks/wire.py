"""A language server as a child process, spoken to without a framework: only the server is measured."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, Self

BARE = (sys.executable, str(Path(__file__).with_name("bare_server.py")))
CENTAUR = (sys.executable, "-m", "centaur", "serve")
URI = "file:///measured/module.py"


class Server:
    """A child process with a state folder of its own, which ends with it."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self._home = tempfile.TemporaryDirectory()
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"CENTAUR_HOME": self._home.name, "HOME": self._home.name},
        )
        self._ids = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()
        self._home.cleanup()

    def initialize(self) -> None:
        """Introduce an editor."""
        self.request("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        self.notify("initialized", {})

    def open(self, text: str) -> None:
        """Open the measured document."""
        document = {"uri": URI, "languageId": "python", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})

    def type(self, text: str, line: int, character: int, version: int) -> None:
        """Insert a text into the measured document."""
        place = {"line": line, "character": character}
        self.notify(
            "textDocument/didChange",
            {
                "textDocument": {"uri": URI, "version": version},
                "contentChanges": [{"range": {"start": place, "end": place}, "text": text}],
            },
        )

    def complete(self, line: int, character: int) -> list[dict[str, Any]]:
        """The suggestions at a place, asked by key so that nothing is held back."""
        answer = self.request(
            "textDocument/inlineCompletion",
            {
                "textDocument": {"uri": URI},
                "position": {"line": line, "character": character},
                "context": {"triggerKind": 1},
            },
        )
        items: list[dict[str, Any]] = answer["result"]["items"]
        return items

    def request(self, method: str, params: Any) -> dict[str, Any]:
        """The whole answer to a request."""
        self._ids += 1
        self._send({"id": self._ids, "method": method, "params": params})
        while (message := self._receive()).get("id") != self._ids:
            pass
        return message

    def notify(self, method: str, params: Any) -> None:
        """Tell without an answer."""
        self._send({"method": method, "params": params})

    def resident_mb(self) -> float:
        """The memory the process has in use, as Linux counts it."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin
        body = json.dumps({"jsonrpc": "2.0"} | message).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self._process.stdout
        length = 0
        while header := self._process.stdout.readline().strip():
            name, _, value = header.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        return message
