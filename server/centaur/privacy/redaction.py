"""The only form in which text may leave for a model."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from centaur.privacy import hidden
from centaur.privacy.secrets import redact


@dataclass(frozen=True, slots=True, init=False)
class RedactedPrompt:
    """A prompt without secrets and hidden characters: chat messages as (role, text), or prefix and suffix.

    `files` are pieces of other files as (name, text), and `file` is the name of the one between prefix and
    suffix, for a model that takes a repository.

    A cut piece of a file is redacted before it goes into a message: half a key claims all text on its side.
    """

    messages: tuple[tuple[str, str], ...]
    prefix: str
    suffix: str
    files: tuple[tuple[str, str], ...]
    file: str

    def __init__(self) -> None:
        raise TypeError("a RedactedPrompt is made by RedactedPrompt.of, which redacts")

    @classmethod
    def of(
        cls,
        *,
        messages: Sequence[tuple[str, str]] = (),
        prefix: str = "",
        suffix: str = "",
        files: Sequence[tuple[str, str]] = (),
        file: str = "",
    ) -> Self:
        """The prompt made of these parts, each of them redacted here."""
        prompt = object.__new__(cls)
        object.__setattr__(prompt, "messages", tuple((role, _clean(text)) for role, text in messages))
        object.__setattr__(prompt, "prefix", _clean(prefix))
        object.__setattr__(prompt, "suffix", _clean(suffix))
        object.__setattr__(prompt, "files", tuple((_clean(name), _clean(text)) for name, text in files))
        object.__setattr__(prompt, "file", _clean(file))
        return prompt

    @property
    def text(self) -> str:
        """All of it as one text, for whoever counts what leaves."""
        return "".join((self.prefix, self.suffix, *(text for _, text in (*self.messages, *self.files))))


def _clean(text: str) -> str:
    # A hidden character inside a key would keep it from being recognised.
    return redact(hidden.strip(text))
