"""A model's answer, checked: sections in order, Markdown harmless, line references verified."""

import re
from dataclasses import dataclass

from centaur.explanation.markdown import harmless
from centaur.explanation.references import flagged

WHAT, HOW, WATCH, UNSEEN = "What it does", "How", "What to watch for", "Not seen"
SECTIONS = (WHAT, HOW, WATCH, UNSEEN)
_HEADING = re.compile(r"^#{1,6}(.*)$", re.MULTILINE)
_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_WRAPPED = re.compile(r"\A\s*```(?:markdown|md)?\n(.*?)(?:\n```\s*)?\Z", re.DOTALL)
_BY_TITLE = {title.lower(): title for title in SECTIONS}


@dataclass(frozen=True, slots=True)
class Answer:
    """What may be shown, and the names of the checks that changed it."""

    markdown: str
    changed_by: tuple[str, ...] = ()


def answer(text: str, first: int, last: int, *, whole: bool = True) -> Answer:
    """The answer about these lines (from 1); of one that is not `whole` a heading that still grows waits."""
    bare = _WRAPPED.sub(r"\1", _THOUGHT.sub("", text))
    if not whole and bare.rpartition("\n")[2].startswith("#"):
        bare = bare.rpartition("\n")[0]
    sections, strange = _sections(bare)
    joined = "\n\n".join(f"### {title}\n{sections[title]}" for title in SECTIONS if sections[title])
    safe = harmless(joined)
    shown, wrong = flagged(safe, first, last)
    checks = {"sections": strange, "markdown": safe != joined, "line_references": wrong > 0}
    return Answer(shown, tuple(name for name, spoke in checks.items() if spoke))


def _sections(text: str) -> tuple[dict[str, str], bool]:
    """The text by section, and whether it had another form; what has no heading of ours is about the how."""
    before, *rest = _HEADING.split(text)
    sections = dict.fromkeys(SECTIONS, "")
    sections[WHAT] = before.strip()
    strange = bool(before.strip())
    for heading, body in zip(rest[::2], rest[1::2], strict=True):
        title = heading.strip("#:* \t")
        known = _BY_TITLE.get(title.lower())
        strange = strange or known is None
        parts = (sections[known or HOW], f"**{title}**" if title and not known else "", body.strip("\n"))
        sections[known or HOW] = "\n\n".join(part for part in parts if part.strip())
    return sections, strange or not sections[WHAT]
