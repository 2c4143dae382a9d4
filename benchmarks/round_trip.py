"""How long a suggestion takes that needs no model, from request to answer, beside a bare pygls server."""

import json
import statistics
import sys
import time
from collections.abc import Callable

from benchmarks.wire import BARE, CENTAUR, Server

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 300
WARM_UP = 50
COLUMNS = ("asked", "typed", "bare")
REPEATED = "total = sum(item.price for item in items)\n"
BEGUN = "total = sum(item.pr"


def main() -> None:
    """Measure both servers at every size, one request after the other in turn."""
    results = [measure(lines) for lines in SIZES]
    if "--json" in sys.argv:
        print(json.dumps(results))
        return
    print(f"{'':9}{'request alone':>18}{'typed and asked':>18}{'bare pygls':>18}")
    print(f"{'lines':>9}{'p50 ms   p99 ms':>18}{'p50 ms   p99 ms':>18}{'p50 ms   p99 ms':>18}   ratio")
    for row in results:
        times = "".join(f"{row[f'{name}_p50']:9.2f}{row[f'{name}_p99']:9.2f}" for name in COLUMNS)
        print(f"{row['lines']:9.0f}{times}{row['ratio']:8.2f}")


def measure(lines: int) -> dict[str, float]:
    """The times at one size; the ratio is of the medians of the request alone."""
    text = REPEATED * lines + BEGUN
    with Server(CENTAUR) as ours, Server(BARE) as bare:
        for server in (ours, bare):
            server.initialize()
            server.open(text)
            assert server.complete(lines, len(BEGUN)), "nothing is suggested: there is nothing to measure"
        asked, idle = in_turn(
            lambda _: ours.complete(lines, len(BEGUN)), lambda _: bare.complete(lines, len(BEGUN))
        )
        typed, _ = in_turn(lambda at: type_and_ask(ours, lines // 2, at), lambda _: None)
    found = {"lines": float(lines)}
    for name, times in zip(COLUMNS, (asked, typed, idle), strict=True):
        found[f"{name}_p50"] = statistics.median(times)
        found[f"{name}_p99"] = statistics.quantiles(times, n=100)[98]
    return found | {"ratio": found["asked_p50"] / found["bare_p50"]}


def type_and_ask(server: Server, line: int, at: int) -> None:
    """One keystroke in the middle of the document, and the request that follows it."""
    server.type("x", line, at, version=at + 2)
    server.complete(line, at + 1)


def in_turn(one: Callable[[int], object], other: Callable[[int], object]) -> tuple[list[float], list[float]]:
    """Milliseconds of both, measured alternately so that a busy machine troubles them alike."""
    times: tuple[list[float], list[float]] = ([], [])
    for at in range(WARM_UP + ROUNDS):
        for call, kept in zip((one, other), times, strict=True):
            began = time.perf_counter()
            call(at)
            kept.append((time.perf_counter() - began) * 1000)
    return times[0][WARM_UP:], times[1][WARM_UP:]


if __name__ == "__main__":
    main()
