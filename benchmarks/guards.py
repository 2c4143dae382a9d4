"""What guards and notes cost a suggestion: lines that import, forty lines of real code, 64 KB of malice."""

import json
import statistics
import sys
import time
import tomllib
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from centaur.adapters.python_modules import PythonModules
from centaur.completion import guards
from centaur.completion.lines import MAX_LINES
from centaur.completion.shaping import AFTER_CACHE, BEFORE_CACHE, Step
from centaur.completion.types import Near

ROOT = Path(__file__).parents[1]
NAMES = ROOT / "tests/golden/modules.toml"
AROUND = "import os\n\n\ndef main():\n    "

ROUNDS = 20
LONG_CHARS = 64 * 1024
LEAST_OF = 5  # what the machine does meanwhile is in the others
ADVERSARIAL = (
    "\n",
    "(\n",
    "```\n",
    "x = 1\n",
    "chmod ",
    "token random.",
    "update a set ",
    "execute(",
    "import a, ",
)
TARGET_MS = 2.0
TARGET_64_KB_MS = 50.0


def imports() -> list[str]:
    """A line for each module of the golden names, invented or real."""
    names = tomllib.loads(NAMES.read_text(encoding="utf-8"))
    return [f"import {name}" for group in names.values() for name in group]


def code() -> list[str]:
    """The server's own modules in pieces as long as a suggestion may be."""
    pieces = []
    for path in sorted((ROOT / "server").rglob("*.py")):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        pieces += ["".join(lines[at : at + MAX_LINES]) for at in range(0, len(lines), MAX_LINES)]
    return pieces


def times(work: Callable[[str], object], texts: Iterable[str]) -> list[float]:
    """Milliseconds of processor time for each text."""
    found = []
    for text in texts:
        began = time.thread_time()
        work(text)
        found.append((time.thread_time() - began) * 1000)
    return found


def measure() -> dict[str, float]:
    """Milliseconds at the middle and at the 99th percentile."""
    modules, near = PythonModules([ROOT]), Near(AROUND, "\n")

    def noted(text: str) -> object:
        return guards.notes(text, near, "python", modules.names)

    def refused(text: str) -> object:
        return guards.refuse(text, near, "python")

    taken = {
        "modules_read": times(lambda _text: PythonModules([ROOT]).names(), [""] * ROUNDS),
        "notes_import": least(noted, imports()),
        "notes_code": least(noted, code()),
        "refuse_code": least(refused, code()),
    }
    work: tuple[Callable[[str], object], ...] = (
        noted,
        refused,
        *(partial(shaped, step) for step in (*BEFORE_CACHE, *AFTER_CACHE)),
    )
    found = {}
    for name, values in taken.items():
        found[f"{name}_p50_ms"] = statistics.median(values)
        found[f"{name}_p99_ms"] = statistics.quantiles(values, n=100)[98]
    found["worst_64_kb_ms"] = max(long(each, seed) for each in work for seed in ADVERSARIAL)
    return found | {"target_p99_ms": TARGET_MS, "target_64_kb_ms": TARGET_64_KB_MS}


def least(work: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """For each text, of which there are more than anybody remembers, the least that it took."""
    return [min(each) for each in zip(*(times(work, texts) for _ in range(LEAST_OF)), strict=True)]


def long(work: Callable[[str], object], seed: str) -> float:
    """Of a long text that nobody has looked at."""
    return min(times(work, (f"{turn}\n" + seed * (LONG_CHARS // len(seed)) for turn in range(LEAST_OF))))


def shaped(step: Step, text: str) -> str:
    """What one step leaves of the text."""
    return step(text, Near(AROUND, "\n    y = 2\n)"), "python")


def main() -> None:
    """Measure, and print the figures."""
    found = measure()
    if "--json" in sys.argv:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:24}{value:8.3f}")


if __name__ == "__main__":
    main()
