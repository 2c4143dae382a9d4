"""Ten keys in 200 ms, fifty times: which requests reach the model, and how soon a cancelled one is answered.

An editor cancels the request of each key with the next key. The first key after a pause is asked at once, as
it may stand alone, and the last one when the pause has begun: two calls. The targets are those of R11: of the
keys between them 95 in 100 never reach the network, and a cancelled request is answered within 50 ms.
"""

import asyncio
import json
import statistics
import sys
import time
from dataclasses import dataclass, field

from benchmarks.latency import BEGUN, PAUSE_S, TEXT, Typist, fresh_line, ours, started
from tests.support.lsp_client import Answer, ProcessClient
from tests.support.model_server import ModelServer, Script

BURSTS = 50
KEYS = 10
KEY_S = 0.02
AT_PAUSES = 2
DELAY_MS = 80
LINES = 1_000


@dataclass(slots=True)
class Seen:
    """What came of the bursts: calls of the model in each, and milliseconds from a cancel to its answer."""

    calls: list[int] = field(default_factory=list)
    replies_ms: list[float] = field(default_factory=list)

    @property
    def figures(self) -> dict[str, float]:
        """The figures; of each burst two keys lie at a pause."""
        more = sum(max(0, calls - AT_PAUSES) for calls in self.calls)
        return {
            "calls_p50": statistics.median(self.calls),
            "calls_max": max(self.calls),
            "kept_from_the_network": 1 - more / (BURSTS * (KEYS - AT_PAUSES)),
            "cancelled_reply_p50_ms": statistics.median(self.replies_ms),
            "cancelled_reply_p99_ms": statistics.quantiles(self.replies_ms, n=100)[98],
            "cancelled_reply_max_ms": max(self.replies_ms),
        }


async def burst(client: ProcessClient, typist: Typist, seen: Seen) -> None:
    """Ten keys in a row, each of which cancels the request of the one before."""
    line, asked, name = fresh_line(typist), None, ""
    for at in range(KEYS):
        if asked is not None and not asked.done():
            cancel(client, name, asked, seen)
        typist.type(line, "x", len(BEGUN) + at)
        name = f"burst {len(seen.calls)} key {at}"
        asked = client.ask_completion(typist.uri, line, len(BEGUN) + at + 1, request=name)
        await asyncio.sleep(KEY_S)
    if asked is not None:
        await asked


def cancel(client: ProcessClient, name: str, asked: Answer, seen: Seen) -> None:
    """Cancel a request, and note how long its answer takes from now on."""
    began = time.perf_counter()
    asked.add_done_callback(lambda _: seen.replies_ms.append((time.perf_counter() - began) * 1000))
    client.notify("$/cancelRequest", {"id": name})


async def measure(backend: ModelServer) -> dict[str, float]:
    """Fifty bursts, a pause before each."""
    contender, seen = ours(backend.url), Seen()
    async with started(contender) as client:
        typist = Typist(client, contender, LINES)
        await typist.ask(fresh_line(typist), len(BEGUN), invoked=True)  # opens the connection
        for _ in range(BURSTS):
            await asyncio.sleep(PAUSE_S)
            before = len(backend.requests)
            await burst(client, typist, seen)
            seen.calls.append(len(backend.requests) - before)
    return seen.figures


def main() -> None:
    """Measure, and print the figures."""
    with ModelServer(Script(TEXT, first_delay_ms=DELAY_MS)) as backend:
        found = asyncio.run(measure(backend))
    if "--json" in sys.argv:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:28}{value:8.2f}")


if __name__ == "__main__":
    main()
