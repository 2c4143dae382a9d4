"""What is known of providers and model families, and how a user's table of a model is merged with it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from ipaddress import ip_address
from math import inf
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

Style = Literal["chat", "fim-suffix", "fim-tokens"]
STYLES: tuple[str, ...] = get_args(Style)
_PATHS = {"chat": "/chat/completions", "fim-suffix": "/completions", "fim-tokens": "/completions"}
_TEXTS = ("preset", "endpoint", "style", "name", "family", "proxy")
_WHOLE_NUMBERS = {"deadline_ms": 1_500, "generation_ms": 10_000, "max_tokens": 0}
_HOTTEST = 2  # the most that OpenAI's reference allows; some endpoints take less
_KEYS = (*_TEXTS, *_WHOLE_NUMBERS, "temperature", "omit", "usd_per_hour")


@dataclass(frozen=True, slots=True)
class FimForm:
    """How a family of models is asked to fill a hole; `tokens` are the texts that mean something to it.

    `repository` and `file` stand before the pieces of other files and before each file, where it takes files.
    """

    prompt: str
    tokens: tuple[str, ...]
    stop: tuple[str, ...]
    repository: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One model, ready to be called: an endpoint without encryption can only be on this machine.

    `max_tokens` of 0 leaves the limit to the prompt; a `key_variable` of "" means that none may hold a key.
    """

    label: str
    endpoint: str
    style: Style
    name: str
    preset: str = ""
    family: str = ""
    fim: FimForm | None = None
    path: str = ""
    deadline_ms: int = _WHOLE_NUMBERS["deadline_ms"]
    generation_ms: int = _WHOLE_NUMBERS["generation_ms"]
    max_tokens: int = 0
    temperature: float = 0.0
    proxy: str = ""
    key_variable: str = ""
    limit_field: str = "max_tokens"
    omit: tuple[str, ...] = ()
    usd_per_hour: float = 0.0

    def __post_init__(self) -> None:
        if problem := _endpoint_problem(self.endpoint):
            raise _wrong(self.label, f"endpoint {problem}")
        if self.proxy and urlsplit(self.proxy).scheme not in ("http", "https"):
            raise _wrong(self.label, f"proxy must be an http or https address, not {self.proxy!r}")

    @property
    def host(self) -> str:
        """The endpoint's host and port."""
        return urlsplit(self.endpoint).netloc

    @property
    def is_own(self) -> bool:
        """Whether the endpoint is on this machine, where a call costs no money."""
        return _is_loopback(urlsplit(self.endpoint).hostname or "")


def resolve(label: str, table: Mapping[str, Any]) -> ModelSpec:
    """The model that the user's table describes, with its preset's values where the table has none.

    Raises ValueError with a sentence that says what to change.
    """
    _check(label, table)
    preset = _preset(label, table.get("preset", ""))
    values = {**preset, **table}
    if lacking := [name for name in ("endpoint", "style", "name") if not values.get(name)]:
        hint = preset.get("needs") or f'{lacking[0]}, or a preset such as preset = "ollama"'
        raise _wrong(label, f"set {hint}")
    style = values["style"]
    family = values.get("family") or (_family_of(values["name"]) if style == "fim-tokens" else "")
    deadline = values.get("deadline_ms", _WHOLE_NUMBERS["deadline_ms"])
    return ModelSpec(
        label=label,
        endpoint=values["endpoint"].rstrip("/"),
        style=style,
        name=values["name"],
        preset=table.get("preset", ""),
        family=family,
        fim=_fim_form(label, values["name"], family) if style == "fim-tokens" else None,
        path=preset["path"] if "path" in preset and style == preset["style"] else _PATHS[style],
        deadline_ms=deadline,
        generation_ms=max(deadline, values.get("generation_ms", _WHOLE_NUMBERS["generation_ms"])),
        max_tokens=values.get("max_tokens", 0),
        temperature=float(values.get("temperature", 0.0)),
        proxy=values.get("proxy", ""),
        key_variable=_key_variable(preset, values["endpoint"]),
        limit_field=preset.get("limit", "max_tokens"),
        usd_per_hour=float(values.get("usd_per_hour", 0.0)),
        omit=(*preset.get("omit", ()), *table.get("omit", ())),
    )


def _check(label: str, table: Mapping[str, Any]) -> None:
    if unknown := sorted(table.keys() - set(_KEYS)):
        raise _wrong(label, f"unknown setting {unknown[0]!r}; known are {', '.join(_KEYS)}")
    for name, value in table.items():
        if name in _TEXTS and not isinstance(value, str):
            raise _wrong(label, f"{name} must be a text")
        if name in _WHOLE_NUMBERS and (type(value) is not int or value < 1):
            raise _wrong(label, f"{name} must be a whole number above 0")
    omit = table.get("omit", ())
    if not isinstance(omit, list | tuple) or not all(isinstance(field, str) for field in omit):
        raise _wrong(
            label, 'omit must be a list of fields that the endpoint refuses, such as ["temperature"]'
        )
    temperature = table.get("temperature", 0)
    if type(temperature) not in (int, float) or not 0 <= temperature <= _HOTTEST:
        raise _wrong(label, f"temperature must be a number from 0 to {_HOTTEST}")
    rate = table.get("usd_per_hour", 0)
    if type(rate) not in (int, float) or not 0 <= rate < inf:
        raise _wrong(label, "usd_per_hour must be a number from 0 on")
    if table.get("style", STYLES[0]) not in STYLES:
        raise _wrong(label, f"style must be one of {', '.join(STYLES)}")


def _preset(label: str, name: str) -> Mapping[str, Any]:
    if name and name not in _data()["presets"]:
        raise _wrong(label, f"unknown preset {name!r}; known are {', '.join(_data()['presets'])}")
    return _data()["presets"][name] if name else {}


def _key_variable(preset: Mapping[str, Any], endpoint: str) -> str:
    """The variable that may hold the key: a provider's key is never looked up for somebody else's host."""
    own = preset.get("endpoint", "")
    theirs = own and not _is_loopback(urlsplit(own).hostname or "")
    return "" if theirs and urlsplit(own)[:2] != urlsplit(endpoint)[:2] else preset.get("key", "")


def _family_of(name: str) -> str:
    lowered = name.lower()
    families = _data()["families"].items()
    return next((family for family, row in families if any(part in lowered for part in row["names"])), "")


def _fim_form(label: str, name: str, family: str) -> FimForm:
    rows = _data()["families"]
    if family not in rows:
        raise _wrong(
            label,
            f"the fill-in-the-middle tokens of {family or name!r} are not known; "
            f'set family to one of {", ".join(rows)}, or style to "fim-suffix" or "chat"',
        )
    row = rows[family]
    more = {name: row[name] for name in ("repository", "file") if name in row}
    return FimForm(row["prompt"], tuple(row["tokens"]), tuple(row["stop"]), **more)


def _endpoint_problem(endpoint: str) -> str:
    try:
        parts = urlsplit(endpoint)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        return f"must be an http or https address, not {endpoint!r}"
    if parts.username or parts.password or parts.query or parts.fragment:
        return "must hold no user, password, query or fragment"
    if parts.scheme == "http" and not _is_loopback(parts.hostname or ""):
        return f"must be https: {parts.hostname} is not this machine, and code would travel readable"
    return ""


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _wrong(label: str, sentence: str) -> ValueError:
    return ValueError(f"models.{label}: {sentence}")


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads((files("centaur.adapters") / "presets.toml").read_text(encoding="utf-8"))
