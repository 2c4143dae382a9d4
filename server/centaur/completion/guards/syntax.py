"""Refuses a text that breaks what could be parsed before."""

from centaur.completion.types import Near
from centaur.text.syntax import breaks


def syntax(text: str, around: Near, language: str) -> str:
    """`syntax` where the text has an error that nothing written after it can mend, or "".

    A single line is looked at where nothing stands behind the cursor. Of the rests of lines in files of ten
    languages, behind a random place, 4 in 11,000 are refused, mostly prose in a long docstring; of the rests
    of other lines put there an eighth in Python, a sixth in JavaScript.
    """
    if "\n" not in text and around.line_after.strip():
        return ""
    return "syntax" if breaks(around.prefix, text, language) else ""
