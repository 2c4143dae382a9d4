"""The part of a text that a grammar is shown: what is near the cursor, beginning with something whole."""

import re
from functools import lru_cache

NEAR_CHARS = 1_500  # a parse of this much takes a quarter of a millisecond
_AFTER_CHARS = 200  # enough to close what stands before it
_LOOKS = 8  # at lines that may be inside of something long
_PLACES = 8
_CLOSERS = (")", "]", "}", "{", "else", "elif", "except", "finally", "catch")
_DEFINITION = re.compile(r"@[\w.]+(?:\(|\s*$)|(?:async )?def \w+\s*[(\[]|class \w+\s*[(:\[]")  # of Python
_STATEMENT_END = re.compile(r";\r?\n\s*")  # of SQL
_HEREDOC = re.compile(r"<<-?[ \t]*['\"]?(\w+)['\"]?\n")  # of a shell


@lru_cache(maxsize=_PLACES)
def head(before: str, language: str) -> str:
    """The end of what stands before the cursor, and above it the lines that open the blocks around it.

    Remembered, as each step and guard asks about the same place.
    """
    if language == "sql":
        before = _statement(before)
    if len(before) <= NEAR_CHARS:
        return before
    start = before.find("\n", len(before) - NEAR_CHARS) + 1 or len(before) - NEAR_CHARS
    above, near = before[:start], before[start:]
    width = min((_width(line) for line in near.split("\n") if line.strip()), default=0)
    first = 0 if language == "sql" else _first_whole(above, near, width, language)
    return "".join(_headers(above, width)) + near[first:]


def tail(after: str) -> str:
    """What stands right behind the cursor, in whole lines."""
    if len(after) <= _AFTER_CHARS:
        return after
    end = after.rfind("\n", 0, _AFTER_CHARS) + 1 or after.find("\n") + 1 or len(after)
    return after[: min(end, NEAR_CHARS)]


def is_begun(text: str) -> bool:
    """Whether the text may end in a comment, a string or a line that goes on, which grammars see closed."""
    is_quoted = text.count("`") % 2 or text.count('"""') % 2
    return bool(is_quoted) or text.rfind("/*") > text.rfind("*/") or text.rstrip().endswith("\\")


def may_go_on(text: str, language: str) -> bool:
    """Whether the text may end inside of something that ends far below, as where a quote has no other."""
    return _is_inside(text, language) or any(text.count(quote) % 2 for quote in "\"'")


def _is_inside(text: str, language: str) -> bool:
    """As `is_begun`, for what a text may be cut in the middle of."""
    is_quoted = text.count("'''") % 2 or text.rfind("<!--") > text.rfind("-->")
    return is_begun(text) or bool(is_quoted) or (language == "shellscript" and _is_in_heredoc(text))


def _is_in_heredoc(text: str) -> bool:
    opened = _HEREDOC.match(text, text.rfind("<<"))
    return opened is not None and f"\n{opened[1]}\n" not in text[opened.end() - 1 :]


def _headers(above: str, width: int) -> list[str]:
    """The lines that open the blocks around what is indented so far."""
    headers: list[str] = []
    for line in reversed(above.split("\n")):
        if width == 0:
            break
        if line.strip() and _width(line) < width and not line.lstrip().startswith(_CLOSERS):
            headers.insert(0, f"{line}\n")
            width = _width(line)
    return headers


def _first_whole(above: str, near: str, width: int, language: str) -> int:
    """Where in the near text the first whole thing begins: a definition, else what follows an empty line."""
    starts: dict[bool, int] = {}  # by whether an empty line is above
    at, is_after_empty, looks = 0, False, 0
    for line in near.split("\n")[:-1]:
        if at and line.strip() and _width(line) == width and not line.lstrip().startswith(_CLOSERS):
            if language == "python" and _DEFINITION.match(line, width):
                return at
            if is_after_empty not in starts and looks < _LOOKS:
                looks += 1
                if not _is_inside(above + near[:at], language):
                    starts[is_after_empty] = at
        is_after_empty = not line.strip()
        at += len(line) + 1
    return starts.get(True, starts.get(False, 0))


def _statement(before: str) -> str:
    """The statement of SQL that the cursor is in: the grammar is slow, and what ended before says nothing."""
    ends = [end.end() for end in _STATEMENT_END.finditer(before)]
    at = ends[-1] if ends else 0
    is_quoted = before.count("$$", 0, at) % 2 or before.count("'", 0, at) % 2 or is_begun(before[:at])
    return before if is_quoted else before[at:]


def _width(line: str) -> int:
    return len(line) - len(line.lstrip())
