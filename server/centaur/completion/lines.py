"""Whether one line or several may be put at the cursor: the user's setting, or the place decides."""

from functools import lru_cache

from centaur.completion.steps.brackets import CLOSING
from centaur.completion.types import Near
from centaur.settings import ALWAYS, NEVER
from centaur.text import syntax

MAX_LINES = 40  # what a person reads before deciding


@lru_cache(maxsize=8)
def allowed(around: Near, language: str) -> int:
    """How many lines; in the middle of a line, a comment or a string there is room for one.

    Only a text of several lines asks, so that no other waits for the grammar.
    """
    if around.multiline in (NEVER, ALWAYS):
        return 1 if around.multiline == NEVER else MAX_LINES
    if around.line_after.strip().strip(CLOSING + " "):
        return 1
    return 1 if syntax.place(around.prefix, around.suffix, language) in ("comment", "string") else MAX_LINES
