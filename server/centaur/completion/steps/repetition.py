"""Cuts a text where a model has begun to go round in circles."""

from centaur.completion.types import Near

_TIMES = 3
_LONGEST_PERIOD = 8


def repetition(text: str, _around: Near, _language: str) -> str:
    """The text up to the end of the first group of lines that comes three times in a row."""
    lines = text.split("\n")
    for start, line in enumerate(lines):
        after = lines[start + 1 : start + 1 + _LONGEST_PERIOD]
        if line not in after or not (line or any(after)):
            continue  # a look at a few lines first, as a text may have thousands of them
        for period, later in enumerate(after, 1):
            if later == line and _repeats(lines, start, period):
                return "\n".join(lines[: start + period])
    return text


def _repeats(lines: list[str], start: int, period: int) -> bool:
    end = start + _TIMES * period
    group = lines[start : start + period]
    return "".join(group).strip() != "" and lines[start:end] == group * _TIMES
