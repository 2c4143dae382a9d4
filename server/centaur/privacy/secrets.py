"""Secrets by their shape: a table of rules, and the text with every value they find taken out."""

import re
from functools import lru_cache, partial

from centaur.privacy.secret_rules import PEM_BLOCK, PEM_END, RULES

MARKER = re.compile(r"<redacted:[a-z0-9-]+>")
_LINE = re.compile(r"[^\r\n]+")
_REMEMBERED_LINES = 4_096
_REMEMBERED_TEXTS = 8
_LOOKS = 3  # a line that still holds secrets then goes as a whole
_PRIVATE_KEY = "private-key"
_AROUND_KEY = " \t\"'`,;+()"


@lru_cache(maxsize=_REMEMBERED_TEXTS)
def redact(text: str) -> str:
    """The text with `<redacted:kind>` in place of each secret; lines and quotes stay as they are.

    Remembered, as what leaves is redacted once for its key in the cache and once as part of a prompt.
    """
    text = _without_private_keys(text)
    if "\r" in text:
        return _LINE.sub(lambda line: _line(line[0])[0], text)
    return "\n".join([_line(line)[0] for line in text.split("\n")])  # four times as fast


def finds(text: str) -> tuple[str, ...]:
    """The kinds of secrets in the text, each once, in order of appearance."""
    without_keys = _without_private_keys(text)
    keys = (_PRIVATE_KEY,) if without_keys != text else ()
    kinds = (kind for line in _LINE.findall(without_keys) for kind in _line(line)[1])
    return tuple(dict.fromkeys((*keys, *kinds)))


@lru_cache(maxsize=_REMEMBERED_LINES)
def _line(line: str) -> tuple[str, tuple[str, ...]]:
    """The redacted line and the kinds found in it. Typing changes one line, so the others are remembered."""
    kinds: list[str] = []
    for _ in range(_LOOKS):
        line, found = _looked_at(line)
        if not found:
            return line, tuple(kinds)
        kinds += found
    return f"<redacted:{kinds[-1]}>", tuple(kinds)


def _looked_at(line: str) -> tuple[str, list[str]]:
    """What one look finds; what stands against another secret has an edge only when that is gone."""
    lowered = line.lower()
    kinds: list[str] = []
    for rule in RULES:
        if not any(keyword in lowered for keyword in rule.keywords):
            continue
        line, found = rule.pattern.subn(partial(_hide, rule.kind), line)
        kinds += [rule.kind] * bool(found)
    return line, kinds


def _hide(kind: str, match: re.Match[str]) -> str:
    value = match.lastindex or 0
    start, end = match.start(value) - match.start(), match.end(value) - match.start()
    return f"{match[0][:start]}<redacted:{kind}>{match[0][end:]}"


def _without_private_keys(text: str) -> str:
    """The text with the lines of every private key hidden, also of one that the window has cut."""
    if "PRIVATE KEY" not in text:
        return text
    text = PEM_BLOCK.sub(lambda block: _blank(block[0]), text)
    orphans = list(PEM_END.finditer(text))
    end = orphans[-1].end() if orphans else 0
    return _blank(text[:end]) + text[end:]


def _blank(block: str) -> str:
    return _LINE.sub(lambda line: _blank_line(line[0]), block)


def _blank_line(line: str) -> str:
    core = line.strip(_AROUND_KEY).removesuffix("\\n").removesuffix("\\r")
    return line.replace(core, f"<redacted:{_PRIVATE_KEY}>", 1) if core else line
