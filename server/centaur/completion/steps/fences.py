"""Takes code out of a chat's Markdown: the fence around it and the sentence before it."""

import re

from centaur.completion.types import Near
from centaur.text.languages import PROSE

_FENCE = "```"
_PREAMBLE = re.compile(
    r"\s*(?:sure|certainly|of course|okay|here(?:['\u2019]s| is| are))\b[^\n]*:\s*\n", re.IGNORECASE
)


def fences(text: str, around: Near, language: str) -> str:
    """The code inside the first fence, also where the answer was cut before the fence was closed."""
    if language in PROSE or _FENCE in around.prefix:
        return text
    preamble = _PREAMBLE.match(text)
    code = text[preamble.end() :] if preamble else text
    lines = code.split("\n")
    at = [index for index, line in enumerate(lines) if line.lstrip().startswith(_FENCE)]
    if not at:
        return code
    first, *others = at
    opens = lines[first].strip() != _FENCE or not "".join(lines[:first]).strip()
    inside = lines[first + 1 : others[0] if others else None]
    return "\n".join(inside if opens else lines[:first])
