"""What a person waits for at each speed of a suggestion, ours and, with --peer, any other server's beside it.

`python -m benchmarks.latency [--delay-ms 80] [--peer 'COMMAND'] [--peer-options JSON] [--peer-triggers 0,1]
[--peer-method textDocument/completion] [--peer-file PATH=TEXT]`. Ours gives who asks by key three texts, and
in a second run one, as others do. All ask the same HTTP server, whose answer begins after the delay; {url}
and {host} in the options or in a file of the peer's home are its address. LSP 3.18 numbers the triggers of
inline completion Invoked 1 and Automatic 2, older drafts 0 and 1.

A peer that runs is tabby-agent. Version 1.5.0 (`npm install tabby-agent`) suggests in the list of completions
(--peer-method, --peer-triggers 1,1), 1.9.0-dev, built from its repository, inline (--peer-triggers 0,1):

    --peer 'node tabby-agent/dist/node/index.js --stdio' --peer-triggers 0,1
    --peer-file '.tabby-client/agent/config.toml=[server]
    endpoint = "{host}"
    [anonymousUsageTracking]
    disable = true'
"""

import argparse
import asyncio
import http.client
import json
import os
import shlex
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.lsp_client import LspError, ProcessClient, result
from tests.support.model_server import ModelServer, Script

OURS = (sys.executable, "-m", "centaur", "serve")
OUR_TRIGGERS = (1, 2)
INLINE = "textDocument/inlineCompletion"
SIZES = (1_000, 10_000, 100_000)
ROUNDS = 15
KEYS = 30
KEY_S = 0.08
PAUSE_S = 1.2
SETTLE_S = 0.05
READY_TRIES = 100
FUNCTION = "def total(prices):\n    return sum(prices)\n\n\n"
TEXT = "price * count"
OTHERS = ("price + count", "count(price)")
QUESTION = json.dumps({"prompt": "x" * 4_000, "suffix": "y" * 1_000, "stream": True})


@dataclass(frozen=True, slots=True)
class Contender:
    """A server to be measured: its command, what it is told at the start, and how it numbers triggers.

    `files` are the texts that it finds in its home, by their paths there.
    """

    name: str
    command: Sequence[str]
    options: Any
    invoked: int
    automatic: int
    method: str = INLINE
    files: tuple[tuple[str, str], ...] = ()


