"""The sentences of an explanation, each with its place, so that each can be labelled."""

import re
from dataclasses import dataclass

_BLOCK = re.compile(r"^(?:\s*(?:[-*+]|\d+[.)])\s+|\s*>\s?)")
_END = re.compile(r"[.!?][)\"'*_]*(?=\s)")
_NO_END = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|cf|no|approx)|\b[A-Z])\.$", re.IGNORECASE)
_LONGEST_NO_END = 8
_SPACE = re.compile(r"\s*")
_CODE = re.compile(r"`[^`\n]*`")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its span in code points of the Markdown, its text, and the heading above it."""

    index: int
    start: int
    end: int
    text: str
    section: str


def sentences(markdown: str) -> tuple[Sentence, ...]:
    """The sentences in order; headings and blocks of code are none."""
    found: list[Sentence] = []
    section, fenced = "", False
    for start, end in _blocks(markdown):
        text = markdown[start:end]
        if text.startswith("```"):
            fenced = not fenced
        elif fenced:
            continue
        elif text.startswith("#"):
            section = text.lstrip("#").strip()
        else:
            for first, last in _spans(text):
                found.append(Sentence(len(found), start + first, start + last, text[first:last], section))
    return tuple(found)


def _blocks(markdown: str) -> list[tuple[int, int]]:
    """Paragraphs, items, headings and lines of code by their spans; a paragraph may have several lines."""
    blocks: list[tuple[int, int]] = []
    at, open_text, fenced = 0, False, False
    for line in markdown.split("\n"):
        end = at + len(line)
        fence = line.startswith("```")
        alone = fenced or fence or line.startswith("#")
        if alone or not line.strip():
            open_text = False
        if fence:
            fenced = not fenced
        if open_text and not _BLOCK.match(line):
            blocks[-1] = (blocks[-1][0], end)
        elif line.strip():
            blocks.append((at, end))
            open_text = not alone
        at = end + 1
    return blocks


def _spans(text: str) -> list[tuple[int, int]]:
    """Where the sentences of one paragraph or item lie in it."""
    mark = _BLOCK.match(text)
    start = mark.end() if mark else 0
    # A full stop inside code ends nothing; what hides it has its length.
    veiled = _CODE.sub(lambda code: "x" * len(code[0]), text)
    spans: list[tuple[int, int]] = []
    for end in _END.finditer(veiled, start):
        stop = end.start() + 1
        if not _NO_END.search(veiled, max(start, stop - _LONGEST_NO_END), stop):
            spans.append((start, end.end()))
            start = _SPACE.match(text, end.end()).end()  # type: ignore[union-attr]  # it also matches nothing
    rest = text[start:].rstrip()
    return [*spans, (start, start + len(rest))] if rest else spans
