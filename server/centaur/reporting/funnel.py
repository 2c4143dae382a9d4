"""The way from what could have been suggested to what is left of it, as the terminal and the page draw it."""

from collections.abc import Iterator, Mapping
from typing import Any

from centaur.reporting.wording import AFTER, title

STEPS = ("opportunities", "shown", "viewed", "accepted")


def funnel(total: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """The name of each step and how many came so far; a step that nobody can know is left out."""
    yield from ((title(step), total[step]) for step in STEPS if total[step] is not None)
    kept = total["mostly_unchanged"][AFTER]
    if kept["n"] or not total["accepted"]:
        yield title("mostly_unchanged", AFTER), round((kept["value"] or 0) * kept["n"])
