"""How much processor time redacting a prompt takes, beside detect-secrets' rules for providers."""

import importlib
import json
import pkgutil
import statistics
import sys
import sysconfig
import time
from collections.abc import Callable
from pathlib import Path

import detect_secrets.plugins
from detect_secrets.plugins.base import RegexBasedDetector

from centaur.privacy import hidden
from centaur.privacy.secrets import redact

BLOCK_CHARS = 4_096
BLOCKS = 300
LONG_CHARS = 64 * 1024
ADVERSARIAL = (
    "a",
    "A1",
    "token=",
    "token='",
    'pwd("',
    "eyJ",
    "-eyJ-",
    "sk-",
    "://a:",
    "glpat-",
    "SG.a",
    "0:",
    "N.a",
)
NOT_PROVIDERS = ("IPPublicDetector",)


def main() -> None:
    """Measure each way over the same blocks."""
    blocks = code_blocks()
    plugins = provider_plugins()
    rows = {
        "redact, a new block": times(redact, blocks),
        "redact, one line changed": times(redact, [f"{block}x" for block in blocks], before=redact),
        "hidden characters": times(hidden.strip, blocks),
        f"detect-secrets, {len(plugins)} plugins": times(lambda block: scan(plugins, block), blocks),
    }
    figures = {
        name: {"p50_ms": statistics.median(row), "p99_ms": row[len(row) * 99 // 100]}
        for name, row in rows.items()
    }
    worst = max(times(redact, [seed * (LONG_CHARS // len(seed)) for seed in ADVERSARIAL]))
    if "--json" in sys.argv:
        print(json.dumps({"per_4_kb": figures, "worst_adversarial_64_kb_ms": worst}))
        return
    print(f"{len(blocks)} blocks of 4 KB          p50 ms   p99 ms")
    for name, figure in figures.items():
        print(f"{name:30} {figure['p50_ms']:7.2f} {figure['p99_ms']:8.2f}")
    print(f"the worst of {len(ADVERSARIAL)} adversarial texts of 64 KB: {worst:.0f} ms")


def times(
    action: Callable[[str], object], texts: list[str], before: Callable[[str], object] = len
) -> list[float]:
    """Milliseconds of the processor, sorted; `before` sees each text first, without its last character."""
    measured = []
    for text in texts:
        before(text[:-1])
        started = time.process_time()
        action(text)
        measured.append((time.process_time() - started) * 1000)
    return sorted(measured)


def scan(plugins: list[RegexBasedDetector], block: str) -> None:
    """Look for secrets line by line, as detect-secrets does with files."""
    for number, line in enumerate(block.split("\n")):
        for plugin in plugins:
            plugin.analyze_line("file", line, number)


def provider_plugins() -> list[RegexBasedDetector]:
    """Its detectors that know a provider by a regular expression; those that guess are left out."""
    folder = detect_secrets.plugins.__path__
    modules = [
        importlib.import_module(f"detect_secrets.plugins.{info.name}")
        for info in pkgutil.iter_modules(folder)
    ]
    classes = {
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, RegexBasedDetector) and not value.__abstractmethods__
    }
    return [value() for value in sorted(classes, key=str) if value.__name__ not in NOT_PROVIDERS]


def code_blocks() -> list[str]:
    """Blocks from all over the standard library's source."""
    folder = Path(sysconfig.get_path("stdlib"))
    text = "".join(path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.glob("*.py")))
    step = len(text) // BLOCKS
    return [text[at : at + BLOCK_CHARS] for at in range(0, step * BLOCKS, step)]


if __name__ == "__main__":
    main()
