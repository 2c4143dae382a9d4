"""Prompt templates: data with slots, checked when they are parsed and filled in one literal pass."""

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from centaur.completion.types import PromptIdentity
from centaur.privacy.redaction import RedactedPrompt

SLOTS = ("prefix", "suffix", "language", "context")
EXPLAIN_SLOTS = (*SLOTS, "code", "facts")
_FIM = ("prefix", "suffix")
_CHAT = ("system", "user", "assistant")
_HEAD_TYPES = {
    "id": str,
    "version": int,
    "prefix_chars": int,
    "suffix_chars": int,
    "max_tokens": int,
    "stop": list,
}
_MARKER = re.compile(r"^<!-- (.*) -->\n", re.MULTILINE)
_SLOT = re.compile(r"\{\{(.*?)\}\}")
_TAGGED = re.compile(r"<(?P<slot>\w+)>\n\{\{(?P=slot)\}\}</(?P=slot)>\n")


class TemplateError(ValueError):
    """A template that breaks the rules of prompts/README.md; the message names the file and the rule."""


@dataclass(frozen=True, slots=True)
class Template:
    """One version of a prompt: its sections in order, how much text it takes, and where its answer ends."""

    identity: PromptIdentity
    sections: tuple[tuple[str, str], ...]
    prefix_chars: int
    suffix_chars: int
    max_tokens: int
    stop: tuple[str, ...] = ()


def parse(text: str, source: str) -> Template:
    """The template that the text describes; `source` names it in errors."""
    text = text.replace("\r\n", "\n")  # a checkout on Windows is the same template
    if not text.startswith("+++\n") or "\n+++\n" not in text:
        raise TemplateError(f"{source}: a template begins with a head in TOML between two lines of +++")
    head_text, body = text.removeprefix("+++\n").split("\n+++\n", 1)
    head = _head(head_text, source)
    sections = _sections(body, source)
    _check_order([name for name, _ in sections], source)
    _check_slots(sections, EXPLAIN_SLOTS if head["id"].startswith("explain/") else SLOTS, source)
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return Template(
        PromptIdentity(head["id"], head["version"], digest),
        sections,
        head["prefix_chars"],
        head["suffix_chars"],
        head["max_tokens"],
        tuple(head.get("stop", ())),
    )


def render(
    template: Template, slots: Mapping[str, str], files: Sequence[tuple[str, str]] = (), file: str = ""
) -> RedactedPrompt:
    """The prompt with its slots filled: of the prefix the end is kept, of the suffix the beginning."""
    used = {slot for _, text in template.sections for slot in _SLOT.findall(text)}
    if missing := sorted(used - slots.keys()):
        raise TemplateError(f"{template.identity.id}: no value for {{{{{missing[0]}}}}}")
    values = {
        **slots,
        "prefix": slots["prefix"][max(0, len(slots["prefix"]) - template.prefix_chars) :],
        "suffix": slots["suffix"][: template.suffix_chars],
    }
    filled = [(name, _fill(text, values)) for name, text in template.sections]
    if template.sections[0][0] in _FIM:
        (_, prefix), (_, suffix) = filled
        return RedactedPrompt.of(prefix=prefix, suffix=suffix, files=files, file=file)
    return RedactedPrompt.of(messages=filled)


def _fill(text: str, values: Mapping[str, str]) -> str:
    # Small models write empty tags after whoever shows them.
    text = _TAGGED.sub(lambda tagged: tagged[0] if values[tagged["slot"]] else "", text)
    return _SLOT.sub(lambda slot: values[slot[1]], text)


def _head(text: str, source: str) -> Mapping[str, Any]:
    try:
        head = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TemplateError(f"{source}: the head is not valid TOML: {error}") from None
    if unknown := sorted(head.keys() - _HEAD_TYPES):
        raise TemplateError(
            f"{source}: unknown {unknown[0]!r} in the head; known are {', '.join(_HEAD_TYPES)}"
        )
    if missing := sorted(_HEAD_TYPES.keys() - head - {"stop"}):
        raise TemplateError(f"{source}: the head must set {missing[0]}")
    for name, value in head.items():
        if type(value) is not _HEAD_TYPES[name] or (isinstance(value, int) and value < 1):
            raise TemplateError(f"{source}: {name} must be {_expected(_HEAD_TYPES[name])}")
    if not all(isinstance(text, str) and text for text in head.get("stop", ())):
        raise TemplateError(f"{source}: stop must be {_expected(list)}")
    return head


def _expected(kind: type) -> str:
    return {str: "text", int: "a whole number above 0", list: "a list of texts that are not empty"}[kind]


def _sections(body: str, source: str) -> tuple[tuple[str, str], ...]:
    before, *rest = _MARKER.split(body)
    if before.strip() or not rest:
        raise TemplateError(f"{source}: after the head comes a section such as <!-- user -->")
    return tuple((name, text.strip("\n")) for name, text in zip(rest[::2], rest[1::2], strict=True))


def _check_order(names: list[str], source: str) -> None:
    if unknown := [name for name in names if name not in (*_FIM, *_CHAT)]:
        raise TemplateError(
            f"{source}: unknown section {unknown[0]!r}; known are {', '.join((*_FIM, *_CHAT))}"
        )
    if names == list(_FIM):
        return
    turns = names[1:] if names[0] == "system" else names
    if turns != [("user", "assistant")[turn % 2] for turn in range(len(turns))] or len(turns) % 2 == 0:
        order = "prefix and suffix, or a system, pairs of user and assistant, and a last user"
        raise TemplateError(f"{source}: the sections must be {order}")


def _check_slots(sections: tuple[tuple[str, str], ...], known: tuple[str, ...], source: str) -> None:
    for _, text in sections:
        if unknown := [slot for slot in _SLOT.findall(text) if slot not in known]:
            raise TemplateError(f"{source}: unknown slot {{{{{unknown[0]}}}}}; known are {', '.join(known)}")
    texts = dict(sections)
    for slot in _FIM:
        section = slot if slot in texts else "user"
        if f"{{{{{slot}}}}}" not in texts[section]:
            raise TemplateError(f"{source}: {{{{{slot}}}}} must be in the last section {section!r}")
