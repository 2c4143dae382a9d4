"""Texts beside their episodes: what was asked, what was suggested, and what the human left standing."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from centaur.adapters.text_store import day_of, text_files
from centaur.exchange.source import Asked, ExchangeError, Source
from centaur.metrics.facts import Episode

PROMPT, SUGGESTION, FINAL = "prompt", "suggestion", "final"
_KEPT_AT = (
    "texts are kept only at the level `full`, and none are here for these days. It keeps redacted prompts, "
    "suggestions and what became of accepted ones on this machine, as long as `retention_days` says; to "
    'switch, set level = "full" in {config} and work on'
)


@dataclass(frozen=True, slots=True)
class Sample:
    """An episode with its texts; `messages` and `prefix`, `suffix` are the two forms a prompt can have.

    `files` are pieces of other files that stood above the prefix, each below its name.
    `standing` is what was left of the suggestion 300 s after its accept, None where that is not known.
    """

    episode: Episode
    messages: tuple[tuple[str, str], ...]
    prefix: str
    suffix: str
    files: str
    suggestion: str
    standing: str | None

    @property
    def prompt(self) -> str:
        """The prompt as one string; a place in a file is marked the way our own templates do."""
        if self.messages:
            return "\n\n".join(text for _, text in self.messages)
        return f"{self.files}{self.prefix}<cursor/>{self.suffix}"

    @property
    def chat(self) -> list[dict[str, str]]:
        """The prompt as chat messages."""
        messages = self.messages or (("user", self.prompt),)
        return [{"role": role, "content": text} for role, text in messages]


def samples(source: Source, asked: Asked) -> Iterator[Sample]:
    """Each suggestion whose question and answer were kept. Raises ExchangeError where there are no texts."""
    if not asked.with_text:
        raise ExchangeError(
            f"{asked.form} holds your code, redacted: say --with-text to write it out, and look at it before "
            "you pass it on"
        )
    with closing(_gathered(source, asked)) as texts:
        if not texts.execute("SELECT 1 FROM text LIMIT 1").fetchone():
            raise ExchangeError(f"{asked.form}: {_KEPT_AT.format(config=source.state.config_file)}")
        made = made_by(source)
        for episode in source.facts(Episode):
            assert isinstance(episode, Episode)
            prompt = _parts(_text(texts, PROMPT, made.get(episode.suggestion_id, "")))
            suggestion = _text(texts, SUGGESTION, episode.suggestion_id)
            if prompt is not None and suggestion is not None:
                final = _text(texts, FINAL, episode.suggestion_id)
                standing = standing_at_300(episode, suggestion, final)
                yield Sample(episode, *prompt, suggestion, standing)


def events(source: Source, kind: str) -> Iterator[dict[str, Any]]:
    """The events of a kind, each with the names of its columns."""
    names = ("day", *source.event_columns(kind))
    return (dict(zip(names, row, strict=True)) for row in source.events(kind))


def made_by(source: Source) -> dict[str, str]:
    """The generation that made each suggestion; what gave it again later, such as a cache, did not."""
    found: dict[str, str] = {}
    for row in events(source, "delivered"):
        found.setdefault(row["suggestion_id"], row["generation_id"])
    return found


def accepted(found: Iterable[Sample]) -> Iterator[Sample]:
    """Those that were accepted as a whole and not taken back."""
    return (sample for sample in found if sample.episode.became == "accepted" and not sample.episode.undone)


def standing_at_300(episode: Episode, suggestion: str, final: str | None) -> str | None:
    """What stood there 300 s after the accept.

    The text is kept at the last look, 600 s after; it is that of 300 s where both looks measured the same.
    """
    if episode.unchanged_300:
        return suggestion
    at_300 = (episode.edit_ratio_300, episode.kept_ratio_300, episode.retained_chars_300)
    at_600 = (episode.edit_ratio_600, episode.kept_ratio_600, episode.retained_chars_600)
    return final if episode.edit_ratio_300 is not None and at_300 == at_600 else None


def _gathered(source: Source, asked: Asked) -> sqlite3.Connection:
    """The texts of the days asked for and of the day after, in which a last look may fall, in one place."""
    gathered = sqlite3.connect("")
    gathered.execute("CREATE TABLE text (id TEXT, kind TEXT, text TEXT, PRIMARY KEY (id, kind))")
    last = min(asked.until, date.max - timedelta(days=1)) + timedelta(days=1)
    for path in text_files(source.state.state):
        day = day_of(path)
        if path.suffix != ".db" or day is None or not asked.since <= day <= last:
            continue
        try:
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as texts:
                rows = texts.execute("SELECT id, kind, text FROM text")
                gathered.executemany("INSERT OR IGNORE INTO text VALUES (?, ?, ?)", rows)
        except sqlite3.DatabaseError as error:
            gathered.close()
            raise ExchangeError(f"{path} cannot be read: {error}") from error
    return gathered


def _text(texts: sqlite3.Connection, kind: str, of: str) -> str | None:
    found = texts.execute("SELECT text FROM text WHERE (id, kind) = (?, ?)", (of, kind)).fetchone()
    return None if found is None else str(found[0])


def _parts(prompt: str | None) -> tuple[tuple[tuple[str, str], ...], str, str, str] | None:
    """Messages, prefix, suffix and other files of a prompt as it is kept; None where it has another form."""
    try:
        told = json.loads(prompt or "null")
    except ValueError:
        return None
    match told:
        case {"messages": list(messages), "prefix": str(prefix), "suffix": str(suffix), **more}:
            pieces: Any = more.get("files", ())
            files = "".join(f"{name}\n{text}\n\n" for name, text in pieces)
            return tuple((str(role), str(text)) for role, text in messages), prefix, suffix, files
    return None
