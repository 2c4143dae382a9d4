"""The services that take traces and a human's decisions, each as data in receivers.toml."""

import tomllib
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from string import Formatter
from typing import Any

from centaur.exchange.source import AskedError, ExchangeError

PLAIN = "otlp"
"""The receiver of traces alone, at any endpoint."""

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Receiver:
    """One service at one endpoint; `values` are what its templates are filled with."""

    name: str
    endpoint: str
    values: Mapping[str, str]
    spec: Mapping[str, Any]

    @property
    def traces(self) -> str:
        """The path that takes OTLP."""
        return str(self.spec["traces"])

    @property
    def headers(self) -> dict[str, str]:
        """The headers of every request, with what authenticates us."""
        headers = filled(self.spec.get("headers", {}), self.values)
        if "basic" in self.spec:
            pair = str(filled(self.spec["basic"], self.values)).encode()
            headers["Authorization"] = f"Basic {b64encode(pair).decode()}"
        return {**headers, **_pairs(self.values.get("headers", ""))}

    @property
    def has_key(self) -> bool:
        """Whether a header may be secret, as any that the user gives may be."""
        return any(self.values.get(name) for name in ("token", "secret", "headers"))

    @property
    def resource(self) -> dict[str, str]:
        """What names the project to receivers that do not read it from a header."""
        return dict(filled(self.spec.get("resource", {}), self.values))

    def attributes(self, told: Values) -> dict[str, str]:
        """What this receiver wants to see of a span besides the conventions."""
        return dict(filled(self.spec.get("attributes", {}), {**self.values, **told}))

    def feedback(self, told: Values) -> tuple[str, str, Any] | None:
        """The method, path and body that tell a decision, or None where there is no such call."""
        call = self.spec.get("feedback")
        if call is None:
            return None
        values = {**self.values, **told}
        return call["method"], filled(call["path"], values), filled(call["body"], values)

    def seen(self, told: Values) -> tuple[str, str] | None:
        """The path that tells whether a decision arrived, and what its answer then holds."""
        call = self.spec.get("seen")
        return call and (filled(call["path"], {**self.values, **told}), call["holds"])


def receiver(name: str, environment: Mapping[str, str], *, endpoint: str = "", project: str = "") -> Receiver:
    """The receiver of that name, or any at that address. Raises ExchangeError where something is missing."""
    known = tomllib.loads(files("centaur.exchange").joinpath("receivers.toml").read_text(encoding="utf-8"))
    if name.startswith(("http://", "https://")):
        name, endpoint = PLAIN, name
    if name not in known:
        raise AskedError(f"there is no receiver {name!r}; known are {', '.join(known)}, or give a URL")
    spec = known[name]
    variables = spec.get("variables", {})
    found = {value: environment.get(variable, "") for value, variable in variables.items()}
    values = {**found, "project": project or found.get("project") or spec.get("project", "")}
    missing = [variables[value] for value in spec.get("required", ()) if not values[value]]
    if missing:
        raise ExchangeError(f"{name} needs {' and '.join(missing)} in the environment")
    if name == PLAIN:
        values["headers"] = environment.get("OTEL_EXPORTER_OTLP_HEADERS", "")
    place = endpoint or found.get("endpoint") or spec["endpoint"]
    if not place:
        raise ExchangeError(f"{name} needs an address: give --endpoint URL")
    return Receiver(name, place.rstrip("/"), values, spec)


def filled(template: Any, values: Values) -> Any:
    """The template with its places filled; a part of which a value is unknown is left out.

    A text that is nothing but one place becomes the value itself, a number as a number.
    """
    match template:
        case str():
            return _text(template, values)
        case dict():
            parts = {name: filled(part, values) for name, part in template.items()}
            return {name: part for name, part in parts.items() if part is not None and part != {}}
        case list():
            return [filled(part, values) for part in template]
        case _:
            return template


def _text(template: str, values: Values) -> Any:
    places = [place for _, place, _, _ in Formatter().parse(template) if place]
    if any(values.get(place) in (None, "") for place in places):
        return None
    if len(places) == 1 and template == f"{{{places[0]}}}":
        return values[places[0]]
    return template.format_map(values)


def _pairs(listed: str) -> dict[str, str]:
    """Headers as OTEL_EXPORTER_OTLP_HEADERS lists them: a=b,c=d."""
    pairs = (pair.partition("=") for pair in listed.split(",") if "=" in pair)
    return {name.strip(): value.strip() for name, _, value in pairs}
