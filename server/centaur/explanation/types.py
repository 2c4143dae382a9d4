"""The plain data of one explanation, from the question to what is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from centaur.completion.ports import Model
from centaur.completion.prompting import Template
from centaur.explanation.sentences import Sentence
from centaur.text.positions import Position

Kind = Literal["explanation", "facts", "none"]
Form = Literal["docstring", "comment"]
FORMS: tuple[Form, ...] = ("docstring", "comment")
Emit = Callable[[str], None]
"""Takes the Markdown so far, each time in place of the one before."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A model, and the template it is asked with."""

    model: Model
    template: Template


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a question to a model; `failure` is empty where the text is whole."""

    text: str
    generation_id: str
    source: str
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown for a question: Markdown, or none and why in a `sentence`.

    `first` and `last` are the lines it is about, from 0.
    """

    kind: Kind
    markdown: str
    first: int
    last: int
    result: str
    reason: str = ""
    sentence: str = ""
    generation_id: str = ""
    source: str = ""
    changed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a person reads, under the id by which it is decided upon; "" where there is nothing to decide."""

    id: str
    shown: Shown
    sentences: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Why:
    """How a suggestion came about, by name and in words; and what a model says of it, if it was asked."""

    facts: dict[str, object]
    markdown: str
    explanation: Explanation | None = None


@dataclass(frozen=True, slots=True)
class Insertion:
    """A text to insert, and where; the editor does it, so that its user can undo it."""

    position: Position
    text: str
