"""What no text may pass with, from a model, a cache or the local engine, and what is noted beside it."""

from collections.abc import Callable
from functools import lru_cache

from centaur.completion.guards.hidden_characters import hidden_characters
from centaur.completion.guards.risky_calls import risky_calls
from centaur.completion.guards.secrets import secrets
from centaur.completion.guards.syntax import syntax
from centaur.completion.guards.unknown_imports import unknown_imports
from centaur.completion.types import Near, Note

_ANSWERS = 16  # what is looked up again at a place is not looked at again
_NOWHERE = Near("", "")
GUARDS: tuple[Callable[[str, Near, str], str], ...] = (hidden_characters, secrets, syntax)


@lru_cache(maxsize=_ANSWERS)
def refuse(text: str, around: Near = _NOWHERE, language: str = "") -> str:
    """The code of the first reason not to offer the text, or ""."""
    return next((reason for guard in GUARDS if (reason := guard(text, around, language))), "")


def notes(
    text: str, around: Near, language: str, modules: Callable[[], frozenset[str] | None]
) -> tuple[Note, ...]:
    """What is to be noted; `modules` gives those that can be imported here, or None where nobody knows."""
    told = {
        "risky_calls": risky_calls(text, around.line_before, language),
        "unknown_imports": unknown_imports(text, around.prefix, language, modules),
    }
    return tuple(Note(code, sentence) for code, sentence in told.items() if sentence)
