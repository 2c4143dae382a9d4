"""How fast an explanation begins: facts without a model, and a model's first words through the server.

The floor of the facts is the grammar's own parse of the same text; that of the first words is the same
answer read from the model without Centaur in between.
"""

import asyncio
import http.client
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from centaur.explanation.facts import facts
from centaur.explanation.outline import outline
from centaur.explanation.subject import subject
from centaur.explanation.wording import summary
from centaur.text.buffer import Buffer
from centaur.text.document import Document
from centaur.text.positions import Position
from centaur.text.syntax import parse
from tests.support.lsp_client import LspClient, lsp_process
from tests.support.model_server import ModelServer, Script

LINES = 300
ROUNDS = 100
ASKED = 30
FIRST_TOKEN_MS = 100
WORDS = "## What it does\nAdds the prices.\n"
URI = "file:///measured.py"


def main() -> None:
    """Measure both, and print the figures beside their floors."""
    figures, left_out = of_facts() | asyncio.run(of_first_words()), of_a_long_selection()
    if "--json" in sys.argv:
        print(json.dumps({**figures, "left_out": left_out}))
        return
    print(f"{'':38}{'p50 ms':>8}{'p99 ms':>8}{'floor':>8}{'ratio':>7}")
    for name in (f"facts of a function of {LINES} lines", "first words after the first token"):
        p50, p99, floor = figures[name]
        print(f"{name:38}{p50:8.1f}{p99:8.1f}{floor:8.1f}{p50 / floor:7.2f}")
    print(f"of 2,000 lines: {left_out}")


def of_facts() -> dict[str, list[float]]:
    """The times of the facts, and of the parse alone."""
    text = function(LINES)
    document = Document(URI, None, "python", 1, Buffer.of(text))
    ours, floor = [], []
    for _ in range(ROUNDS):
        ours.append(timed(lambda: explained(document)))
        floor.append(timed(lambda: parse(text, "python")))
    return {f"facts of a function of {LINES} lines": [*middle_and_tail(ours), statistics.median(floor)]}


def of_a_long_selection() -> str:
    """What is said of 2,000 selected lines."""
    document = Document(URI, None, "python", 1, Buffer.of(function(2_000)))
    return subject(document, Position(0, 0), Position(2_000, 0), outline(document)).left_out


async def of_first_words() -> dict[str, list[float]]:
    """From the model's first token, at a known moment, to the first partial result; beside the bare read."""
    ours, floor = [], []
    with (
        ModelServer(Script(WORDS, first_delay_ms=FIRST_TOKEN_MS)) as model,
        tempfile.TemporaryDirectory() as home,
    ):
        async with lsp_process("-m", "centaur", "serve", environment={"CENTAUR_HOME": home}) as client:
            named = {"endpoint": model.url, "style": "chat", "name": "measured"}
            await client.initialize({"models": {"m": named}, "explain.model": "m"})
            for at in range(ASKED):
                ours.append(await first_words(client, at))
                floor.append(await asyncio.to_thread(first_bytes, model.url))
            await client.quit()
    # Whoever waits for the model waits for its first token in any case.
    late, least = (sorted(each - FIRST_TOKEN_MS for each in times[1:]) for times in (ours, floor))
    return {"first words after the first token": [*middle_and_tail(late), max(statistics.median(least), 0.1)]}


async def first_words(client: LspClient, at: int) -> float:
    """Milliseconds from the question to the first words of its answer."""
    uri = f"file:///measured{at}.py"
    client.open(uri, function(20))
    place = {"start": {"line": 0, "character": 5}, "end": {"line": 0, "character": 5}}
    asked = {"textDocument": {"uri": uri}, "range": place, "partialResultToken": at}
    began = time.perf_counter()
    answer = client.ask("centaur/explain", asked)
    await client.notification("$/progress")
    took = (time.perf_counter() - began) * 1000
    await answer
    client.notifications.clear()
    return took


def first_bytes(url: str) -> float:
    """The same without Centaur: a request on the wire, and the first piece of its stream."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port)
    body = json.dumps({"model": "measured", "messages": [], "stream": True})
    began = time.perf_counter()
    connection.request("POST", f"{address.path}/chat/completions", body)
    connection.getresponse().read(16)
    took = (time.perf_counter() - began) * 1000
    connection.close()
    return took


def explained(document: Document) -> str:
    """The facts in words, from the text alone."""
    seen = outline(document)
    about = subject(document, Position(5, 0), Position(5, 0), seen)
    return summary(facts(about, seen), "no model")


def function(lines: int) -> str:
    """A function of so many lines that calls much."""
    body = (f"    total_{at} = compute_{at % 40}(prices[{at}], self.rate) + {at}" for at in range(lines - 2))
    return "\n".join(["def total(self, prices):", *body, "    return total_0", ""])


def timed(action: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    action()
    return (time.perf_counter() - began) * 1000


def middle_and_tail(times: list[float]) -> tuple[float, float]:
    """The median and the 99th percentile."""
    return statistics.median(times), sorted(times)[min(len(times) - 1, len(times) * 99 // 100)]


if __name__ == "__main__":
    main()
