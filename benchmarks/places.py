"""How often the grammar knows where it is in real code: random places of files that others wrote.

`python -m benchmarks.places [FOLDER ...]` reads the files of the folders, else of the packages that are
installed here. A place is right where the whole file agrees that a comment or a string is there, or none;
of texts the true rest of the place should never be refused, and that of another place may be.
"""

import json
import random
import statistics
import sys
import sysconfig
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmarks.steps import taken
from centaur.completion import context
from centaur.completion.guards.syntax import syntax as guard_of_syntax
from centaur.completion.lines import MAX_LINES
from centaur.completion.types import Near, Request
from centaur.text import languages, syntax
from centaur.text.buffer import Buffer
from centaur.text.document import Document

ROOT = Path(__file__).parents[1]
FOLDERS = (sysconfig.get_path("purelib"), str(ROOT / "clients/vscode/node_modules"))
FILES, FEWEST_FILES, PLACES = 60, 5, 400
SMALLEST, LARGEST = 3_000, 200_000  # bytes of a file
LONGEST_LINE = 300  # longer ones are made by machines
LINES = (1, 2, 4, 8)
INSIDE = ("comment", "string")  # where one line is offered


Share = dict[str, float]


def sources(folders: Sequence[str]) -> dict[str, list[str]]:
    """The texts of each language that a grammar takes whole, those of machines left out."""
    paths: dict[str, list[Path]] = defaultdict(list)
    for path in (path for folder in folders for path in sorted(Path(folder).rglob("*.*"))):
        if path.is_file() and ".min." not in path.name and SMALLEST < path.stat().st_size < LARGEST:
            paths[languages.language_of(path.name)].append(path)
    found: dict[str, list[str]] = {}
    for language, of_one in paths.items():
        random.Random(language).shuffle(of_one)  # noqa: S311 - any files, but the same each time
        texts = (path.read_text(encoding="utf-8", errors="replace") for path in of_one[:FILES])
        found[language] = [text for text in texts if is_sound(text, language)]
    return {language: texts for language, texts in sorted(found.items()) if len(texts) >= FEWEST_FILES}


def is_sound(text: str, language: str) -> bool:
    """Whether people wrote it and its grammar takes it."""
    tree = syntax.parse(text, language)
    short = max(map(len, text.splitlines())) <= LONGEST_LINE
    return short and tree is not None and not tree.root_node.has_error


def places(texts: Sequence[str]) -> Iterator[tuple[str, int, str]]:
    """A text, a place in it at the beginning of a line or anywhere, and some lines of another text."""
    chance = random.Random(PLACES)  # noqa: S311 - as above
    for _ in range(PLACES):
        text, other = chance.choice(texts), chance.choice(texts)
        at = chance.randrange(len(text) // 4, len(text) - LONGEST_LINE)
        start = other.index("\n", chance.randrange(len(other) // 2)) + 1
        yield text, chance.choice((at, text.find("\n", at) + 1 or at)), other[start:]


def measure(language: str, texts: Sequence[str]) -> Share:
    """The shares of the places in per cent, and what a look at one takes in milliseconds."""
    found: dict[str, list[float]] = defaultdict(list)
    for number, (text, at, other) in enumerate(places(texts)):
        count = LINES[number % len(LINES)]
        buffer = Buffer.of(text)
        document = Document("file:///it", None, language, 1, buffer)
        near = context.near(Request("", document, buffer.position(at), "automatic", 0.0))
        rest, wrong = first_lines(text[at:], count), first_lines(other, count)
        whole = syntax.parse(text, language)
        assert whole
        truth = syntax.place_in(whole, len(text[:at].encode()))
        syntax.prepare(near.prefix, language)
        found["look_ms"].append(taken(partial(syntax.place, near.prefix, near.suffix, language)))
        seen = syntax.place(near.prefix, near.suffix, language)
        found["place_right"].append((seen in INSIDE) == (truth in INSIDE))
        end = syntax.block_end(near.prefix, first_lines(text[at:], MAX_LINES), language)
        found["block_end_known"].append(end is not None)
        beyond = Near(near.prefix, text[at + len(rest) :][: context.SUFFIX_CHARS])
        found["true_rest_refused"].append(guard_of_syntax(rest, beyond, language) != "")
        found["other_rest_refused"].append(guard_of_syntax(wrong, near, language) != "")
    looks = found.pop("look_ms")
    shares = {name: 100 * statistics.fmean(values) for name, values in found.items()}
    return shares | {
        "look_p50_ms": statistics.median(looks),
        "look_p99_ms": statistics.quantiles(looks, n=100)[98],
    }


def first_lines(text: str, count: int) -> str:
    """So many lines, without the end of the last."""
    return "".join(text.splitlines(keepends=True)[:count]).rstrip("\n")


def main() -> None:
    """Measure, and print a line for each language."""
    folders = [given for given in sys.argv[1:] if not given.startswith("--")] or FOLDERS
    found = {language: measure(language, texts) for language, texts in sources(folders).items()}
    if "--json" in sys.argv:
        print(json.dumps(found))
        return
    print(f"{'':16}" + "".join(f"{name:>20}" for name in next(iter(found.values()), {})))
    for language, shares in found.items():
        print(f"{language:16}" + "".join(f"{value:20.2f}" for value in shares.values()))


if __name__ == "__main__":
    main()
