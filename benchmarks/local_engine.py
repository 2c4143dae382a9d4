"""How good and how fast the local engine is: the rests of lines it has not seen, from files it has not seen.

Some files of each folder are held out of what is learned. One at a time they are opened, the rest of a
random line is cut away as if it had not been typed yet, and the engine is asked. With `--fit` the weights of
the confidence are fitted to these answers and printed. The same seed asks the same questions.
"""

import argparse
import json
import math
import random
import sysconfig
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from centaur.adapters.workspace_files import read_source
from centaur.local.confidence import confidence, features
from centaur.local.predictor import GATE, MIN_CHARS, PART_GATE, LocalEngine
from centaur.local.query import query
from centaur.text.buffer import Buffer
from centaur.text.document import Document
from centaur.text.languages import language_of
from centaur.text.positions import Position

PACKAGES = Path(sysconfig.get_paths()["purelib"])
# The weights are fitted to the first and the figures told for the second: no file is in both.
FITTED = ("ibis", "mypy", "hypothesis", "openai", "playwright", "sqlglot", "_pytest", "click")
TOLD = ("pygls", "typer", "attr", "rich", "keyring", "httpcore2", "packaging")
GATES = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
SHOWN = 5  # characters from which a suggestion counts in precision
MAX_CORPUS = 4_000_000  # characters of a folder, so that a run stays under a minute
MIN_LINE = 6
LONG = 8  # characters of a rest that is no mere bracket


@dataclass(frozen=True, slots=True)
class Step:
    """A text that the evidence agreed on, how sure that is, and from what."""

    text: str
    complete: bool
    sure: float
    features: dict[str, float]


@dataclass(frozen=True, slots=True)
class Trial:
    """One question: what was cut away, what was answered and how fast, and the lines that might have been."""

    rest: str
    answer: str
    steps: tuple[Step, ...]
    seconds: float

    def line(self, gate: float) -> str:
        """What would be shown at this gate, words apart."""
        gates = (gate + PART_GATE - GATE, gate)
        return next((step.text for step in reversed(self.steps) if step.sure >= gates[step.complete]), "")


@dataclass(frozen=True, slots=True)
class Learned:
    """What building the index took."""

    characters: int
    seconds: float
    bytes: int


def main() -> None:
    """Ask, and print a table, JSON or weights."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--questions", type=int, default=300, help="per folder")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--fit", action="store_true", help="print weights of the confidence instead")
    options = parser.parse_args()
    told = [Path(sysconfig.get_paths()["stdlib"]), *(PACKAGES / name for name in TOLD)]
    folders = options.folders or ([PACKAGES / name for name in FITTED] if options.fit else told)
    runs = {folder: run(folder, options.questions, options.seed) for folder in folders if folder.is_dir()}
    trials = [trial for asked, _ in runs.values() for trial in asked]
    if options.fit:
        print(json.dumps(fitted(trials), indent=4))
        return
    report = {
        "folders": {
            **{folder.name: figures(asked, [learned]) for folder, (asked, learned) in runs.items()},
            "all": figures(trials, [learned for _, learned in runs.values()]),
        },
        "gates": {str(gate): at_gate(trials, gate) for gate in GATES},
    }
    print(json.dumps(report, indent=2) if options.json else table(report))


def run(folder: Path, questions: int, seed: int) -> tuple[list[Trial], Learned]:
    """Learn from most of the folder's files and ask about lines of the others."""
    chance = random.Random(seed)  # noqa: S311 - questions must be the same with the same seed
    paths = sorted(path for path in folder.rglob("*.py") if "test" not in str(path.relative_to(folder)))
    chance.shuffle(paths)
    sources = ((str(path), text) for path in paths if (text := read_source(path)))
    held_out: list[tuple[str, str]] = []
    characters = 0
    engine = LocalEngine()
    before, spent = resident_bytes(), 0.0
    for path, text in sources:
        if len(held_out) < questions // 20 and len(text) > MIN_LINE * 200:
            held_out.append((path, text))
            continue
        started = time.perf_counter()
        engine.learn(path, text)
        spent += time.perf_counter() - started
        characters += len(text)
        if characters > MAX_CORPUS:
            break
    learned = Learned(characters, spent, resident_bytes() - before)
    return [trial for path, text in held_out for trial in ask(engine, path, text, 20, chance)], learned


def ask(engine: LocalEngine, path: str, text: str, questions: int, chance: random.Random) -> Iterator[Trial]:
    """Cut the rest of random lines of the file, ask for it, and put it back."""
    whole = Document(f"file://{path}", path, language_of(path), 1, Buffer.of(text))
    engine.opened(whole)
    lines = [whole.buffer.line(at) for at in range(whole.buffer.line_count)]
    worth = [at for at, line in enumerate(lines) if len(line.strip()) >= MIN_LINE]
    for _ in range(questions):
        at = chance.choice(worth)
        line = lines[at].rstrip()
        cursor = Position(at, chance.randint(len(line) - len(line.lstrip()), len(line) - 1))
        cut, edit = whole.buffer.replace(cursor, Position(at, len(lines[at])), "")
        document = Document(whole.uri, path, whole.language, 2, cut)
        engine.changed(document, [edit])
        yield answer(engine, document, cursor, line[cursor.column :])
        _, back = cut.replace(cursor, cursor, lines[at][cursor.column :])
        engine.changed(whole, [back])
    engine.closed(whole.uri)


