"""Twenty thousand requests in one window, half of them cancelled: what memory and which files stay.

R14 of the robustness table: after a warm-up the process grows by less than 20 MB, and no file or connection
stays open. `python -m benchmarks.soak [--requests 20000] [--json]`.
"""

import argparse
import asyncio
import json
import random
import time
from pathlib import Path

from benchmarks.latency import OURS, Contender, Typist, started
from tests.support.lsp_client import ProcessClient
from tests.support.model_server import ModelServer, Script

WARM_UP = 0.1  # of the requests
DOCUMENTS = 5
LINES = 400
WORDS = tuple(f"{noun}_{of}" for noun in ("total", "price", "count", "rate", "tax") for of in "abcdefgh")
TARGET_MB = 20


async def measure(requests: int, backend: ModelServer) -> dict[str, float]:
    """Memory and open files after the warm-up and at the end."""
    model = {"endpoint": backend.url, "style": "fim-suffix", "name": "measured"}
    settings = {
        "engines": ["fast", "local"],
        "models": {"fast": model},
        "suggest": {"delay": 0},
        "budget": {"requests_per_minute": 1_000_000},
    }
    ours = Contender("ours", OURS, {"centaur": settings}, 1, 2)
    chance, began = random.Random(14), time.perf_counter()  # noqa: S311 - the same run every time
    async with started(ours) as client:
        typists = [Writer(client, ours, LINES + at) for at in range(DOCUMENTS)]
        for count in range(requests):
            if count == int(requests * WARM_UP):
                warm, opened = resident_mb(client), open_files(client)
            await one(client, typists[count % DOCUMENTS], f"request {count}", chance)
        await asyncio.sleep(2)
        grown = resident_mb(client) - warm
        return {
            "requests": requests,
            "model_calls": len(backend.requests),
            "seconds": time.perf_counter() - began,
            "warm_mb": warm,
            "grown_mb": grown,
            "files_left_open": open_files(client) - opened,
            "answered_twice": len(client.stray),
            "target_grown_mb": TARGET_MB,
        }


async def one(client: ProcessClient, typist: "Writer", name: str, chance: random.Random) -> None:
    """A line is begun with a question never asked before, which may be cancelled, and taken away again."""
    line, begun = chance.randrange(typist.lines), " + ".join(chance.choices(WORDS, k=5)) + " + "
    typist.type(line, f"{begun}\n")
    asked = client.ask_completion(typist.uri, line, len(begun), request=name)
    if chance.random() < 1 / 2:
        await asyncio.sleep(chance.random() / 200)
        client.notify("$/cancelRequest", {"id": name})
    await asyncio.wait_for(asked, 30)
    typist.take_away(line)


class Writer(Typist):
    """A typist who also takes lines away, so that the documents stay as they are."""

    def take_away(self, line: int) -> None:
        """Delete the line."""
        self._version += 1
        start, end = ({"line": at, "character": 0} for at in (line, line + 1))
        self._client.change(self.uri, self._version, {"range": {"start": start, "end": end}, "text": ""})


def resident_mb(client: ProcessClient) -> float:
    """The memory that the server has in use, as Linux counts it."""
    status = Path(f"/proc/{client.process.pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def open_files(client: ProcessClient) -> int:
    """How many files and connections the server has open."""
    return len(list(Path(f"/proc/{client.process.pid}/fd").iterdir()))


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with ModelServer(Script("price * count")) as backend:
        found = asyncio.run(measure(given.requests, backend))
    if given.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:18}{value:10.1f}")


if __name__ == "__main__":
    main()
