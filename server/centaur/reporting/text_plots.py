"""Small plots made of characters: bars, a line of days, and a value within its interval."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ink:
    """The characters to draw with: `parts` fill a cell from the left, `levels` from below."""

    parts: str
    levels: str
    missing: str
    line: str
    point: str


BLOCKS = Ink(" ▏▎▍▌▋▊▉█", "▁▂▃▄▅▆▇█", "·", "─", "●")
ASCII = Ink(" #", ".:-=+*%#", " ", "-", "o")
"""For outputs that cannot say more."""


def bar(value: float, whole: float, width: int, ink: Ink = BLOCKS) -> str:
    """A bar whose length is the value's share of the whole; what is more than nothing is to be seen."""
    steps = len(ink.parts) - 1
    filled = round(width * steps * min(value / whole, 1)) if whole else 0
    full, rest = divmod(max(filled, 1) if value > 0 else 0, steps)
    return ink.parts[-1] * full + (ink.parts[rest] if rest else "")


def sparkline(values: Sequence[float | None], ink: Ink = BLOCKS) -> str:
    """A character for each value, its height from zero to the largest; None is missing, and not zero."""
    largest = max((value for value in values if value is not None), default=0) or 1
    top = len(ink.levels) - 1
    return "".join(
        ink.missing if value is None else ink.levels[round(top * max(value, 0) / largest)] for value in values
    )


def whisker(value: float, interval: tuple[float, float] | None, largest: float, width: int, ink: Ink) -> str:
    """A point on a scale from zero to the largest, within its interval where there is one."""

    def place(number: float) -> int:
        return round(min(max(number / largest, 0), 1) * (width - 1)) if largest else 0

    cells = [" "] * width
    low, high = interval or (value, value)
    for cell in range(place(low), place(high) + 1):
        cells[cell] = ink.line
    cells[place(value)] = ink.point
    return "".join(cells).rstrip()
