"""Stops a text before it repeats the lines that follow the cursor."""

from centaur.completion.steps.brackets import is_needed
from centaur.completion.types import Near


def next_lines(text: str, around: Near, _language: str) -> str:
    """The text up to where it goes on as the document already does."""
    following = [line.rstrip() for line in around.suffix.split("\n")[1:] if line.strip()]
    if not following or around.line_after.strip():
        return text
    lines = text.split("\n")
    if around.line_before + lines[0].rstrip() == following[0]:
        return ""
    written = [(at, line.rstrip()) for at, line in enumerate(lines) if at and line.strip()]
    first = 1
    for number, (at, line) in enumerate(written):
        # A look at one line first, as a text may have thousands of them.
        if line == following[0] and _goes_on(written[number:], following):
            kept, end = "\n".join(lines[:first]), "\n".join(lines[first:])
            if not is_needed(end, kept):
                return kept
        first = at + 1
    return text


def _goes_on(written: list[tuple[int, str]], following: list[str]) -> bool:
    return all(line == next_line for (_, line), next_line in zip(written, following, strict=False))
