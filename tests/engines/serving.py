"""A llama.cpp server in a process of its own, for as long as it is needed."""

import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE_S = 30


@contextmanager
def llama_cpp(python: Path, model: Path, name: str, context: int = 2048) -> Iterator[str]:
    """The endpoint of a server that answers with the model, under this name."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [str(python), "-m", "llama_cpp.server", "--model", str(model), "--model_alias", name]
    process = subprocess.Popen(
        [*command, "--n_ctx", str(context), "--port", port],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield _when_it_answers(f"http://127.0.0.1:{port}/v1")
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def _when_it_answers(url: str) -> str:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{url}/models", timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return url
    raise AssertionError("the engine did not start")
