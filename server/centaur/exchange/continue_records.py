"""Continue's development data, schema 0.2.0 of `autocomplete`, so that tools made for it read ours.

The fields are those of continuedev/continue, packages/config-yaml/src/schemas/data/autocomplete. Without
texts the records are those of its `noCode` variant.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from centaur import __version__
from centaur.exchange.source import Asked, Source
from centaur.exchange.texts import Sample, samples
from centaur.exchange.training import WARNING
from centaur.exchange.whole_file import as_line, write_lines
from centaur.metrics.facts import Episode

SCHEMA = "0.2.0"
_UNDECIDED = {"unseen", "sibling", "open", "orphaned"}
_NOT_OURS = {
    "selectedProfileId": "",
    "disable": False,
    "maxPromptTokens": 0,
    "debounceDelay": 0,
    "maxSuffixPercentage": 0,
    "prefixPercentage": 0,
    "multilineCompletions": "auto",
    "slidingWindowPrefixPercentage": 0,
    "slidingWindowSize": 0,
    "useCache": True,
    "onlyMyCode": True,
    "useRecentlyEdited": False,
    "filepath": "",
}
"""What the schema requires of settings that only Continue has, and of paths, which are never recorded."""


def export(source: Source, asked: Asked) -> dict[str, Any]:
    """Write one record a line; with texts, only suggestions of which they were kept."""
    records = _with_code(source, asked) if asked.with_text else _without_code(source)
    written = write_lines(asked.to, map(as_line, records), private=asked.with_text)
    told = {"format": asked.form, "to": asked.to, "records": written}
    return told | ({"warning": WARNING} if asked.with_text else {})


def record(episode: Episode) -> dict[str, Any]:
    """What Continue keeps of a completion that was shown, without its code."""
    at = datetime.fromtimestamp(episode.time_ms / 1000, UTC).isoformat(timespec="milliseconds")
    return {
        "eventName": "autocomplete",
        "schema": SCHEMA,
        "timestamp": at.replace("+00:00", "Z"),
        "userId": episode.user,
        "userAgent": f"centaur/{__version__} ({episode.editor or 'unknown'})",
        **_NOT_OURS,
        "accepted": episode.became == "accepted",
        "time": episode.latency_ms or 0,
        "modelProvider": episode.engine,
        "modelName": episode.model or episode.engine,
        "cacheHit": episode.source in {"memory", "disk"},
        "completionId": episode.suggestion_id,
        "uniqueId": episode.session_id,
    }


def code(sample: Sample) -> dict[str, str]:
    """The code of a record; a chat prompt has no prefix and suffix of its own."""
    return {
        "prefix": sample.prefix,
        "suffix": sample.suffix,
        "prompt": sample.prompt,
        "completion": sample.suggestion,
    }


def _without_code(source: Source) -> Iterator[dict[str, Any]]:
    for episode in source.facts(Episode):
        if isinstance(episode, Episode) and _is_completion(episode):
            yield record(episode)


def _with_code(source: Source, asked: Asked) -> Iterator[dict[str, Any]]:
    for sample in samples(source, asked):
        if _is_completion(sample.episode):
            yield {**record(sample.episode), **code(sample)}


def _is_completion(episode: Episode) -> bool:
    """Whether Continue would have recorded it: code that was shown and decided upon."""
    return episode.kind == "suggestion" and episode.became not in _UNDECIDED
