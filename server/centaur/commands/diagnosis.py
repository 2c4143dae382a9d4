"""What an endpoint's answer to one tiny question means, in a sentence, and what to change."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from centaur.adapters.presets import ModelSpec
from centaur.completion.types import Generation

_MANY_NAMES = 5


class Diagnosis(NamedTuple):
    """How serious it is, what was found, and the fix if there is one to make."""

    level: Literal["ok", "warning", "error"]
    sentence: str


def diagnose(spec: ModelSpec, answer: Generation, names: Sequence[str], *, has_key: bool) -> Diagnosis:
    """The one thing to know of this model; `names` are the models that the endpoint says it has."""
    table = f"models.{spec.label}"
    if answer.failure:
        return Diagnosis(
            "error",
            f"{answer.failure.partition(':')[0]}: {_fix(spec, answer.failure, names, has_key=has_key)}",
        )
    took = answer.total_ms or 0.0
    if spec.fim and any(token in answer.text for token in spec.fim.tokens):
        family = f"it writes tokens of its own, so it is not of the family {spec.family}: set {table}.family"
        return Diagnosis("warning", family)
    if not answer.text.strip():
        return Diagnosis("warning", f"answered nothing in {took:.0f} ms: {_other_style(spec)}")
    if took > spec.deadline_ms:
        slow = f"answered after {took:.0f} ms; {table}.deadline_ms is {spec.deadline_ms}: raise it"
        return Diagnosis("warning", f"{slow}, or take a smaller model")
    return Diagnosis("ok", f"answered {answer.text.strip()[:40]!r} in {took:.0f} ms")


def _fix(spec: ModelSpec, failure: str, names: Sequence[str], *, has_key: bool) -> str:
    if failure.startswith(("http 401", "http 403")):
        return _key(spec, has_key=has_key)
    if failure.startswith(("http 404", "http 400", "http 422")):
        return _unknown(spec, failure, names)
    fixes = {
        "connection refused": f"nothing listens there; start it{_start(spec)}, or change its endpoint",
        "no connection": "the host cannot be reached; check endpoint and network, or set proxy",
        "timeout": f"it is slower than models.{spec.label}.generation_ms; raise it, or take a smaller model",
        "http 429": "its limit of requests is reached; wait, or lower budget.requests_per_minute",
        "the answer was cut short": "the server ended in the middle; its own log tells why",
        "the endpoint does not stream an answer": "it completes nothing, or its context is too small",
        "the answer is not that of a language model": "endpoint is something else; it ends in /v1 as a rule",
    }
    return fixes.get(failure, "its own log tells why")


def _key(spec: ModelSpec, *, has_key: bool) -> str:
    if has_key:
        return "the API key is refused; put a valid one into the editor's secrets or the keyring"
    where = f", or in {spec.key_variable}" if spec.key_variable else ""
    return f"no API key was found; store one in the editor's secrets or the keyring{where}"


def _unknown(spec: ModelSpec, failure: str, names: Sequence[str]) -> str:
    """Whether it is the model's name or the way in which it was asked that the endpoint does not know."""
    if names and spec.name not in names:
        known = ", ".join(names[:_MANY_NAMES]) + (", ..." if len(names) > _MANY_NAMES else "")
        return f"it has no model {spec.name}; set models.{spec.label}.name to one of {known}"
    if failure.startswith("http 404") and not names:
        return f"it knows neither {spec.path} nor its own models; endpoint ends in /v1 as a rule"
    return f"it refuses the request; {_other_style(spec)}, or name refused fields in models.{spec.label}.omit"


def _other_style(spec: ModelSpec) -> str:
    other = {"fim-suffix": "fim-tokens", "fim-tokens": "chat", "chat": "fim-suffix"}[spec.style]
    return f'try models.{spec.label}.style = "{other}"'


def _start(spec: ModelSpec) -> str:
    commands = {"ollama": "ollama serve", "llama-cpp": "llama-server", "vllm": "vllm serve"}
    return f" with `{commands[spec.preset]}`" if spec.preset in commands else ""
