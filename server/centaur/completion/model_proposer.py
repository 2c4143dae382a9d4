"""A model as a proposer: memory, disk, then the call, and each answer kept for the next time."""

import asyncio
import json
from collections import OrderedDict
from dataclasses import asdict, dataclass, replace
from typing import NamedTuple

from centaur.completion import keys, shaping
from centaur.completion.kept import Kept
from centaur.completion.ports import Cache, Model, Runtime
from centaur.completion.prompting import Template, render
from centaur.completion.stopping import stop_early
from centaur.completion.types import Candidate, Generation, Near, Origin, Proposal, Request, Source
from centaur.evidence.events import GenerationEvent
from centaur.privacy.secrets import redact

MEMORY_ENTRIES = 2_000
REMEMBERED_GENERATIONS = 256


@dataclass(frozen=True, slots=True)
class Pace:
    """How long typing must pause before a model is asked, and by when the request must be answered."""

    delay_ms: int
    deadline_ms: int


class _Place(NamedTuple):
    """The keys under which the answer to one question is kept: in memory, and on disk."""

    near_key: str
    disk_key: str


@dataclass(frozen=True, slots=True)
class _Call:
    place: _Place
    generation_id: str
    task: asyncio.Task[Generation]


class ModelProposer:
    """One model behind its cache. One call of it is under way at most, the newest."""

    def __init__(
        self,
        model: Model,
        template: Template,
        cache: Cache,
        pace: Pace,
        runtime: Runtime,
    ) -> None:
        self._model = model
        self._template = template
        self._cache = cache
        self._pace = pace
        self._runtime = runtime
        self._memory: OrderedDict[str, tuple[Kept, _Place]] = OrderedDict()
        self._places: OrderedDict[str, _Place] = OrderedDict()
        self._evictions: set[asyncio.Task[None]] = set()
        self._call: _Call | None = None

    async def propose(self, request: Request, near: Near) -> Proposal:
        """The model's text at the cursor: remembered, cached, or asked for within the deadline."""
        near_key = keys.near_key(request.document.uri, near, self._runtime.secret)
        if remembered := self._memory.get(near_key):
            return self._from_cache(request, *remembered, "memory")
        redacted = Near(redact(near.prefix), redact(near.suffix))
        disk_key = keys.disk_key(
            self._model.identity,
            self._template.identity,
            request.document.language,
            request.document.uri,
            redacted,
        )
        place = _Place(near_key, disk_key)
        if kept := Kept.from_json(await self._cache.get(disk_key)):
            self._remember(kept, place)
            return self._from_cache(request, kept, place, "disk")
        source: Source = "joined" if self._under_way(place) else "fresh"
        if source == "fresh" and request.trigger == "automatic":
            await asyncio.sleep(self._pace.delay_ms / 1000)
        left_s = request.asked_at + self._pace.deadline_ms / 1000 - self._runtime.clock.monotonic()
        if left_s <= 0:
            return self._too_late()
        call = self._under_way(place) or self._start(place, request, redacted)
        return await self._answer(call, source, left_s)

    def forget(self, generation_id: str) -> None:
        """Evict what this generation gave, from memory now and from disk a moment later."""
        if place := self._places.pop(generation_id, None):
            self._memory.pop(place.near_key, None)
            eviction = asyncio.create_task(self._cache.evict(place.disk_key))
            self._evictions.add(eviction)
            eviction.add_done_callback(self._evictions.discard)

    def cancel(self) -> None:
        """End the call under way, if there is one."""
        if self._call:
            self._call.task.cancel()

    async def _answer(self, call: _Call, source: Source, left_s: float) -> Proposal:
        """The call's text by the deadline; later it still fills the cache, but this request is answered."""
        try:
            await asyncio.wait({call.task}, timeout=left_s)
        except asyncio.CancelledError:
            call.task.cancel()
            raise
        if not call.task.done():
            return self._too_late()
        generation = call.task.result()
        if generation.failure:
            return Proposal("failed", reason="model", sentence=f"{self._model.name}: {generation.failure}")
        if not generation.text:
            return Proposal("empty", reason="model_silent", sentence=f"{self._model.name} has nothing to add")
        origin = self._origin(call.generation_id, source, generation.total_ms)
        return Proposal("delivered", (Candidate(generation.text, origin),))

    def _too_late(self) -> Proposal:
        # Counted from the request on, so that a pause in typing and the models before this one are in it.
        sentence = f"{self._model.name} did not answer within {self._pace.deadline_ms} ms (deadline_ms)"
        return Proposal("failed", reason="deadline", sentence=sentence)

    def _under_way(self, place: _Place) -> _Call | None:
        call = self._call
        return call if call and call.place.disk_key == place.disk_key and not call.task.done() else None

    def _start(self, place: _Place, request: Request, redacted: Near) -> _Call:
        self.cancel()
        generation_id = self._runtime.new_id()
        task = asyncio.create_task(self._generate(generation_id, place, request, redacted))
        self._call = _Call(place, generation_id, task)
        return self._call

    async def _generate(
        self, generation_id: str, place: _Place, request: Request, redacted: Near
    ) -> Generation:
        language = request.document.language
        prompt = render(
            self._template, {"prefix": redacted.prefix, "suffix": redacted.suffix, "language": language}
        )
        self._runtime.keep("prompt", generation_id, json.dumps(asdict(prompt), ensure_ascii=False))
        generation = Generation("", failure="cancelled")
        try:
            generation = await self._model.generate(prompt, stop_early(redacted, language))
        finally:
            self._record_call(generation_id, request.opportunity_id, generation)
        text, _ = shaping.apply(generation.text, redacted, language, shaping.BEFORE_CACHE)
        if text and not generation.failure:
            kept = Kept(text, generation.stop_reason)
            self._remember(kept, place)
            self._locate(generation_id, place)
            await self._cache.put(place.disk_key, kept.to_json())
        return replace(generation, text=text)

    def _from_cache(self, request: Request, kept: Kept, place: _Place, source: Source) -> Proposal:
        generation_id = self._runtime.new_id()
        self._locate(generation_id, place)
        self._runtime.record(
            self._event(generation_id, request.opportunity_id, source, "complete", kept.stop_reason)
        )
        return Proposal("delivered", (Candidate(kept.text, self._origin(generation_id, source, None)),))

    def _remember(self, kept: Kept, place: _Place) -> None:
        self._memory[place.near_key] = (kept, place)
        if len(self._memory) > MEMORY_ENTRIES:
            self._memory.popitem(last=False)

    def _locate(self, generation_id: str, place: _Place) -> None:
        """Know where to find the text should it be rejected."""
        self._places[generation_id] = place
        if len(self._places) > REMEMBERED_GENERATIONS:
            self._places.popitem(last=False)

    def _origin(self, generation_id: str, source: Source, latency_ms: float | None) -> Origin:
        model, prompt = self._model, self._template.identity
        return Origin("model", source, generation_id, model.name, model.provider, prompt, latency_ms)

    def _record_call(self, generation_id: str, opportunity_id: str, generation: Generation) -> None:
        status = generation.failure or "complete"
        event = self._event(generation_id, opportunity_id, "fresh", status, generation.stop_reason)
        self._runtime.record(
            replace(
                event,
                input_tokens=generation.input_tokens,
                output_tokens=generation.output_tokens,
                cached_tokens=generation.cached_tokens,
                cost_usd=generation.cost_usd,
                first_token_ms=generation.first_token_ms,
                total_ms=generation.total_ms,
            )
        )

    def _event(
        self, generation_id: str, opportunity_id: str, source: Source, status: str, stop_reason: str
    ) -> GenerationEvent:
        prompt = self._template.identity
        return GenerationEvent(
            generation_id,
            opportunity_id,
            "model",
            source,
            status,
            model=self._model.name,
            provider=self._model.provider,
            prompt_id=prompt.id,
            prompt_version=prompt.version,
            prompt_hash=prompt.hash,
            stop_reason=stop_reason,
        )
