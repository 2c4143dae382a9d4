"""What it costs to know the files of a workspace: reading them beside the typing, and asking for a prompt."""

import json
import sys
import sysconfig
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from centaur.adapters.workspace_files import source_files
from centaur.completion import context
from centaur.completion.gathering import gather
from centaur.completion.surroundings import Surroundings
from centaur.completion.types import Request
from centaur.text.buffer import Buffer
from centaur.text.document import Document
from centaur.text.positions import Position

FILES = 1_000
OPEN = 8
ASKED = 200
TICK_S = 0.001


def main() -> None:
    """Read the standard library as if it were the workspace, and ask in the middle of its files."""
    folder = Path(sysconfig.get_path("stdlib"))
    files = [file for file, _ in zip(source_files(folder, lambda _: True), range(FILES), strict=False)]
    without, known = Surroundings(), Surroundings()
    for surroundings in (without, known):
        for path, text in files[:OPEN]:
            surroundings.neighbours.changed(document(path, text), ())
    began = time.thread_time()
    with waiting() as waits:
        for path, text in files:
            known.symbols.learn(path, text)
    figures = {
        "files": len(files),
        "mb": sum(len(text) for _, text in files) / 1e6,
        "read_cpu_s": time.thread_time() - began,
        "wait_while_read_ms": percentiles(waits),
        "prompt_without_ms": percentiles(gatherings(files, without)),
        "prompt_ms": percentiles(gatherings(files, known)),
    }
    print(json.dumps(figures) if "--json" in sys.argv else told(figures))


def gatherings(files: list[tuple[str, str]], surroundings: Surroundings) -> list[float]:
    """Seconds of the processor that one gathering takes, for the middle of each of the files."""
    times = []
    for path, text in files[OPEN : OPEN + ASKED]:
        asked_in = document(path, text)
        line = asked_in.buffer.line_count * 2 // 3
        at = Position(line, len(asked_in.buffer.line(line)) if line else 0)
        request = Request("opportunity", asked_in, at, "automatic", 0.0)
        near = context.near(request)
        began = time.thread_time()
        gather(request, near, surroundings)
        times.append(time.thread_time() - began)
    return times


def percentiles(seconds: list[float]) -> dict[str, float]:
    """In milliseconds."""
    found = sorted(seconds)
    return {name: found[len(found) * share // 100] * 1000 for name, share in (("p50", 50), ("p99", 99))}


def document(path: str, text: str) -> Document:
    """The file as an editor has it open."""
    return Document(Path(path).as_uri(), path, "python", 1, Buffer.of(text))


@contextmanager
def waiting() -> Iterator[list[float]]:
    """How much later than it wanted another thread had its turn, as an event loop would, in seconds."""
    waits, ended = list[float](), threading.Event()

    def tick() -> None:
        while not ended.is_set():
            began = time.perf_counter()
            time.sleep(TICK_S)
            waits.append(time.perf_counter() - began - TICK_S)

    thread = threading.Thread(target=tick)
    thread.start()
    yield waits
    ended.set()
    thread.join()


def told(figures: dict[str, object]) -> str:
    """The figures, a line each."""
    return "\n".join(f"{name:20} {value}" for name, value in figures.items())


if __name__ == "__main__":
    main()
