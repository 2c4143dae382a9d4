"""Refuses text that holds a secret, or the marker that stands for one in a prompt."""

from centaur.completion.types import Near
from centaur.privacy.secrets import MARKER, finds


def secrets(text: str, _around: Near, _language: str) -> str:
    """`secrets` where the text has the shape of one or our marker, or ""."""
    return "secrets" if MARKER.search(text) or finds(text) else ""
