"""Cuts a text where the block that the cursor stands in is left, as far as indentation tells."""

from centaur.completion.types import Near

_CLOSERS = (")", "]", "}", "end")


def block_end(text: str, around: Near, _language: str) -> str:
    """The first line, and those that follow it inside the block.

    After a begun line, a line at its own indentation ends the block, unless it closes what was opened; on an
    empty line the lines beside it belong to the block.
    """
    before = around.line_before
    begun = before.strip() != ""
    edge = _width(before)
    first, *rest = text.split("\n")
    kept = [first]
    for line in rest:
        if line.strip():
            width = _width(line)
            closes = begun and width == edge and line.strip().startswith(_CLOSERS)
            if width < edge or (begun and width == edge and not closes):
                break
            kept.append(line)
            if closes:
                break
        else:
            kept.append(line)
    return "\n".join(kept)


def _width(line: str) -> int:
    return len(line) - len(line.lstrip())
