"""Whether one line or several may be put at the cursor: the user's setting, or the place decides."""

from centaur.completion.steps.brackets import CLOSING
from centaur.completion.types import MAX_LINES, Near
from centaur.settings import ALWAYS, NEVER
from centaur.text import syntax


def allowed(around: Near, language: str, multiline: str) -> int:
    """How many lines; in the middle of a line, a comment or a string there is room for one."""
    if multiline in (NEVER, ALWAYS):
        return 1 if multiline == NEVER else MAX_LINES
    if around.line_after.strip().strip(CLOSING + " "):
        return 1
    return 1 if syntax.place(around.prefix, around.suffix, language) in ("comment", "string") else MAX_LINES
