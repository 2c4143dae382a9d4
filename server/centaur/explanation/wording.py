"""Facts in words: a summary that says it is one, for a person and, shorter, for a model's prompt."""

from collections.abc import Iterable, Sequence

from centaur.explanation.facts import MAX_NAMED, Facts

SUMMARY = "This is a summary of facts, not an explanation"
_MORE = "and {} more"


def summary(facts: Facts, reason: str) -> str:
    """The facts as Markdown; `reason` tells why there is no explanation."""
    title = f"### {_code(facts.name)}" if facts.name else "### The selected code"
    items = [f"- {sentence}" for sentence in _sentences(facts)]
    return "\n".join([title, f"{SUMMARY}: {reason}.", "", *items])


def for_prompt(facts: Facts) -> str:
    """The facts as a model gets them."""
    return "\n".join(_sentences(facts))


def _sentences(facts: Facts) -> Iterable[str]:
    yield f"It has {facts.lines} {'line' if facts.lines == 1 else 'lines'}."
    if facts.signature:
        yield f"Its header is {_code(facts.signature)}."
    if facts.parameters:
        count = len(facts.parameters)
        yield f"It takes {count} {'parameter' if count == 1 else 'parameters'}: {_listed(facts.parameters)}."
    if facts.calls:
        yield f"It calls {_listed(facts.calls)}."
    if facts.raises:
        yield f"It raises {_listed(facts.raises)}."
    for name, sentence in facts.documented[:MAX_NAMED]:
        yield f"{_code(name)} says of itself: {sentence}"
    yield from _where(facts)


def _where(facts: Facts) -> Iterable[str]:
    if facts.named_at:
        lines = [f"L{line}" for line in facts.named_at]
        yield f"It is named elsewhere in this file: {_joined(lines)}."
    elif facts.name:
        yield "It is named nowhere else in this file."
    if facts.named_elsewhere:
        files = [f"{_code(name)} ({count})" for name, count in facts.named_elsewhere]
        yield f"Other files name it: {_joined(files)}."


def _listed(names: Sequence[str]) -> str:
    return _joined([_code(name) for name in names])


def _joined(words: Sequence[str]) -> str:
    more = len(words) - MAX_NAMED
    return ", ".join([*words[:MAX_NAMED], _MORE.format(more)] if more > 0 else words)


def _code(text: str) -> str:
    return f"`{text.replace('`', chr(39))}`"
