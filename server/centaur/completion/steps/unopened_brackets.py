"""Cuts a text at a closing bracket that nothing has opened."""

import re

from centaur.completion.context import HALF_LINE_CHARS, PREFIX_CHARS
from centaur.completion.types import Near
from centaur.text.languages import PROSE, line_comment

_PAIRS = {")": "(", "]": "[", "}": "{"}
_UNPAIRED = PROSE | {"shellscript", "yaml"}  # where a bracket may close what no bracket opened
_CUT_CHARS = PREFIX_CHARS - HALF_LINE_CHARS  # so long a text before the cursor may lack its beginning
_STRING = r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''


def unopened_brackets(text: str, around: Near, language: str) -> str:
    """The text up to the first bracket too many."""
    if language in _UNPAIRED or len(around.prefix) >= _CUT_CHARS:
        return text
    comment = line_comment(language)
    token = re.compile(_STRING + (f"|{re.escape(comment)}[^\n]*" if comment else "") + r"|[()\[\]{}]")
    opened = [found[0] for found in token.finditer(around.prefix) if len(found[0]) == 1]
    is_open = {bracket: opened.count(bracket) - opened.count(end) for end, bracket in _PAIRS.items()}
    start = len(around.prefix)
    for found in token.finditer(around.prefix + text):
        if found.start() < start:
            continue
        mark = found[0]
        if mark in is_open:
            is_open[mark] += 1
        elif mark in _PAIRS:
            is_open[_PAIRS[mark]] -= 1
            if is_open[_PAIRS[mark]] < 0:
                return text[: found.start() - start]
    return text
