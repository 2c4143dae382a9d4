"""An explanation as lines of plain words, as they stand in a comment."""

import re
import textwrap
from collections.abc import Iterator

from centaur.explanation.answer import UNSEEN, WHAT
from centaur.explanation.markdown import plain
from centaur.explanation.references import without

_ITEM = re.compile(r"^(\s*(?:[-*+]|\d+[.)])\s+)(.*)$", re.DOTALL)
_CONTINUED = re.compile(r"\n(?!\s*(?:[-*+]|\d+[.)])\s)")


def prose(markdown: str, width: int) -> list[str]:
    """The lines, each within the width; lines of code keep their form.

    The first section needs no heading. What could not be seen is left out, and references to lines that move.
    """
    lines: list[str] = []
    heading = ""
    for block in _blocks(markdown):
        if block.startswith("#"):
            heading = block.lstrip("# ").strip()
            if heading not in (WHAT, UNSEEN):
                lines += ["", f"{plain(heading)}:"]
        elif heading != UNSEEN:
            separated = lines and not lines[-1].endswith(":") and not _ITEM.match(block)
            lines += [*([""] if separated else []), *_wrapped(block, width)]
    return _trimmed(lines)


def _blocks(markdown: str) -> Iterator[str]:
    """Headings, blocks of code, items and paragraphs."""
    for at, part in enumerate(re.split(r"^```.*$\n?", markdown, flags=re.MULTILINE)):
        if at % 2:
            yield textwrap.indent(part.rstrip("\n"), "    ")
            continue
        for paragraph in re.split(r"\n\s*\n|\n(?=#)", part):
            head, *rest = paragraph.strip("\n").split("\n")
            if head.startswith("#"):
                yield head
            else:
                rest.insert(0, head)
            yield from filter(str.strip, _items("\n".join(rest)))


def _items(text: str) -> list[str]:
    """A paragraph by its items, the lines of each joined."""
    return _CONTINUED.sub(" ", text).split("\n")


def _wrapped(block: str, width: int) -> list[str]:
    if block.startswith("    "):
        return block.split("\n")
    item = _ITEM.match(block)
    mark, text = (item[1], item[2]) if item else ("", block)
    words = plain(without(text)).strip()
    # A name is never broken, so that it can still be found.
    return textwrap.wrap(
        words,
        width,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _trimmed(lines: list[str]) -> list[str]:
    """Without empty lines around, and without a heading of nothing."""
    while lines and (not lines[-1] or lines[-1].endswith(":")):
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return lines
