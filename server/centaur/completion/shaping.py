"""How a model's text becomes one that fits: ordered steps that take away, or mend."""

from functools import lru_cache
from typing import Protocol

from centaur.completion.steps.base_indentation import base_indentation
from centaur.completion.steps.block_end import block_end
from centaur.completion.steps.closing_brackets import closing_brackets
from centaur.completion.steps.echo import echo
from centaur.completion.steps.fences import fences
from centaur.completion.steps.indentation import indentation
from centaur.completion.steps.line_endings import line_endings
from centaur.completion.steps.line_limit import line_limit
from centaur.completion.steps.next_lines import next_lines
from centaur.completion.steps.reasoning import reasoning
from centaur.completion.steps.repetition import repetition
from centaur.completion.steps.rest_of_line import rest_of_line
from centaur.completion.steps.special_tokens import special_tokens
from centaur.completion.steps.trailing_space import trailing_space
from centaur.completion.steps.unopened_brackets import unopened_brackets
from centaur.completion.types import Near

_ANSWERS = 16  # what is looked up again at a place is not shaped again


class Step(Protocol):
    """One rule: the text with something taken away, or the text itself. Its name goes into the event."""

    __name__: str

    def __call__(self, text: str, around: Near, language: str, /) -> str:
        """The text as it should be at this place."""


# These know what stands before the cursor, which is part of the cache's key with the text after it.
BEFORE_CACHE: tuple[Step, ...] = (
    special_tokens,
    reasoning,
    fences,
    echo,
    repetition,
    line_limit,
    base_indentation,
    block_end,
)
# These depend on what follows the cursor now, also for a text that was made some keystrokes ago.
AFTER_CACHE: tuple[Step, ...] = (
    line_endings,
    indentation,
    rest_of_line,
    next_lines,
    closing_brackets,
    unopened_brackets,
    trailing_space,
)


@lru_cache(maxsize=_ANSWERS)
def apply(text: str, around: Near, language: str, steps: tuple[Step, ...]) -> tuple[str, tuple[str, ...]]:
    """The text after the steps, and the names of those that changed it."""
    changed_by: list[str] = []
    for step in steps:
        shaped = _settled(step, text, around, language)
        if shaped != text:
            changed_by.append(step.__name__)
        text = shaped
    return text, tuple(changed_by)


def _settled(step: Step, text: str, around: Near, language: str) -> str:
    """What the step leaves when it has nothing more to take away."""
    while (shaped := step(text, around, language)) != text:
        text = shaped
    return text
