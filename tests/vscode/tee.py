"""Stands between an editor and a server, changes nothing, and writes down each message with its time.

`python tee.py FILE COMMAND...` runs the command and adds to the file, one JSON object a line.
"""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO

_writing = threading.Lock()


def main(arguments: list[str]) -> int:
    """Forward until the server has ended; the result is its exit code."""
    file, *command = arguments
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert server.stdin
    assert server.stdout
    with Path(file).open("a", encoding="utf-8") as recording:
        editor = threading.Thread(
            target=_forward, args=("editor", sys.stdin.buffer, server.stdin, recording), daemon=True
        )
        editor.start()
        _forward("server", server.stdout, sys.stdout.buffer, recording)
    return server.wait()


def _forward(sender: str, source: IO[bytes], target: IO[bytes], recording: IO[str]) -> None:
    while head := _head(source):
        body = source.read(_length(head))
        message = {"at": time.monotonic(), "from": sender, **json.loads(body)}
        with _writing:
            recording.write(json.dumps(message) + "\n")
            recording.flush()
        target.write(head + body)
        target.flush()
    target.close()


def _head(source: IO[bytes]) -> bytes:
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        line = source.readline()
        if not line:
            return b""
        head += line
    return head


def _length(head: bytes) -> int:
    fields = (line.partition(b":") for line in head.splitlines())
    return next(int(value) for name, _, value in fields if name.lower() == b"content-length")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