def answer(engine: LocalEngine, document: Document, cursor: Position, rest: str) -> Trial:
    """Time the prediction, and keep what it was made from."""
    started = time.perf_counter()
    prediction = engine.predict(document, cursor)
    seconds = time.perf_counter() - started
    asked = query(document, cursor)
    steps = (
        [
            Step(agreement.text, agreement.complete, confidence(agreement, asked), features(agreement, asked))
            for agreement in engine.agreements(asked, document, cursor)
            if len(agreement.text) >= MIN_CHARS
        ]
        if asked
        else []
    )
    return Trial(rest, prediction.text if prediction else "", tuple(steps), seconds)


def figures(trials: Sequence[Trial], learned: Sequence[Learned]) -> dict[str, float]:
    """What the table tells of one folder, or of all."""
    times = sorted(trial.seconds * 1000 for trial in trials)
    characters = sum(one.characters for one in learned)
    words = [(trial.rest, trial.answer) for trial in trials if trial.answer and not trial.line(GATE)]
    return {
        "questions": len(trials),
        "exact_8": share(
            trial.rest in [step.text for step in trial.steps[-1:]]
            for trial in trials
            if len(trial.rest) >= LONG
        ),
        **at_gate(trials, GATE),
        "words": len(words) / len(trials),
        "words_right": share(begins(rest, text) for rest, text in words),
        "p50_ms": times[len(times) // 2],
        "p99_ms": times[int(len(times) * 0.99)],
        "index_mb_s": characters / 1e6 / sum(one.seconds for one in learned),
        "memory_ratio": sum(one.bytes for one in learned) / characters,
    }


def at_gate(trials: Sequence[Trial], gate: float) -> dict[str, float]:
    """Coverage and precision of the lines that would be shown, and the right characters for each question."""
    shown = [(trial.rest, text) for trial in trials if len(text := trial.line(gate)) >= SHOWN]
    return {
        "lines": len(shown) / len(trials),
        "exact": share(text == rest for rest, text in shown),
        "right": share(rest.startswith(text) for rest, text in shown),
        "right_chars": sum(len(text) for rest, text in shown if rest.startswith(text)) / len(trials),
    }


def begins(rest: str, word: str) -> bool:
    """Whether the rest begins with the word and not with a longer one."""
    following = rest[len(word) : len(word) + 1]
    return rest.startswith(word) and not (following.isalnum() or following == "_")


def share(values: Iterator[bool]) -> float:
    """How many of the values are true, 0 to 1."""
    known = list(values)
    return sum(known) / len(known) if known else 0.0


def table(report: dict[str, dict[str, dict[str, float]]]) -> str:
    """The figures, a folder a line, then the gates."""
    columns = list(report["folders"]["all"])
    lines = [f"{'':12}" + "".join(f"{column:>16}" for column in columns)]
    for name, row in report["folders"].items():
        lines.append(f"{name:12}" + "".join(f"{row[column]:16.3f}" for column in columns))
    for gate, row in report["gates"].items():
        lines.append(f"gate {gate}: " + ", ".join(f"{name} {value:.3f}" for name, value in row.items()))
    return "\n".join(lines)


def fitted(trials: Sequence[Trial], rounds: int = 200, decay: float = 1.0) -> dict[str, float]:
    """Weights of a logistic regression on whether an agreed text is right, by gradient descent (Adam)."""
    rows = [
        (list(step.features.values()), trial.rest.startswith(step.text))
        for trial in trials
        for step in trial.steps
    ]
    names = next(list(step.features) for trial in trials for step in trial.steps)
    weights, mean, square = ([0.0] * len(names) for _ in range(3))
    for step in range(1, rounds + 1):
        slope = [decay * weight for weight in weights]
        for values, right in rows:
            score = sum(weight * value for weight, value in zip(weights, values, strict=True))
            error = 1 / (1 + math.exp(-score)) - right
            slope = [sum_ + error * value for sum_, value in zip(slope, values, strict=True)]
        for at, gradient in enumerate(slope):
            mean[at] += 0.1 * (gradient - mean[at])
            square[at] += 0.01 * (gradient**2 - square[at])
            size = math.sqrt(square[at] / (1 - 0.99**step)) + 1e-9
            weights[at] -= 0.08 * mean[at] / (1 - 0.9**step) / size
    return {name: round(weight, 2) for name, weight in zip(names, weights, strict=True)}


def resident_bytes() -> int:
    """Memory of this process in use; 0 where the system does not tell."""
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * 4096 if status.exists() else 0


if __name__ == "__main__":
    main()
