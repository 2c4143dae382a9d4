"""Why there is this suggestion: the facts of its making, as the log has them."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from centaur.completion.types import Suggestion
from centaur.evidence.events import DeliveredEvent, Event, GenerationEvent
from centaur.text.document import Document
from centaur.text.positions import Position

REMEMBERED = 256
T = TypeVar("T")
_SOURCES = {
    "fresh": "asked for this request",
    "memory": "remembered from an equal request",
    "disk": "kept on disk from an equal request",
    "reuse": "the rest of a suggestion that was on show",
    "joined": "from a call that was under way",
    "speculative": "asked for in advance",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A suggestion, the place that it was made for, and how long that took."""

    document: Document
    cursor: Position
    suggestion: Suggestion
    elapsed_ms: float


class Recent:
    """The events of late that tell how a suggestion came about, on their way to where `pass_on` leads."""

    def __init__(self, pass_on: Callable[[Event], None]) -> None:
        self._pass_on = pass_on
        self._generations: OrderedDict[str, GenerationEvent] = OrderedDict()
        self._deliveries: OrderedDict[str, DeliveredEvent] = OrderedDict()
        self._offers: OrderedDict[str, Offer] = OrderedDict()

    def record(self, event: Event) -> None:
        """Remember the event, if it is one of those, and pass it on."""
        if isinstance(event, DeliveredEvent):
            _put(self._deliveries, event.suggestion_id, event)
        elif isinstance(event, GenerationEvent):
            _put(self._generations, event.generation_id, event)
        self._pass_on(event)

    def offered(self, offer: Offer) -> None:
        """Remember what was offered, and where."""
        _put(self._offers, offer.suggestion.id, offer)

    def offer(self, suggestion_id: str) -> Offer | None:
        """What was offered under this id."""
        return self._offers.get(suggestion_id)

    def why(self, suggestion_id: str) -> dict[str, object] | None:
        """What is known of its making, by name; None for an id that is unknown or long gone."""
        delivered = self._deliveries.get(suggestion_id)
        if delivered is None:
            return None
        generation = self._generations.get(delivered.generation_id)
        offer = self._offers.get(suggestion_id)
        return {
            "engine": generation.engine if generation else "",
            "model": generation.model if generation else "",
            "provider": generation.provider if generation else "",
            "prompt": _prompt(generation),
            "source": delivered.source,
            "latency_ms": offer.elapsed_ms if offer else None,
            "model_ms": generation.total_ms if generation else None,
            "input_tokens": generation.input_tokens if generation else None,
            "output_tokens": generation.output_tokens if generation else None,
            "cost_usd": generation.cost_usd if generation else None,
            "estimated": generation.estimated if generation else False,
            "context": generation.context if generation else "",
            "changed_by": [name for name in delivered.changed_by.split(",") if name],
        }


def in_words(facts: dict[str, object]) -> str:
    """The facts as Markdown, a line each, without those that are not known."""
    return "\n".join(f"- {line}" for line in _lines(facts))


def _lines(facts: dict[str, object]) -> Iterator[str]:
    if facts["engine"] == "local":
        yield "Made by the local engine, from lines like it in your own files."
    elif facts["model"]:
        by = f"Made by `{facts['model']}`"
        yield f"{by} ({facts['provider']})." if facts["provider"] else f"{by}."
    if facts["prompt"]:
        yield f"Asked with the prompt `{facts['prompt']}`."
    yield f"Source: {_SOURCES.get(str(facts['source']), facts['source'])}."
    if isinstance(took := facts["latency_ms"], float):
        model_ms = facts["model_ms"] if facts["engine"] == "model" else None
        of_it = f", {model_ms:.0f} ms of it the model" if isinstance(model_ms, float) else ""
        yield f"It took {took:.0f} ms{of_it}."
    about = "About " if facts["estimated"] else ""
    if facts["input_tokens"] is not None:
        yield f"{about}{facts['input_tokens']} tokens were read and {facts['output_tokens'] or 0} written."
    if isinstance(cost := facts["cost_usd"], float):
        yield f"It cost {about.lower()}{cost:.6f} USD." if cost else "It cost nothing."
    elif facts["engine"] == "model":
        yield "What it cost is not known."
    if facts["context"]:
        yield f"Context that was used: {facts['context']}."
    if changed := facts["changed_by"]:
        assert isinstance(changed, list)
        yield f"Steps that changed the text: {', '.join(f'`{name}`' for name in changed)}."


def _prompt(generation: GenerationEvent | None) -> str:
    if generation is None or not generation.prompt_id:
        return ""
    return f"{generation.prompt_id} v{generation.prompt_version}"


def _put(remembered: OrderedDict[str, T], name: str, value: T) -> None:
    remembered[name] = value
    if len(remembered) > REMEMBERED:
        remembered.popitem(last=False)
