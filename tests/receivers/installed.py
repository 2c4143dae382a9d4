"""MLflow and Phoenix from PyPI, each in an environment of its own, running on loopback until told to end."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENTS = ROOT / ".tools" / "receivers"
UP_SECONDS = 180


def environment(name: str, package: str) -> Path:
    """The folder of the programs of a receiver; it is installed if it is not there, about 600 MB."""
    place = ENVIRONMENTS / name
    done = place / "installed"
    if not done.exists():
        uv = Path(sys.executable).with_name("uv")
        subprocess.run([uv, "venv", "-q", "--clear", "-p", sys.executable, place], check=True)
        subprocess.run([uv, "pip", "install", "-q", "-p", place, package], check=True)
        done.touch()
    return place / "bin"


@contextmanager
def running(
    command: Sequence[object], variables: Mapping[str, str], folder: Path, alive: str
) -> Iterator[None]:
    """The server, from its first answer to `alive` to the end of the block; its whole group ends with it."""
    log = folder / "server.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            list(map(str, command)),
            cwd=folder,
            env={**os.environ, **variables},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # MLflow forks: what it started must end with it
        ) as process,
    ):
        try:
            _wait(alive, process, log)
            yield
        finally:
            _end(process)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(alive: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + UP_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), urlopen(alive) as answer:
            if answer.status == 200:
                return
        time.sleep(0.2)
    raise AssertionError(f"the server did not come up:\n{log.read_text(errors='replace')[-3000:]}")


def _end(process: subprocess.Popen[bytes]) -> None:
    for how in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
