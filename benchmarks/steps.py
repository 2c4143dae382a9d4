"""What each shaping step and guard takes in seventeen languages, of 4 KB from a model with 5 KB around it.

Each step is given what the one before it leaves, as in the server, and the place has been looked at while the
model was thinking. A text is measured as its last line comes, all others having been looked at as they came,
and once more as one that comes in one go. The 99th percentile is that of the places.
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
from typing import Any

from centaur.completion import context, guards, lines
from centaur.completion.context import PREFIX_CHARS, SUFFIX_CHARS
from centaur.completion.guards.syntax import syntax as guard_of_syntax
from centaur.completion.shaping import AFTER_CACHE, BEFORE_CACHE
from centaur.completion.steps.block_end import block_end
from centaur.completion.steps.line_limit import line_limit
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

Work = Callable[[str, Near, str], str]
WORK: tuple[Any, ...] = (*BEFORE_CACHE, *AFTER_CACHE, *guards.GUARDS)  # functions, of steps and of guards
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
        near = context.accepted(Near("", "\n" + code[:SUFFIX_CHARS], "auto"), code[:cursor])
        yield near, code[cursor:]


def taken(work: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    began = time.thread_time()
    work()
    return (time.thread_time() - began) * 1000


def each_taken(language: str, near: Near, following: str) -> Iterator[tuple[str, float]]:
    """What each step and guard takes of a short answer and of long ones, in milliseconds."""
    short = "".join(following.splitlines(keepends=True)[:ANSWER_LINES])
    long = following[: following.rindex("\n", 0, TEXT_CHARS) + 1]
    for size, answer, ready in (
        ("short", short, streamed),
        ("4_kb", long, streamed),
        ("4_kb_at_once", long, at_once),
    ):
        text = answer
        for work in WORK:
            ready(work, text, near, language)
            yield f"{size} {work.__name__}", taken(partial(work, text, near, language))
            if work not in guards.GUARDS:
                text = work(text, near, language)


def streamed(work: Work, text: str, near: Near, language: str) -> None:
    """The place has been looked at while the model was thinking, and all lines but the last as they came."""
    if work is line_limit:
        forget(language)
        syntax.prepare(near.prefix, language)
    if work is block_end:
        block_end(text[: text.rstrip("\n").rfind("\n") + 1], near, language)


def at_once(work: Work, _text: str, near: Near, language: str) -> None:
    """Nobody has looked at the text: it comes in one go. Guards see it from the disk, the place unknown."""
    if work in (line_limit, block_end, guard_of_syntax):
        forget(language)
    if work in (line_limit, block_end):
        syntax.prepare(near.prefix, language)


def forget(language: str) -> None:
    """Leave nothing remembered of this place: as many others are looked at as are remembered."""
    lines.allowed.cache_clear()
    for number in range(PLACES):
        syntax.breaks(f"a{number}\n", f"b{number}\n", language)


def stops(language: str, near: Near, following: str) -> float:
    """What all looks at a stream of as many lines as may be offered take together, the place being known."""
    answer = "".join(following.splitlines(keepends=True)[: lines.MAX_LINES])
    ends = range(TOKEN_CHARS, len(answer) + TOKEN_CHARS, TOKEN_CHARS)
    reason = stop_early(near, language)
    return taken(lambda: [reason(answer[:end]) for end in ends])


def measure() -> Iterator[tuple[str, Times]]:
    """Each language, and what its steps, guards and stops take at each place.

    A place's time is the least of its rounds: what the machine does meanwhile is in the others.
    """
    for language, code in corpus():
        times: Times = defaultdict(list)
        for near, following in places(code):
            rounds = [dict(each_taken(language, near, following)) for _ in range(ROUNDS)]
            for name in rounds[0]:
                times[name].append(min(each[name] for each in rounds))
            times["stream stops"].append(min(stops(language, near, following) for _ in range(ROUNDS)))
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
