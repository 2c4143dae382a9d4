"""What goes to an OpenAI-compatible endpoint and what comes back, in each of the three styles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from centaur.adapters.presets import FimForm, ModelSpec
from centaur.privacy.redaction import RedactedPrompt

_FINISHES = ("stop", "length", "content_filter")


class WrongShapeError(ValueError):
    """The answer is JSON, but not that of a language model."""


@dataclass(frozen=True, slots=True)
class Usage:
    """How many tokens a call took, as far as the endpoint says so."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    cached_tokens: int | None = None

    @property
    def tokens(self) -> tuple[int | None, int | None, int | None]:
        """Those in, those out, and those in that were cached."""
        return self.input_tokens, self.output_tokens, self.cached_tokens


@dataclass(frozen=True, slots=True)
class Piece:
    """One event of a streamed answer. `finish` is "" until the model says why it ended."""

    text: str = ""
    finish: str = ""
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a call gave nothing, in words that never hold a part of an answer or a prompt.

    Where it is known that no model read the prompt, it was `unasked` and took nothing.
    """

    sentence: str
    retry_after_s: float | None = None
    unasked: bool = False


def request(spec: ModelSpec, prompt: RedactedPrompt, stop: Sequence[str], max_tokens: int) -> dict[str, Any]:
    """The body of the request."""
    body = {
        "model": spec.name,
        **_question(spec, prompt),
        spec.limit_field: max_tokens,
        "temperature": spec.temperature,
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    if stop:
        body["stop"] = list(stop)
    return {name: value for name, value in body.items() if name not in spec.omit}


def read(event: object) -> Piece:
    """The event as a piece of the answer."""
    if not isinstance(event, dict):
        raise WrongShapeError
    usage = _usage(event.get("usage"))
    choices = event.get("choices")
    if not choices:
        return Piece(usage=usage)
    if not isinstance(choices, list) or not isinstance(choices[0], dict):
        raise WrongShapeError
    choice = choices[0]
    message = choice.get("delta", {})
    text = choice.get("text") or (message.get("content") if isinstance(message, dict) else message) or ""
    finish = choice.get("finish_reason") or ""
    if not isinstance(text, str) or not isinstance(finish, str):
        raise WrongShapeError
    return Piece(text, finish if finish in _FINISHES else "other" if finish else "", usage)


def names(listed: object) -> tuple[str, ...]:
    """The names in an endpoint's list of models."""
    rows = listed.get("data") if isinstance(listed, dict) else None
    found = [row.get("id") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return tuple(name for name in found if isinstance(name, str))


def _question(spec: ModelSpec, prompt: RedactedPrompt) -> dict[str, Any]:
    if spec.style == "chat":
        return {"messages": [{"role": role, "content": text} for role, text in prompt.messages]}
    if spec.fim is None:
        return {"prompt": prompt.prefix, "suffix": prompt.suffix}
    return {"prompt": _with_tokens(spec.fim, prompt)}


def _with_tokens(form: FimForm, prompt: RedactedPrompt) -> str:
    """The prompt in the family's form; its tokens in somebody's code would end the code there, so they go."""
    before, after = form.prompt.split("{prefix}")
    suffix = _without(form.tokens, prompt.suffix)
    hole = (
        before.replace("{suffix}", suffix)
        + _without(form.tokens, prompt.prefix)
        + after.replace("{suffix}", suffix)
    )
    if not form.file or not prompt.files:
        return hole
    files = [(name, f"{text.rstrip()}\n") for name, text in prompt.files]
    parts = (
        form.file.replace("{name}", _without(form.tokens, name)) + _without(form.tokens, text)
        for name, text in (*files, (prompt.file, ""))
    )
    return form.repository + "".join(parts) + hole


def _without(tokens: Sequence[str], text: str) -> str:
    for token in tokens:
        text = text.replace(token, "")
    return text


def _usage(value: object) -> Usage | None:
    if not isinstance(value, dict):
        return None
    details = value.get("prompt_tokens_details")
    cached = (
        details.get("cached_tokens") if isinstance(details, dict) else value.get("prompt_cache_hit_tokens")
    )
    return Usage(_count(value.get("prompt_tokens")), _count(value.get("completion_tokens")), _count(cached))


def _count(value: object) -> int | None:
    return value if type(value) is int and value >= 0 else None
