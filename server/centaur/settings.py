"""What a user may set: frozen values, one check a name, and a sentence for whatever does not fit."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import inf
from types import MappingProxyType
from typing import Any

LOCAL = "local"
OFF = "off"
NUMBERS = "numbers"
FULL = "full"
LEVELS = (OFF, NUMBERS, FULL)
ADAPTIVE = "adaptive"
NEVER = "never"
AUTO = "auto"
ALWAYS = "always"
CHOICES = (NEVER, AUTO, ALWAYS)
_CANDIDATES = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting that something reads now, with its default.

    `models` holds each model's table as it was written; `adapters.presets.resolve` checks it. `exclude` is in
    gitignore syntax. `delay_ms` is how long typing must pause before a model is asked; None adapts to the
    typing and to the model. Asked by key a model is asked for up to so many `candidates`. What the level
    "full" adds, the texts, is kept for `retention_days`. `explain_model` is "" for the first engine of style
    chat. Past one of the budgets, a day or a minute's, the model is not asked.
    """

    engines: tuple[str, ...] = (LOCAL,)
    models: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))
    delay_ms: int | None = None
    candidates: int = 3
    multiline: str = AUTO
    speculative: str = AUTO
    languages: Mapping[str, bool] = field(
        default_factory=lambda: MappingProxyType({"*": True, "plaintext": False})
    )
    exclude: tuple[str, ...] = ("**/.env*", "**/*.pem", "**/id_*")
    level: str = NUMBERS
    retention_days: int = 30
    explain_model: str = ""
    usd_per_day: float = 1.0
    requests_per_minute: int = 60
    tokens_per_minute: int = 100_000
    tokens_per_day: int = 2_000_000

    def language_enabled(self, language: str) -> bool:
        """Whether suggestions are wanted in this language; `*` answers for those not named."""
        return self.languages.get(language, self.languages.get("*", True))


def merge(settings: Settings, table: Mapping[str, Any], source: str) -> tuple[Settings, tuple[str, ...]]:
    """The settings with the table's values put in, and a warning for each name that is unknown or wrong.

    A wrong value keeps the old one: a typing mistake in a file must not turn anything on or off.
    """
    warnings: list[str] = []
    for name, value in _dotted(table):
        if name not in _SETTINGS:
            warnings.append(f"{source}: unknown setting {name!r}; known are {', '.join(sorted(_SETTINGS))}")
            continue
        attribute, check = _SETTINGS[name]
        try:
            settings = replace(settings, **{attribute: check(value)})
        except ValueError as error:
            warnings.append(f"{source}: {name} {error}; the old value stays")
    return settings, tuple(warnings)


def _dotted(table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Settings by their dotted names; `models` and `suggest.languages` are tables themselves."""
    for section, value in table.items():
        if section in _SECTIONS and isinstance(value, Mapping):
            yield from ((f"{section}.{name}", inner) for name, inner in value.items())
        else:
            yield section, value


def _names(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise ValueError("must be a list of strings")
    return tuple(value)


def _engines(value: Any) -> tuple[str, ...]:
    names = _names(value)
    if not names:
        raise ValueError('must name at least one engine, such as ["local"]')
    return names


def _models(value: Any) -> Mapping[str, Mapping[str, Any]]:
    if not isinstance(value, Mapping) or not all(isinstance(inner, Mapping) for inner in value.values()):
        raise ValueError("must be tables, one for each model, such as [models.fast]")
    return MappingProxyType({str(name): MappingProxyType(dict(inner)) for name, inner in value.items()})


def _delay(value: Any) -> int | None:
    if value == ADAPTIVE:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 10_000:  # noqa: PLR2004 - in the message
        raise ValueError('must be milliseconds from 0 to 10000, or "adaptive"')
    return value


def _candidates(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value not in _CANDIDATES:
        raise ValueError("must be a whole number from 1 to 3")
    return value


def _choice(value: Any) -> str:
    if value not in CHOICES:
        raise ValueError(f"must be one of {', '.join(CHOICES)}")
    return str(value)


def _amount(value: Any) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value < inf:
        raise ValueError("must be a number above 0")
    return float(value)


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError("must be a whole number above 0")
    return value


def _languages(value: Any) -> Mapping[str, bool]:
    if not isinstance(value, Mapping) or not all(isinstance(on, bool) for on in value.values()):
        raise ValueError("must map language ids to true or false")
    return MappingProxyType({**Settings().languages, **{str(name): on for name, on in value.items()}})


def _exclude(value: Any) -> tuple[str, ...]:
    # One's own patterns add to those that keep secrets in; only one that begins with ! takes a file out.
    return tuple(dict.fromkeys((*Settings().exclude, *_names(value))))


def _name(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("must be the name of a model")  # noqa: TRY004 - like every other wrong value
    return value


def _level(value: Any) -> str:
    if value not in LEVELS:
        raise ValueError(f"must be one of {', '.join(LEVELS)}")
    return str(value)


def _days(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 3650:  # noqa: PLR2004 - in the message
        raise ValueError("must be days from 1 to 3650")
    return value


_SETTINGS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "engines": ("engines", _engines),
    "models": ("models", _models),
    "suggest.delay": ("delay_ms", _delay),
    "suggest.candidates": ("candidates", _candidates),
    "suggest.multiline": ("multiline", _choice),
    "suggest.speculative": ("speculative", _choice),
    "suggest.languages": ("languages", _languages),
    "privacy.exclude": ("exclude", _exclude),
    "evidence.level": ("level", _level),
    "explain.model": ("explain_model", _name),
    "evidence.retention_days": ("retention_days", _days),
    "budget.usd_per_day": ("usd_per_day", _amount),
    "budget.requests_per_minute": ("requests_per_minute", _count),
    "budget.tokens_per_minute": ("tokens_per_minute", _count),
    "budget.tokens_per_day": ("tokens_per_day", _count),
}
_SECTIONS = {name.split(".")[0] for name in _SETTINGS if "." in name}
