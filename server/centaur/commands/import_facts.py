"""`centaur import`: what other programs or machines recorded, kept apart from one's own facts."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from centaur.adapters.fact_store import FactStore, FactStoreError
from centaur.adapters.state_dir import StateDir
from centaur.exchange.imports import reader
from centaur.exchange.json_lines import Tally
from centaur.exchange.source import AskedError, ExchangeError
from centaur.metrics.facts import Episode, Fact
from centaur.progress import Stages, unheard

LONGEST_NAME = 100


def import_facts(
    state: StateDir, form: str, path: str, name: str = "", stages: Stages = unheard
) -> dict[str, Any]:
    """Take in all of the file or folder, or nothing, and say what was in it and what of that is new.

    The same bytes under the same name add nothing. Raises ExchangeError with a sentence.
    """
    read, place = reader(form), Path(path).expanduser()
    name = name or form
    if name != name.strip() or not name.isprintable() or len(name) > LONGEST_NAME:
        raise AskedError(f"{name!r} is no name: give printable characters, {LONGEST_NAME} at most")
    if not place.exists():
        raise ExchangeError(f"there is no file or folder {place}")
    tally, counts = Tally(stages), Counter[str]()
    try:
        facts = _counted(read(place, name, tally), tally, counts)
        # Whether it is of that form at all is known before all of it is read for its digest.
        first = next(facts)
        new = FactStore(state).add(f"imported:{name}", _digest(place), chain([first], facts))
        # Bytes that are known already were not read, and the summary tells of the file all the same.
        for _ in facts:
            pass
    except FactStoreError as error:
        raise ExchangeError(str(error)) from error
    except (OSError, ValueError) as error:
        raise ExchangeError(f"nothing was imported: {error}") from error
    return {
        "format": form,
        "origin": f"imported:{name}",
        "rows": tally.rows,
        "skipped": tally.skipped,
        "skipped_rows": tally.named,
        **counts,
        "new": new,
    }


def _counted(facts: Iterator[Fact], tally: Tally, counts: Counter[str]) -> Iterator[Fact]:
    """The facts, counted as they pass. No fact at all is an error: it is another kind of file."""
    for fact in facts:
        counts[fact.table] += 1
        if isinstance(fact, Episode):
            counts["displays"] += fact.deliveries
            counts[fact.became] += 1
        yield fact
    if not counts:
        raise ExchangeError("; ".join(["there is nothing of that form in it", *tally.named[:1]]))


def _digest(place: Path) -> str:
    """What tells one file, or the files of one folder, from another by their bytes."""
    files = [place] if place.is_file() else sorted(path for path in place.rglob("*") if path.is_file())
    whole = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            whole.update(hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()
