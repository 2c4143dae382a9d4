"""How long the server takes to its first answer and how much memory it holds, beside a bare pygls server."""

import json
import statistics
import sys
import time

from benchmarks.wire import BARE, CENTAUR, Server

ROUNDS = 7
TEXT = "".join(f"value_{at} = compute({at})\n" for at in range(1000)) + "value_1 = com"


def main() -> None:
    """Start both servers in turn, several times."""
    runs = [(start(CENTAUR), start(BARE)) for _ in range(ROUNDS)]
    names = ("initialize_s", "first_suggestion_s", "resident_mb")
    ours, bare = (
        {name: statistics.median(run[which][at] for run in runs) for at, name in enumerate(names)}
        for which in (0, 1)
    )
    ratios = {name: ours[name] / bare[name] for name in names}
    if "--json" in sys.argv:
        print(json.dumps({"centaur": ours, "bare": bare, "ratio": ratios}))
        return
    print(f"{'median of ' + str(ROUNDS):20} centaur   bare pygls   ratio")
    for name in names:
        print(f"{name:20} {ours[name]:7.2f} {bare[name]:12.2f} {ratios[name]:7.2f}")


def start(command: tuple[str, ...]) -> tuple[float, float, float]:
    """Seconds to the answer of `initialize` and of the first request, and MB with one document open."""
    began = time.perf_counter()
    with Server(command) as server:
        server.initialize()
        initialized = time.perf_counter() - began
        server.open(TEXT)
        server.complete(1000, 13)
        return initialized, time.perf_counter() - began, server.resident_mb()


if __name__ == "__main__":
    main()
