"""What each shaping step and guard takes in seventeen languages: at 4 KB, and of 4 KB from a model.

A long text is measured as its last line comes, all others having been looked at as they came, and once more
as one that nobody has looked at, which is how a text comes from the disk.
"""

import json
import statistics
import sys
import time
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from centaur.completion import guards
from centaur.completion.context import PREFIX_CHARS, SUFFIX_CHARS
from centaur.completion.lines import MAX_LINES
from centaur.completion.shaping import AFTER_CACHE, BEFORE_CACHE
from centaur.completion.steps.block_end import block_end
from centaur.completion.stopping import stop_early
from centaur.completion.types import Near
from centaur.text import syntax

GOLDEN = Path(__file__).parents[1] / "tests/golden/shaping"
ALIKE = {"javascript": "javascriptreact", "json": "jsonc", "typescript": "typescriptreact"}
TEXT_CHARS = 4 * 1024
ANSWER_LINES = 3
PLACES = 16  # more than the server remembers, so that each is new to it
ROUNDS = 8
TOKEN_CHARS = 4
TARGET_P99_MS = 0.5

Work = Callable[[str, Near, str], object]
WORK: tuple[Work, ...] = (*BEFORE_CACHE, *AFTER_CACHE, *guards.GUARDS)
Times = dict[str, list[float]]


def corpus() -> Iterator[tuple[str, str]]:
    """Each language, and the code of its examples that its grammar takes, over and over."""
    for path in sorted(GOLDEN.glob("*.toml")):
        if path.stem in ("markdown", "plaintext"):
            continue
        cases = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
        whole = [case["expected"].replace("$0", "").strip("\r\n") + "\n\n" for case in cases]
        sound = "".join(code for code in whole if syntax.errors("", code, "", path.stem) == 0)
        for language in filter(None, (path.stem, ALIKE.get(path.stem))):
            yield language, sound * (4 * PREFIX_CHARS // len(sound) + 1)


def places(code: str) -> Iterator[tuple[Near, str]]:
    """Places at the ends of lines, and the code that follows each of them."""
    cursor = PREFIX_CHARS
    for _ in range(PLACES):
        cursor = code.index("\n", cursor + 1)
        yield Near(code[cursor - PREFIX_CHARS : cursor], "\n" + code[:SUFFIX_CHARS], "auto"), code[cursor:]


def taken(work: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    began = time.thread_time()
    work()
    return (time.thread_time() - began) * 1000


def measure_place(times: Times, language: str, near: Near, following: str) -> None:
    """What the steps and guards take of a short answer and of long ones."""

    def each(size: str, text: str) -> None:
        for work in WORK:
            times[f"{size} {work.__name__}"].append(taken(partial(work, text, near, language)))

    each("short", "".join(following.splitlines(keepends=True)[:ANSWER_LINES]))
    long = following[: following.rindex("\n", 0, TEXT_CHARS) + 1]
    block_end(long[: long.rindex("\n", 0, -1) + 1], near, language)
    each("4_kb", long)
    for elsewhere in ("a\n", "b\n"):
        syntax.breaks(elsewhere, elsewhere, language)
    times["unseen_4_kb syntax"].append(taken(lambda: syntax.breaks(near.prefix, long, language)))


def stops(language: str, near: Near, following: str) -> float:
    """What all looks at a stream of as many lines as may be offered take together, the place being known."""
    answer = "".join(following.splitlines(keepends=True)[:MAX_LINES])
    ends = range(TOKEN_CHARS, len(answer) + TOKEN_CHARS, TOKEN_CHARS)
    reason = stop_early(near, language)
    return taken(lambda: [reason(answer[:end]) for end in ends])


def measure() -> Iterator[tuple[str, Times]]:
    """Each language, and the milliseconds of each step and guard and of a stream's stops."""
    for language, code in corpus():
        times: Times = defaultdict(list)
        for _ in range(ROUNDS):
            for near, following in places(code):
                measure_place(times, language, near, following)
        times["stream stops"] = [stops(language, *place) for place in places(code)]
        yield language, times


def p99(values: list[float]) -> float:
    """The 99th percentile."""
    return statistics.quantiles(values, n=100)[98]


def main() -> None:
    """Measure, and print the middle and the 99th percentile of all languages and of the slowest."""
    every: dict[str, dict[str, list[float]]] = defaultdict(dict)
    for language, times in measure():
        for name, values in times.items():
            every[name][language] = values
    found: dict[str, dict[str, float | str]] = {}
    for name, by_language in every.items():
        values = [value for of_one in by_language.values() for value in of_one]
        slowest = max(by_language, key=lambda language: p99(by_language[language]))
        found[name] = {
            "p50_ms": statistics.median(values),
            "p99_ms": p99(values),
            "slowest": slowest,
            "slowest_p50_ms": statistics.median(by_language[slowest]),
            "slowest_p99_ms": p99(by_language[slowest]),
            "above_target": sum(p99(of_one) > TARGET_P99_MS for of_one in by_language.values()),
        }
    if "--json" in sys.argv:
        print(json.dumps(found))
        return
    print(f"{'':32}   p50    p99   p50    p99 ms of the slowest; languages above {TARGET_P99_MS}")
    for name, of in found.items():
        print(
            f"{name:32}{of['p50_ms']:6.3f} {of['p99_ms']:6.3f}"
            f"{of['slowest_p50_ms']:6.3f} {of['slowest_p99_ms']:6.3f} {of['slowest']}; {of['above_target']}"
        )


if __name__ == "__main__":
    main()
