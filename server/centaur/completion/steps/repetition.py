"""Cuts a text where a model has begun to go round in circles."""

from centaur.completion.types import Near

_TIMES = 3
_LONGEST_PERIOD = 8


def repetition(text: str, _around: Near, _language: str) -> str:
    """The text up to the end of the first group of lines that comes three times in a row."""
    lines = text.split("\n")
    for start in range(len(lines)):
        if not any(lines[start : start + _LONGEST_PERIOD]):
            continue
        for period in range(1, _LONGEST_PERIOD + 1):
            if _repeats(lines, start, period):
                return "\n".join(lines[: start + period])
    return text


def _repeats(lines: list[str], start: int, period: int) -> bool:
    end = start + _TIMES * period
    if lines[start:end:period] != [lines[start]] * _TIMES:
        return False  # a look at one line first, as a text may have thousands of them
    group = lines[start : start + period]
    return "".join(group).strip() != "" and lines[start:end] == group * _TIMES
