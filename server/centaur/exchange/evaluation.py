"""Cases to evaluate a model by: the context that it sees, and what the human left standing there.

`inspect` is the JSON lines that `inspect_ai.dataset.json_dataset` reads (inspect.aisi.org.uk/datasets.html),
`promptfoo` a configuration (promptfoo.dev/docs/configuration/reference) whose provider repeats the prompt
until its owner names a model.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from centaur.exchange.source import Asked, Source
from centaur.exchange.texts import Sample, accepted, samples
from centaur.exchange.training import WARNING
from centaur.exchange.whole_file import as_line, write_lines

SIMILAR = 0.67
"""As near as an accepted text may come and still count as mostly unchanged (design of the metrics: 0.33)."""


def export(source: Source, asked: Asked) -> dict[str, Any]:
    """Write the cases."""
    found = list(accepted(samples(source, asked)))
    cases = list(inspect_cases(found))
    if asked.form == "promptfoo":
        whole = json.dumps(promptfoo_configuration(found), ensure_ascii=False, indent=1)
        write_lines(asked.to, [whole], private=True)
    else:
        write_lines(asked.to, map(as_line, cases), private=True)
    return {"format": asked.form, "to": asked.to, "records": len(cases), "warning": WARNING}


def inspect_cases(found: Iterable[Sample]) -> Iterator[dict[str, Any]]:
    """Samples with chat messages as their input and the standing text as their target."""
    for sample in found:
        if sample.standing:
            yield {
                "id": sample.episode.suggestion_id,
                "input": sample.chat,
                "target": sample.standing,
                "metadata": _metadata(sample),
            }


def promptfoo_configuration(found: Iterable[Sample]) -> dict[str, Any]:
    """A whole configuration: one prompt that is the context, and a test for each standing text."""
    return {
        "description": "What a human left standing of suggestions in an editor",
        "prompts": ["{{context}}"],
        "providers": ["echo"],
        "tests": [
            {
                "description": sample.episode.suggestion_id,
                "vars": {"context": _literal(sample.prompt)},
                "assert": [
                    {"type": "levenshtein", "value": _literal(sample.standing), "threshold": _edits(sample)}
                ],
                "metadata": _metadata(sample),
            }
            for sample in found
            if sample.standing
        ],
    }


def _metadata(sample: Sample) -> dict[str, str]:
    episode = sample.episode
    return {"language": episode.language, "model": episode.model, "prompt": episode.prompt}


def _edits(sample: Sample) -> int:
    return round(len(sample.standing or "") * (1 - SIMILAR))


def _literal(text: str | None) -> str:
    """Promptfoo renders values as Nunjucks templates and reads some as files, and code is full of braces.

    It renders a value only if it knows every name in it, so a brace becomes an expression without names.
    """
    told = _TAG.sub(lambda brace: f'{{{{ "{brace[0]}" }}}}', text or "")
    before = _NOTHING if told.startswith(_READ_AS_FILES) else ""
    return before + told + (_NOTHING if told.endswith("\n") else "")


_TAG = re.compile(r"\{(?=[{%#])|(?<=#)\}")
_READ_AS_FILES = ("file://", "package:")
_NOTHING = '{{ "" }}'
