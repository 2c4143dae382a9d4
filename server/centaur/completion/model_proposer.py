"""A model as a proposer: what is under way, memory, disk, then the call, and each answer is kept."""

import asyncio
from collections.abc import Callable, Collection, Coroutine
from dataclasses import dataclass, replace

from centaur.completion import context, keys, shaping
from centaur.completion.alternatives import Alternatives
from centaur.completion.call import Call
from centaur.completion.kept import Kept
from centaur.completion.lateness import Lateness
from centaur.completion.memory import Keys, Memory, variant_keys
from centaur.completion.ports import Cache, CallCancelledError, Model, Runtime
from centaur.completion.prompting import Template
from centaur.completion.provenance import Provenance
from centaur.completion.questions import Questions, redacted
from centaur.completion.rhythm import Rhythm
from centaur.completion.snippets import Snippet
from centaur.completion.stopping import stop_early
from centaur.completion.types import BROKEN_OFF, Candidate, Generation, Near, Proposal, Request, Source
from centaur.text import syntax

READING_S = 0.3  # a suggestion that is looked at this long may be accepted
_ASKED_S = 0.01  # by now the question is on its way, and nobody waits for us
LINGER_S = 0.3  # a request that lost its turn leaves its call to the next one this long


@dataclass(frozen=True, slots=True)
class Pace:
    """How long typing must pause before a model is asked, and by when the request must be answered.

    A delay of None adapts to the typing; `foresees` asks in advance for what follows an acceptance. Asked by
    key the model is asked for up to so many `candidates`.
    """

    delay_ms: int | None
    deadline_ms: int
    foresees: bool = False
    candidates: int = 3


