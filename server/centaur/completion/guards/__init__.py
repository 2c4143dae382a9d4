"""What no text may pass with, from a model, a cache or the local engine: one guard, one file."""

from collections.abc import Callable

from centaur.completion.guards.hidden_characters import hidden_characters
from centaur.completion.guards.secrets import secrets

GUARDS: tuple[Callable[[str], str], ...] = (hidden_characters, secrets)


def refuse(text: str) -> str:
    """The code of the first reason not to offer the text, or ""."""
    return next((reason for guard in GUARDS if (reason := guard(text))), "")
