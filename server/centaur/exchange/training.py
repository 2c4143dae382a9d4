"""Examples to train a model on, from what the human decided.

`kto` and `dpo` are the forms of TRL ("unpaired preference" and "preference", huggingface.co/docs/trl,
Dataset formats), `sft` is OpenAI's chat form (platform.openai.com, Supervised fine-tuning).
"""

from collections.abc import Iterable, Iterator
from typing import Any

from centaur.exchange.source import Asked, Source
from centaur.exchange.texts import Sample, accepted, samples
from centaur.exchange.whole_file import as_line, write_lines

Record = dict[str, Any]

WARNING = (
    "the file holds pieces of your code; secrets were redacted when they were kept, but look at it before "
    "you pass it on"
)


def export(source: Source, asked: Asked) -> dict[str, Any]:
    """Write one example a line."""
    records = _FORMS[asked.form](samples(source, asked))
    written = write_lines(asked.to, map(as_line, records), private=True)
    return {"format": asked.form, "to": asked.to, "records": written, "warning": WARNING}


def kto(found: Iterable[Sample]) -> Iterator[Record]:
    """What was accepted, and what was read and rejected, each by itself."""
    for sample in found:
        episode = sample.episode
        rejected = episode.read and episode.became.startswith("rejected")
        if episode.became == "accepted" or rejected:
            yield {"prompt": sample.prompt, "completion": sample.suggestion, "label": not rejected}


def dpo(found: Iterable[Sample]) -> Iterator[Record]:
    """What the human left standing, preferred to what was suggested; only where the two differ."""
    for sample in accepted(found):
        if sample.standing is not None and sample.standing != sample.suggestion:
            yield {"prompt": sample.prompt, "chosen": sample.standing, "rejected": sample.suggestion}


def sft(found: Iterable[Sample]) -> Iterator[Record]:
    """What was left standing, as the answer that a model should learn to give."""
    for sample in accepted(found):
        if sample.standing:
            answer = {"role": "assistant", "content": sample.standing}
            yield {"messages": [*sample.chat, answer]}


_FORMS = {"kto": kto, "dpo": dpo, "sft": sft}
