"""What a model is asked at a place: the text around the cursor and what else is worth telling."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import lru_cache

from centaur.completion.ports import Model
from centaur.completion.prompting import Template, render
from centaur.completion.snippets import Snippet, as_files, beside_files, described, name_of, told
from centaur.completion.types import Near, Request
from centaur.privacy.redaction import RedactedPrompt
from centaur.privacy.secrets import redact


@dataclass(frozen=True, slots=True)
class Question:
    """What every call for a place asks; `context` says what else is told, and `written` is all of it."""

    request: Request
    near: Near
    prompt: RedactedPrompt
    context: str
    written: str


class Questions:
    """Makes the questions to one model and remembers the last, as all variants of a place ask the same."""

    def __init__(
        self, model: Model, template: Template, gather: Callable[[Request, Near], tuple[Snippet, ...]]
    ) -> None:
        self._model = model
        self._template = template
        self._gather = gather
        self._last: Question | None = None

    def at(self, request: Request, near: Near) -> Question:
        """The question; what it tells besides is not in the cache's key, or nothing would ever hit."""
        last = self._last
        if last is None or last.request is not request or last.near is not near:
            last = self._last = self._made(request, near)
        return last

    def _made(self, request: Request, near: Near) -> Question:
        document, around, snippets = request.document, redacted(near), self._gather(request, near)
        files = as_files(snippets) if self._model.takes_files else ()
        above = beside_files(snippets) if files else snippets
        context = redact(told(above, self._model.style, document.language))
        slots = {"prefix": around.prefix, "suffix": around.suffix, "language": document.language}
        file = name_of(document.path or document.uri)
        prompt = render(self._template, slots | {"context": context}, files, file)
        written = json.dumps(asdict(prompt), ensure_ascii=False)
        return Question(request, near, prompt, described(around, snippets), written)


@lru_cache(maxsize=8)
def redacted(near: Near) -> Near:
    """The text around the cursor without its secrets; remembered, as a place is asked about several times."""
    return replace(near, prefix=redact(near.prefix), suffix=redact(near.suffix))