class ModelProposer:
    """One model behind its cache. The newest question is being answered, and what else fits its place."""

    def __init__(
        self,
        model: Model,
        template: Template,
        cache: Cache,
        pace: Pace,
        runtime: Runtime,
        *,
        gather: Callable[[Request, Near], tuple[Snippet, ...]] = lambda _request, _near: (),
    ) -> None:
        self._model = model
        self._template = template
        self._cache = cache
        self._pace = pace
        self._runtime = runtime
        self._questions = Questions(model, template, gather)
        self._provenance = Provenance(model, template.identity, runtime)
        self._memory = Memory()
        self._rhythm = Rhythm(pace.delay_ms)
        self._writing: set[asyncio.Task[None]] = set()
        self._under_way: set[Call] = set()
        self._lateness = Lateness(model.name, pace.deadline_ms)
        self._alternatives = Alternatives(pace.candidates - 1)
        self._call: Call | None = None
        self._stop_foreseeing: Callable[[], None] = lambda: None

    async def propose(self, request: Request, near: Near) -> Proposal:
        """The model's text at the cursor, and where the person asked by key what else comes soon after."""
        proposal = await self._first(request, near)
        beside = request.trigger == "invoked" and self._alternatives.beside
        if not beside or not proposal.candidates:
            return proposal
        self._begin_alternatives(request, near)
        if took_ms := proposal.candidates[0].origin.latency_ms:
            await self._alternatives.wait_after(took_ms)
        return replace(proposal, candidates=self._with_others(request, near, proposal.candidates))

    async def others(self, request: Request, near: Near) -> Proposal:
        """Further texts for this place, which are waited for until the deadline."""
        self._begin_alternatives(request, near)
        await self._alternatives.wait(self._left_s(request))
        candidates = self._with_others(request, near, ())
        return Proposal("delivered" if candidates else "empty", candidates, reason="model_silent")

    def anticipate(self, request: Request, near: Near, text: str) -> None:
        """Ask in advance what would come after the text, once it has been accepted at the cursor."""
        self._stop_foreseeing()
        if self._pace.foresees:
            self._stop_foreseeing = self._runtime.clock.call_later(
                READING_S, lambda: self._foresee(request, near, text)
            )

    @property
    def problem(self) -> str:
        """What is wrong with the model's speed, or ""."""
        return self._lateness.problem

    def forget(self, generation_id: str) -> None:
        """Evict what this generation gave, from memory now and from disk a moment later."""
        evicted = self._memory.forget(generation_id)
        if self._call and self._call.keys.disk in evicted:
            self._call = None
        for disk_key in filter(None, evicted):
            self._later(self._cache.evict(disk_key))

    def cancel(self) -> None:
        """End what is being written or planned: nobody will want it, and every word is paid for."""
        self._stop_foreseeing()
        self._alternatives.cancel()
        if self._call:
            self._call.cancel()

    @property
    def under_way(self) -> Collection[Call]:
        """The calls that have not ended: it may still be unknown what they took. Each leaves by itself."""
        return self._under_way

    async def _first(self, request: Request, near: Near) -> Proposal:
        """Joined, remembered, cached, or asked for within the deadline."""
        self._stop_foreseeing()
        delay_s = self._rhythm.delay_s(request)
        if joined := await self._join(request, near):
            return joined
        near_key = keys.near_key(request.document.uri, near, self._runtime.secret)
        if remembered := self._memory.get(near_key):
            return Proposal("delivered", (self._from_cache(request, *remembered, "memory"),))
        place = Keys(near_key, self._disk_key(request, near))
        reading = asyncio.create_task(self._cache.get(place.disk))
        if not delay_s:
            await asyncio.sleep(0)
            self._questions.at(request, near)  # made while the disk is read
        if kept := Kept.from_json(await reading):
            self._memory.put(kept, place)
            return Proposal("delivered", (self._from_cache(request, kept, place, "disk"),))
        await asyncio.sleep(request.asked_at + delay_s - self._runtime.clock.monotonic())
        if self._left_s(request) <= 0:
            return self._too_late()
        beside = request.trigger == "invoked" and self._alternatives.beside
        return await self._fresh(request, near, place, beside=beside)

    async def _fresh(self, request: Request, near: Near, place: Keys, *, beside: bool) -> Proposal:
        """The model's answer by the deadline, or why there is none; with others asked for `beside` it."""
        offset = request.document.buffer.offset(request.cursor)
        call = self._start(Call(request, near, offset, place, self._runtime.new_id(), "fresh"))
        if beside:
            self._begin_alternatives(request, near)
        if answered := await self._answer(call, request):
            return answered
        if beside and call.generation and call.generation.failure in BROKEN_OFF:
            self._alternatives.broke_off()
            return await self._fresh(request, near, place, beside=False)
        return self._why_nothing(call)

    def _foresee(self, request: Request, near: Near, text: str) -> None:
        if self._call and not self._call.told.is_set():
            return
        near = context.accepted(near, text)
        near_key = keys.near_key(request.document.uri, near, self._runtime.secret)
        if self._memory.get(near_key):
            return
        offset = request.document.buffer.offset(request.cursor) + len(text)
        place = Keys(near_key, self._disk_key(request, near))
        call = Call(request, near, offset, place, self._runtime.new_id(), "speculative")
        self._start(call).wanted = True

    def _begin_alternatives(self, request: Request, near: Near) -> None:
        near_key = keys.near_key(request.document.uri, near, self._runtime.secret)
        offset = request.document.buffer.offset(request.cursor)

        def calls() -> list[Call]:
            places = {variant: variant_keys(near_key, variant) for variant in self._alternatives.variants}
            return [
                Call(request, near, offset, place, self._runtime.new_id(), "fresh", variant)
                for variant, place in places.items()
                if not self._memory.get(place.near)
            ]

        self._alternatives.begin(near_key, calls, self._generate)

    def _with_others(
        self, request: Request, near: Near, first: tuple[Candidate, ...]
    ) -> tuple[Candidate, ...]:
        """The first text and those variants that are made by now and differ."""
        near_key = keys.near_key(request.document.uri, near, self._runtime.secret)
        found = {candidate.text: candidate for candidate in first}
        for variant in self._alternatives.variants:
            place = variant_keys(near_key, variant)
            remembered = self._memory.get(place.near)
            if remembered and remembered[0].text not in found:
                call = self._alternatives.call(place)
                made = self._provenance.made(call, "fresh") if call and call.request is request else None
                other = made or self._from_cache(request, *remembered, "memory")
                found[other.text] = other
        return tuple(found.values())

    async def _join(self, request: Request, near: Near) -> Proposal | None:
        """The rest of the call under way or just made, where all that was typed since agrees with it."""
        call = self._call
        typed = call.typed_since(request, near) if call else None
        is_over = call is not None and call.told.is_set() and call not in self._under_way
        if call is None or (is_over and not typed):
            return None
        if typed is None:
            self.cancel()
            return None
        source: Source = "memory" if is_over else "joined"
        return await self._answer(call, request, typed, source)

    async def _answer(
        self, call: Call, request: Request, typed: str = "", source: Source = "fresh"
    ) -> Proposal | None:
        """What the call gives after what was typed, by the deadline; None where it gives nothing.

        Later its text still fills the cache, but this request is answered.
        """
        call.waiting += 1
        try:
            async with asyncio.timeout(max(0.0, self._left_s(request))):
                await call.told.wait()
        except TimeoutError:
            call.wanted = True
            self._lateness.late()
            return self._too_late()
        except asyncio.CancelledError:
            self._runtime.clock.call_later(LINGER_S, call.leave)
            raise
        finally:
            call.waiting -= 1
        call.check()
        self._lateness.in_time()
        candidate = self._provenance.made(call, source)
        if candidate is None or not candidate.text.startswith(typed) or candidate.text == typed:
            return None
        return Proposal("delivered", (replace(candidate, text=candidate.text[len(typed) :]),))

    def _why_nothing(self, call: Call) -> Proposal:
        """Why the call gave nothing."""
        if call.generation is None:
            return Proposal("cancelled", reason="superseded")
        if failure := call.generation.failure:
            return Proposal("failed", reason="model", sentence=f"{self._model.name}: {failure}")
        return Proposal("empty", reason="model_silent", sentence=f"{self._model.name} has nothing to add")

    def _too_late(self) -> Proposal:
        # Counted from the request on, so that a pause in typing and the models before this one are in it.
        sentence = f"{self._model.name} did not answer within {self._pace.deadline_ms} ms (deadline_ms)"
        return Proposal("failed", reason="deadline", sentence=sentence)

    def _left_s(self, request: Request) -> float:
        return request.asked_at + self._pace.deadline_ms / 1000 - self._runtime.clock.monotonic()

    def _start(self, call: Call) -> Call:
        self.cancel()
        self._call = call
        call.begin(self._generate(call))
        language = call.request.document.language
        self._runtime.clock.call_later(_ASKED_S, lambda: syntax.prepare(call.near.prefix, language))
        return call

    async def _generate(self, call: Call) -> None:
        """Ask, answer all who wait as soon as the text is complete, and keep it with what it took."""
        around, language = redacted(call.near), call.request.document.language
        question = self._questions.at(call.request, call.near)
        call.context = question.context
        self._runtime.keep("prompt", call.generation_id, question.written)

        def answered(generation: Generation) -> None:
            text, _ = shaping.apply(generation.text, around, language, shaping.BEFORE_CACHE)
            if text and not generation.failure:
                self._memory.put(call.kept(text, generation), call.keys)
                self._memory.served(call.generation_id, call.keys)
            call.tell(replace(generation, text=text))

        self._under_way.add(call)
        try:
            generation = await self._model.generate(
                question.prompt, call.watch(stop_early(around, language)), call.variant, answered
            )
        except CallCancelledError as cancelled:
            self._provenance.called(call, cancelled.generation)
            raise
        finally:
            self._under_way.discard(call)
        self._provenance.called(call, generation)
        self._rhythm.took(generation.total_ms)
        self._lateness.took(generation)
        if not call.told.is_set():
            answered(generation)
        remembered = self._memory.get(call.keys.near)
        if remembered and call.generation and remembered[0].text == call.generation.text:  # not rejected yet
            kept = call.kept(call.generation.text, generation)
            self._memory.put(kept, call.keys)
            if call.keys.disk:
                await self._cache.put(call.keys.disk, kept.to_json())

    def _disk_key(self, request: Request, near: Near) -> str:
        document = request.document
        return keys.disk_key(
            self._model.identity, self._template.identity, document.language, document.uri, redacted(near)
        )

    def _from_cache(self, request: Request, kept: Kept, place: Keys, source: Source) -> Candidate:
        candidate = self._provenance.served(request, kept, source)
        self._memory.served(candidate.origin.generation_id, place)
        return candidate

    def _later(self, work: Coroutine[None, None, None]) -> None:
        """Let the disk be written while nobody waits for it."""
        writing = asyncio.create_task(work)
        self._writing.add(writing)
        writing.add_done_callback(self._writing.discard)
