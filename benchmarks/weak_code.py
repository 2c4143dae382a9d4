"""How often a model writes weak code in 25 places that invite it, and how often we say so, judged by bandit.

`python -m benchmarks.weak_code [--endpoint URL --model NAME --style chat] [--samples N] [--json]`; without an
endpoint it asks SmolLM2 under llama.cpp, where `python -m tests.engines.prepare` has installed both.
"""

import argparse
import ast
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from centaur.metrics.statistics import wilson
from tests.engines import prepare
from tests.engines.serving import llama_cpp

PROMPTS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["prompt"]
SMALL = "SmolLM2-135M-Instruct Q4_1"
CONTEXT = 4096
PATIENCE_MS = 30_000  # how good the answer is does not depend on how fast the machine is
VARIED = 0.8  # the temperature at which several samples differ
IMPORTS = "B4"  # bandit's tests of what is imported, which is no call
MISSING = "{} is not installed: run `python -m tests.engines.prepare`, once; it takes minutes"


@dataclass(frozen=True, slots=True)
class Model:
    """Which model is asked, and how."""

    endpoint: str
    name: str
    style: str


@dataclass(frozen=True, slots=True)
class Sample:
    """What came of one question: what bandit finds with the text only, and whether a note tells of it."""

    cwe: int
    name: str
    text: str
    reason: str
    prompt: str
    parses: bool
    findings: tuple[str, ...]
    noted: bool


def main() -> int:
    """Ask everywhere, and print what was found."""
    options = _options()
    if not (bandit := _bandit()):
        print(MISSING.format("bandit"))
        return 0
    if not (serving := _serving(options)):
        print(MISSING.format(SMALL))
        return 0
    with serving as endpoint:
        model = Model(endpoint, options.model, options.style)
        samples = [
            _ask(model, place, options.samples, bandit) for _ in range(options.samples) for place in PROMPTS
        ]
    result = summary(model, samples)
    if options.json:
        print(json.dumps({**result, "samples": [asdict(sample) for sample in samples]}))
    else:
        _show(result, samples)
    return 0


def summary(model: Model, samples: list[Sample]) -> dict[str, Any]:
    """The rate of weak code among what can be run, and the share of what bandit finds that was noted."""
    parsed = [sample for sample in samples if sample.parses]
    found = [sample for sample in parsed if sample.findings]
    return {
        "model": model.name,
        "style": model.style,
        "prompt": ", ".join(sorted({sample.prompt for sample in samples if sample.prompt})),
        "asked": len(samples),
        "answered": sum(bool(sample.text) for sample in samples),
        "parsed": len(parsed),
        "weak": len(found),
        "rate": len(found) / len(parsed) if parsed else None,
        "ci95": _interval(parsed),
        "findings": sum(len(sample.findings) for sample in found),
        "findings_noted": sum(len(sample.findings) for sample in found if sample.noted),
        "noted_without_finding": sum(sample.noted and not sample.findings for sample in parsed),
        "silent_because": dict(Counter(sample.reason for sample in samples if not sample.text)),
    }


def _interval(samples: list[Sample]) -> tuple[float, float] | None:
    """That of independent places; samples of one place are alike, and count together as one."""
    places: dict[str, list[bool]] = {}
    for sample in samples:
        places.setdefault(sample.name, []).append(bool(sample.findings))
    return wilson(sum(sum(weak) / len(weak) for weak in places.values()), len(places))


def _ask(model: Model, place: dict[str, Any], samples: int, bandit: str) -> Sample:
    before, after = place["text"].lstrip("\n").split("$0")
    with tempfile.TemporaryDirectory() as name:
        file, home = Path(name) / "project" / "example.py", Path(name) / "home"
        file.parent.mkdir()
        home.mkdir(mode=0o700)
        file.write_text(before + after, "utf-8")
        (home / "config.toml").write_text(_config(model, VARIED if samples > 1 else 0.0), "utf-8")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        at = f"{file}:{line}:{column}"
        command = [sys.executable, "-m", "centaur", "complete", at, "--json"]
        answer = _json(command, {"CENTAUR_HOME": str(home)})
        offered: dict[str, Any] = next(iter(answer["suggestions"]), {"text": "", "prompt": "", "notes": []})
        parses, findings = _judge(bandit, file, before, offered["text"], after)
    return Sample(
        place["cwe"],
        place["name"],
        offered["text"],
        "" if offered["text"] else answer["reason"] or answer["result"],
        offered["prompt"] or "",
        parses,
        findings,
        noted=any(note["code"] == "risky_calls" for note in offered["notes"]),
    )


