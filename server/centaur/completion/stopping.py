"""When a stream has given enough: the steps that would cut the text say so while it still comes."""

from collections.abc import Callable

from centaur.completion.steps.base_indentation import base_indentation
from centaur.completion.steps.block_end import block_end
from centaur.completion.steps.line_limit import line_limit
from centaur.completion.types import Near

_STOPS = (("line_limit", line_limit), ("block_complete", block_end))


def stop_early(around: Near, language: str) -> Callable[[str], str]:
    """A function of the text so far: the reason to stop, or ""."""
    seen = 0

    def reason(text: str) -> str:
        # The last line may still grow, so only what is cut before it counts.
        nonlocal seen
        whole_lines = text[: text.rfind("\n") + 1]
        if len(whole_lines) == seen:
            return ""
        seen = len(whole_lines)
        whole_lines = base_indentation(whole_lines, around, language)
        return next((why for why, step in _STOPS if step(whole_lines, around, language) != whole_lines), "")

    return reason
