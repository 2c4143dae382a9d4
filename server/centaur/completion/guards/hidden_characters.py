"""Refuses text that holds what a reader cannot see."""

from centaur.privacy import hidden


def hidden_characters(text: str) -> str:
    """`hidden_characters` where the text holds one, or ""."""
    return "hidden_characters" if hidden.first(text) else ""
