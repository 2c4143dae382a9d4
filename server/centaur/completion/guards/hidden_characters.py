"""Refuses text that holds what a reader cannot see."""

from centaur.completion.types import Near
from centaur.privacy import hidden


def hidden_characters(text: str, _around: Near, _language: str) -> str:
    """`hidden_characters` where the text holds one, or ""."""
    return "hidden_characters" if hidden.first(text) else ""
