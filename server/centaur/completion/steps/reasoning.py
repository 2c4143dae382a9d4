"""Drops the thoughts that a reasoning model puts before its answer."""

from centaur.completion.types import Near

_OPEN, _CLOSE = "<think>", "</think>"


def reasoning(text: str, _around: Near, _language: str) -> str:
    """What follows the thoughts; nothing, where they have no end."""
    if not text.lstrip().startswith(_OPEN):
        return text
    return text.partition(_CLOSE)[2].lstrip("\n")