class Typist:
    """One document in an editor that speaks to one server."""

    def __init__(self, client: ProcessClient, contender: Contender, lines: int) -> None:
        self._client = client
        self._contender = contender
        self._version = 1
        self.uri = f"file:///measured/{lines}.py"
        self.lines = lines
        self.line = lines // 2
        self._has_begun = False
        client.open(self.uri, FUNCTION * (lines // FUNCTION.count("\n")))

    def type(self, line: int, text: str, column: int = 0) -> None:
        """Insert the text."""
        self._change((line, column), (line, column), text)

    def begin_line(self, text: str) -> None:
        """Finish the line that was begun before, as a person would, and begin another above it."""
        if self._has_begun:
            self._change((self.line, len(BEGUN)), (self.line + 1, 0), "0\n")
        self._has_begun = True
        self._change((self.line, 0), (self.line, 0), f"{text}\n")

    def _change(self, start: tuple[int, int], end: tuple[int, int], text: str) -> None:
        self._version += 1
        first, last = ({"line": line, "character": column} for line, column in (start, end))
        self._client.change(self.uri, self._version, {"range": {"start": first, "end": last}, "text": text})

    async def ask(self, line: int, column: int, *, invoked: bool) -> tuple[float, list[dict[str, Any]]]:
        """Milliseconds to the answer, and its items."""
        kind = self._contender.invoked if invoked else self._contender.automatic
        place = {"textDocument": {"uri": self.uri}, "position": {"line": line, "character": column}}
        began = time.perf_counter()
        asked = self._client.ask(self._contender.method, place | {"context": {"triggerKind": kind}})
        answer = await result(asked)
        items = answer["items"] if isinstance(answer, dict) else answer or []
        return (time.perf_counter() - began) * 1000, items


async def measure(contender: Contender, backend: ModelServer, delay_ms: float) -> dict[str, float]:
    """Every figure of one server; those with a call are without the backend's own delay."""
    async with started(contender) as client:
        typist = Typist(client, contender, SIZES[0])
        await until_ready(typist)
        found = {
            "invoked_ms": statistics.median([await invoked(typist) for _ in range(ROUNDS)]) - delay_ms,
            "automatic_ms": statistics.median([await automatic(typist) for _ in range(5)]) - delay_ms,
        }
        found["floor_ms"] = await asyncio.to_thread(plainly_asked, backend) - delay_ms
        found["floor_of_three_ms"] = await three_plainly_asked(backend) - delay_ms
        found |= await typed_as_suggested(typist, backend)
        found |= await burst(typist, backend, delay_ms)
        for size in SIZES:
            found[f"cached_{size}_ms"] = await cached(Typist(client, contender, size))
        return found


async def until_ready(typist: Typist) -> None:
    """Return after the first answer: some servers first look whether the endpoint is there, all connect."""
    for _ in range(READY_TRIES):
        with suppress(LspError):
            if (await typist.ask(fresh_line(typist), len(BEGUN), invoked=True))[1]:
                return
        await asyncio.sleep(0.1)


async def invoked(typist: Typist) -> float:
    """A question never asked before, by key: the server has seen the text before, as nobody is faster."""
    line = fresh_line(typist)
    await asyncio.sleep(SETTLE_S)
    took, items = await typist.ask(line, len(BEGUN), invoked=True)
    assert items, "nothing is suggested: there is nothing to measure"
    return took


def plainly_asked(backend: ModelServer) -> float:
    """Milliseconds that Python's own HTTP client waits for the whole answer: nobody can be faster."""
    connection = http.client.HTTPConnection("127.0.0.1", backend.port)
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        connection.request("POST", "/v1/completions", QUESTION)
        connection.getresponse().read()
        times.append((time.perf_counter() - began) * 1000)
    connection.close()
    return statistics.median(times)


async def three_plainly_asked(backend: ModelServer) -> float:
    """The same for three answers at once over bare sockets, as many texts as ours gives who asks by key."""
    connections = [await asyncio.open_connection("127.0.0.1", backend.port) for _ in range(3)]
    head = f"POST /v1/completions HTTP/1.1\r\nContent-Length: {len(QUESTION)}\r\n\r\n"

    async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write((head + QUESTION).encode())
        await reader.readuntil(b"\r\n0\r\n\r\n")

    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        await asyncio.gather(*(one(*connection) for connection in connections))
        times.append((time.perf_counter() - began) * 1000)
    for _, writer in connections:
        writer.close()
    return statistics.median(times)


async def automatic(typist: Typist) -> float:
    """The first key after a pause."""
    line = fresh_line(typist)
    await asyncio.sleep(PAUSE_S)
    typist.type(line, "(", len(BEGUN))
    return (await typist.ask(line, len(BEGUN) + 1, invoked=False))[0]


async def typed_as_suggested(typist: Typist, backend: ModelServer) -> dict[str, float]:
    """The keys that write what is on show, and what they cost the backend."""
    line = fresh_line(typist)
    await typist.ask(line, len(BEGUN), invoked=True)
    await asyncio.sleep(0.5)
    before, times = len(backend.requests), []
    for at, key in enumerate(TEXT[:-1]):
        typist.type(line, key, len(BEGUN) + at)
        times.append((await typist.ask(line, len(BEGUN) + at + 1, invoked=False))[0])
    return {"typed_ms": statistics.median(times), "typed_requests": len(backend.requests) - before}


async def burst(typist: Typist, backend: ModelServer, delay_ms: float) -> dict[str, float]:
    """Thirty keys in a row: the requests that reach the backend, and the wait after the last key."""
    waits, counts = [], []
    for _ in range(5):
        await asyncio.sleep(PAUSE_S)
        line, before, asked = fresh_line(typist), len(backend.requests), []
        for at in range(KEYS):
            typist.type(line, "x", len(BEGUN) + at)
            asked.append(asyncio.create_task(typist.ask(line, len(BEGUN) + at + 1, invoked=False)))
            await asyncio.sleep(KEY_S if at < KEYS - 1 else 0)
        waits.append((await asked[-1])[0] - delay_ms)
        counts.append(len(backend.requests) - before)
        await asyncio.gather(*asked, return_exceptions=True)
    return {"burst_wait_ms": statistics.median(waits), "burst_requests": statistics.median(counts)}


async def cached(typist: Typist) -> float:
    """The same question again and again, in a document of this size."""
    line = fresh_line(typist)
    await typist.ask(line, len(BEGUN), invoked=True)
    await asyncio.sleep(0.5)
    return statistics.median([(await typist.ask(line, len(BEGUN), invoked=True))[0] for _ in range(50)])


BEGUN = "value_0000 = "


def fresh_line(typist: Typist, _next: list[int] = [0]) -> int:  # noqa: B006 - one counter for the whole run
    """A line whose beginning no other has."""
    _next[0] += 1
    typist.begin_line(f"value_{_next[0]:04} = ")
    return typist.line


@asynccontextmanager
async def started(contender: Contender) -> AsyncIterator[ProcessClient]:
    """The server with a state folder of its own, introduced."""
    with tempfile.TemporaryDirectory() as home:
        furnish(Path(home), contender.files)
        process = await asyncio.create_subprocess_exec(
            *contender.command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, "CENTAUR_HOME": home, "HOME": home},
        )
        client = ProcessClient(process)
        try:
            capabilities: dict[str, Any] = {"textDocument": {"inlineCompletion": {}}}
            introduction = {
                "processId": os.getpid(),
                "clientInfo": {"name": "measured", "version": "1"},
                "rootUri": None,
                "capabilities": capabilities,
            }
            await client.request("initialize", introduction | {"initializationOptions": contender.options})
            client.notify("initialized", {})
            yield client
        finally:
            await client.close()


def ours(url: str, candidates: int = 3) -> Contender:
    """Our server with the model at this address, asked by key for so many texts."""
    settings = {
        "engines": ["fast"],
        "models": {"fast": {"endpoint": url, "style": "fim-suffix", "name": "measured"}},
        "suggest": {"speculative": "never", "candidates": candidates},
        "budget": {"requests_per_minute": 100_000},
    }
    name = "ours" if candidates > 1 else "ours, one"
    return Contender(name, OURS, {"centaur": settings}, *OUR_TRIGGERS)


def peer(given: argparse.Namespace, url: str) -> Contender:
    """The other server, as the command line describes it."""

    def filled(text: str) -> str:
        return text.replace("{url}", url).replace("{host}", url.removesuffix("/v1"))

    one, two = (int(number) for number in given.peer_triggers.split(","))
    files = tuple((path, filled(text)) for path, _, text in (each.partition("=") for each in given.peer_file))
    options = json.loads(filled(given.peer_options))
    return Contender("peer", shlex.split(given.peer), options, one, two, given.peer_method, files)


def furnish(home: Path, files: Sequence[tuple[str, str]]) -> None:
    """Put the files where the server looks for them."""
    for path, text in files:
        file = home / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


async def run(
    contenders: Sequence[Contender], backend: ModelServer, delay_ms: float
) -> list[dict[str, float]]:
    """The figures of each server, in turn."""
    return [await measure(contender, backend, delay_ms) for contender in contenders]


def main() -> None:
    """Measure, and print the figures side by side."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.latency", description=__doc__)
    parser.add_argument("--delay-ms", type=float, default=80)
    parser.add_argument("--peer", default="")
    parser.add_argument("--peer-options", default="{}")
    parser.add_argument("--peer-triggers", default="1,2")
    parser.add_argument("--peer-method", default=INLINE)
    parser.add_argument("--peer-file", action="append", default=[], metavar="PATH=TEXT")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with ModelServer(Script(TEXT, OTHERS, first_delay_ms=given.delay_ms)) as backend:
        contenders = [ours(backend.url), ours(backend.url, candidates=1)]
        if given.peer:
            contenders.append(peer(given, backend.url))
        figures = asyncio.run(run(contenders, backend, given.delay_ms))
    if given.json:
        print(json.dumps({c.name: found for c, found in zip(contenders, figures, strict=True)}))
        return
    print(f"{'':22}" + "".join(f"{contender.name:>10}" for contender in contenders))
    for name in figures[0]:
        print(f"{name:22}" + "".join(f"{found[name]:10.2f}" for found in figures))


if __name__ == "__main__":
    main()
