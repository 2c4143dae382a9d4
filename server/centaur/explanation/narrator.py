"""A model asked for words about code: from the cache, or streamed while it speaks."""

import asyncio
import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import asdict

from centaur.completion import keys
from centaur.completion.kept import Kept
from centaur.completion.ports import Cache, CallCancelledError, Runtime
from centaur.completion.prompting import render
from centaur.completion.types import Generation, Near
from centaur.evidence.events import GenerationEvent
from centaur.explanation.types import Emit, Told, Voice

REMEMBERED = 64


class Narrator:
    """One voice with its cache. What was rejected is neither kept nor shown again while it is remembered."""

    def __init__(self, voice: Voice, cache: Cache, runtime: Runtime) -> None:
        self._voice = voice
        self._cache = cache
        self._runtime = runtime
        self._kept: OrderedDict[str, tuple[str, str]] = OrderedDict()
        self._rejected: OrderedDict[str, None] = OrderedDict()
        self._evictions: set[asyncio.Task[None]] = set()

    @property
    def name(self) -> str:
        """The model's name at its provider."""
        return self._voice.model.name

    async def tell(self, opportunity_id: str, slots: Mapping[str, str], uri: str, emit: Emit) -> Told:
        """The model's text for these slots, redacted by whoever filled them. Raises only when cancelled."""
        prompt = render(self._voice.template, slots)
        written = json.dumps(asdict(prompt), ensure_ascii=False)
        model, template = self._voice.model, self._voice.template
        key = keys.disk_key(model.identity, template.identity, slots["language"], uri, Near(written, ""))
        generation_id = self._runtime.new_id()
        kept = Kept.from_json(await self._cache.get(key))
        if kept and kept.text not in self._rejected:
            self._remember(generation_id, key, kept.text)
            served = Generation(kept.text, kept.stop_reason, cost_usd=0.0, estimated=kept.estimated)
            self._record(generation_id, opportunity_id, "disk", served, kept.cost_usd)
            emit(kept.text)
            return Told(kept.text, generation_id, "disk", _limit(kept.stop_reason))
        self._runtime.keep("prompt", generation_id, written)
        heard, listen = self._listener(emit)
        try:
            generation = await model.generate(prompt, listen)
        except CallCancelledError as cancelled:
            self._record(generation_id, opportunity_id, "fresh", cancelled.generation)
            raise
        self._record(generation_id, opportunity_id, "fresh", generation)
        if generation.failure:
            return Told(heard(), generation_id, "fresh", generation.failure)
        if generation.text in self._rejected:
            return Told("", generation_id, "fresh", "it only says again what you rejected")
        if generation.text:
            estimated = generation.estimated
            made = Kept(generation.text, generation.stop_reason, generation.cost_usd, estimated=estimated)
            await self._cache.put(key, made.to_json())
        self._remember(generation_id, key, generation.text)
        return Told(generation.text, generation_id, "fresh", _limit(generation.stop_reason))

    def forget(self, generation_id: str) -> None:
        """What this generation gave was rejected: it goes from the cache, and is not shown again."""
        key, text = self._kept.pop(generation_id, ("", ""))
        if not key:
            return
        self._rejected[text] = None
        if len(self._rejected) > REMEMBERED:
            self._rejected.popitem(last=False)
        eviction = asyncio.create_task(self._cache.evict(key))
        self._evictions.add(eviction)
        eviction.add_done_callback(self._evictions.discard)

    def _listener(self, emit: Emit) -> tuple[Callable[[], str], Callable[[str], str]]:
        """What was heard so far, and what hears it and passes it on unless it begins as a rejected text."""
        heard = ""

        def listen(text: str) -> str:
            nonlocal heard
            if text != heard and not any(rejected.startswith(text) for rejected in self._rejected):
                heard = text
                emit(text)
            return ""

        return lambda: heard, listen

    def _remember(self, generation_id: str, key: str, text: str) -> None:
        self._kept[generation_id] = (key, text)
        if len(self._kept) > REMEMBERED:
            self._kept.popitem(last=False)

    def _record(
        self,
        generation_id: str,
        opportunity_id: str,
        source: str,
        generation: Generation,
        saved_usd: float | None = None,
    ) -> None:
        model, prompt = self._voice.model, self._voice.template.identity
        self._runtime.record(
            GenerationEvent(
                generation_id,
                opportunity_id,
                "model",
                source,
                generation.failure or "complete",
                model.name,
                model.provider,
                prompt.id,
                prompt.version,
                prompt.hash,
                generation.stop_reason,
                generation.input_tokens,
                generation.output_tokens,
                generation.cached_tokens,
                generation.cost_usd,
                generation.first_token_ms,
                generation.total_ms,
                saved_usd=saved_usd,
                estimated=generation.estimated,
            )
        )


def _limit(stop_reason: str) -> str:
    return "it reached its limit of length" if stop_reason == "length" else ""
