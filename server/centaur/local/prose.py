"""Where a text is written for people: the engine learns nothing from it and says nothing in it."""

from centaur.local.lexer import TRIPLES, Line, kind
from centaur.text.buffer import Buffer

LINES_ABOVE = 60  # how far up the beginning of a docstring is looked for
_PROSE = frozenset({"markdown", "restructuredtext"})
# Where a type comes before a name, two names in a row are code.
_TYPED_FIRST = frozenset(
    {"c", "cpp", "csharp", "dart", "go", "groovy", "java", "kotlin", "objective-c", "rust", "scala"}
    | {"shellscript", "sql", "swift"}
)


def is_prose(line: Line, language: str) -> bool:
    """Whether the line reads like sentences: names that follow one another with nothing between them."""
    if language in _PROSE:
        return True
    enough = 3 if language in _TYPED_FIRST else 2
    run = 0
    for token in line.tokens:
        run = run + 1 if kind(token) == "a" else 0
        if run == enough:
            return True
    return False


def in_docstring(buffer: Buffer, line: int, before: str) -> bool:
    """Whether Python code before the cursor has a string of several lines open, judged from the lines above.

    A line of three quotes alone could begin a string or end it: it begins one after a colon.
    """
    if _odd(before):
        return not _ends_string(before, buffer.line(line - 1) if line else "")
    for at in range(line - 1, max(-1, line - 1 - LINES_ABOVE), -1):
        text = buffer.line(at)
        if _odd(text):
            return not _ends_string(text, buffer.line(at - 1) if at else "")
    return False


def _odd(text: str) -> bool:
    return any(text.count(quotes) % 2 for quotes in TRIPLES)


def _ends_string(text: str, above: str) -> bool:
    stripped = text.strip()
    if stripped in TRIPLES:
        return bool(above.strip()) and not above.rstrip().endswith((":", "(", "="))
    return stripped.endswith(TRIPLES) and stripped[:-3].rstrip()[-1:] not in ("=", "(", ",")
