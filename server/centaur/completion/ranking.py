"""The order in which several texts for one place are offered: those that leave the fewest errors first."""

from collections.abc import Iterable

from centaur.completion.types import Candidate, Near
from centaur.text import syntax


def ranked(candidates: Iterable[Candidate], near: Near, language: str) -> tuple[Candidate, ...]:
    """Each text once; where no grammar tells them apart, the model's own order stays."""
    distinct: dict[str, Candidate] = {}
    for candidate in candidates:
        distinct.setdefault(candidate.text, candidate)
    if len(distinct) == 1:
        return tuple(distinct.values())
    return tuple(sorted(distinct.values(), key=lambda each: _errors(each.text, near, language)))


def _errors(text: str, near: Near, language: str) -> int:
    return syntax.errors(near.prefix, text, near.suffix, language) or 0
