"""The questions of a report as statements of SQLite, kept: to compile them takes Ibis half a second."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from centaur import metrics
from centaur.metrics.definitions import TIMES
from centaur.metrics.options import Options, milliseconds
from centaur.metrics.questions import Place, Question, Questions

# Any moment and any place, each the one number of its kind in a statement.
_SINCE, _UNTIL = datetime(9998, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
_AFTER = 8_888_888_888_888

Fill = Callable[[str], str]


class KeptStatements:
    """Statements in the file of the facts, each kept until a definition or Ibis changes."""

    def __init__(self, facts: Path) -> None:
        self._facts = facts

    def questions(self, options: Options) -> Questions:
        """What a report asks by these options; compiled now, where it was not before."""
        anytime = replace(options, since=_SINCE, until=_UNTIL)
        key, source = repr(anytime), _source()
        text = self._read(key, source)
        if text is None:
            text = json.dumps(_compiled(anytime))
            self._keep(key, source, text)
        return _filled(json.loads(text), options)

    def _read(self, key: str, source: str) -> str | None:
        with suppress(sqlite3.Error), closing(self._open()) as connection:
            asked = "SELECT statements FROM kept WHERE options = ? AND source = ?"
            found = connection.execute(asked, (key, source)).fetchone()
            return str(found[0]) if found else None
        return None

    def _keep(self, key: str, source: str, text: str) -> None:
        """Keep it if that can be done at once: it is no loss otherwise."""
        with suppress(sqlite3.Error), closing(self._open()) as connection, connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS kept (options TEXT PRIMARY KEY, source TEXT, statements TEXT)"
            )
            connection.execute("DELETE FROM kept WHERE source <> ?", (source,))
            connection.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", (key, source, text))

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(f"{self._facts.absolute().as_uri()}?mode=rw", uri=True, timeout=0)


def _source() -> str:
    """What a statement is made of: the definitions and who compiles them."""
    digest = sha256(" ".join(map(version, ("ibis-framework", "sqlglot"))).encode())
    for path in sorted(Path(str(metrics.__path__[0])).glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _compiled(anytime: Options) -> dict[str, Any]:
    import ibis  # noqa: PLC0415 - half of what is saved is not to load it

    from centaur.metrics.queries import questions  # noqa: PLC0415 - as above

    def compiled(expression: ibis.Table) -> str:
        return str(ibis.to_sql(expression, dialect="sqlite", pretty=False))

    def told(question: Question) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        return compiled(question.expression), question.by, question.names

    asked = questions(anytime)
    return {
        "sums": [told(question) for question in asked.sums],
        "times": {name: told(question) for name, question in asked.times.items()},
        "filtered": told(asked.filtered),
        "changed": told(asked.changed),
        "ranked": {
            time.name: [compiled(asked.ranked(time, Place(_AFTER, end))) for end in (False, True)]
            for time in TIMES
        },
    }


def _filled(kept: dict[str, Any], options: Options) -> Questions:
    """The questions with the moments, and later the places, that are really asked for."""

    def within(text: str) -> str:
        since, until = (str(milliseconds(moment)) for moment in (_SINCE, _UNTIL))
        text = text.replace(since, str(milliseconds(options.since)))
        return text.replace(until, str(milliseconds(options.until)))

    def question(text: str, by: list[str], names: list[str]) -> Question:
        return Question(within(text), tuple(by), tuple(names))

    return Questions(
        sums=tuple(question(*told) for told in kept["sums"]),
        times={name: question(*told) for name, told in kept["times"].items()},
        filtered=question(*kept["filtered"]),
        changed=question(*kept["changed"]),
        ranked=lambda time, place: within(kept["ranked"][time.name][place.from_greatest]).replace(
            str(_AFTER), str(place.after)
        ),
    )