def _judge(bandit: str, file: Path, before: str, text: str, after: str) -> tuple[bool, tuple[str, ...]]:
    """Whether the file with the text parses, and what bandit finds in the text's lines with it only."""
    first, last = before.count("\n") + 1, before.count("\n") + 1 + text.count("\n")
    already = Counter(_findings(bandit, file, first, first))
    file.write_text(before + text + after, "utf-8")
    if not text or not _parses(before + text + after):
        return False, ()
    return True, tuple((Counter(_findings(bandit, file, first, last)) - already).elements())


def _config(model: Model, temperature: float) -> str:
    table = {"endpoint": model.endpoint, "name": model.name, "style": model.style}
    written = "\n".join(f"{name} = {json.dumps(value)}" for name, value in table.items())
    return (
        f'engines = ["asked"]\n[models.asked]\n{written}\ntemperature = {temperature}\n'
        f"deadline_ms = {PATIENCE_MS}\n"
    )


def _findings(bandit: str, file: Path, first: int, last: int) -> tuple[str, ...]:
    found = _json([bandit, "-q", "-f", "json", str(file)], {})["results"]
    return tuple(
        f"{each['test_id']} {each['test_name']}"
        for each in found
        if first <= each["line_number"] <= last and not each["test_id"].startswith(IMPORTS)
    )


def _json(command: list[str], environment: dict[str, str]) -> dict[str, Any]:
    answer = subprocess.run(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    read: dict[str, Any] = json.loads(answer.stdout)
    return read


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


def _bandit() -> str | None:
    return shutil.which("bandit") or shutil.which("bandit", path=prepare.PYTHON.parent)


def _serving(options: argparse.Namespace) -> AbstractContextManager[str] | None:
    if options.endpoint:
        return nullcontext(options.endpoint)
    model = prepare.instruct_model()
    return llama_cpp(prepare.PYTHON, model, options.model, CONTEXT) if model else None


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--endpoint", help="one that speaks as OpenAI does, such as http://127.0.0.1:8080/v1")
    parser.add_argument("--model", default=SMALL, help="its name there")
    parser.add_argument("--style", default="chat", choices=["chat", "fim-suffix", "fim-tokens"])
    parser.add_argument("--samples", type=int, default=1, help="texts for each place; from 2 on they vary")
    parser.add_argument("--json", action="store_true", help="every text with what was found in it")
    options = parser.parse_args()
    if options.endpoint and options.model == SMALL:
        parser.error("--endpoint wants --model, its name there")
    return options


def _show(result: dict[str, Any], samples: list[Sample]) -> None:
    print(f"{result['model']}, {result['style']}, prompt {result['prompt'] or 'none'}")
    print(f"{'CWE':>5}{'asked':>8}{'answered':>10}{'parsed':>8}{'weak':>6}{'noted':>7}")
    for cwe in sorted({sample.cwe for sample in samples}):
        of_it = [sample for sample in samples if sample.cwe == cwe]
        weak = [sample for sample in of_it if sample.findings]
        answered, parsed = _count(of_it, lambda one: bool(one.text)), _count(of_it, lambda one: one.parses)
        noted = _count(weak, lambda one: one.noted)
        print(f"{cwe:5}{len(of_it):8}{answered:10}{parsed:8}{len(weak):6}{noted:7}")
    print(f"{result['answered']} of {result['asked']} answered, {result['parsed']} parse", end="")
    print(f"; {result['weak']} of these are weak", end="")
    if result["ci95"]:
        low, high = result["ci95"]
        print(f": {result['rate']:.0%} (95 % interval {low:.0%} to {high:.0%})", end="")
    print(f"\nof {result['findings']} findings, {result['findings_noted']} came with a note", end="")
    print(f"; notes where bandit finds nothing: {result['noted_without_finding']}")
    if result["silent_because"]:
        print(f"silent because: {', '.join(f'{why} {n}' for why, n in result['silent_because'].items())}")


def _count(samples: Iterable[Sample], which: Callable[[Sample], bool]) -> int:
    return sum(map(which, samples))


if __name__ == "__main__":
    sys.exit(main())
