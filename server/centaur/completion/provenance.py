"""Where a model's texts come from: what the log and the person are told of a call, and of a cache row."""

from dataclasses import dataclass, replace

from centaur.completion.call import Call
from centaur.completion.kept import Kept
from centaur.completion.ports import Model, Runtime
from centaur.completion.types import Candidate, Generation, Origin, PromptIdentity, Request, Source
from centaur.evidence.events import GenerationEvent


@dataclass(frozen=True, slots=True)
class Provenance:
    """One model asked with one prompt."""

    model: Model
    prompt: PromptIdentity
    runtime: Runtime

    def called(self, call: Call, generation: Generation) -> None:
        """Record what came of a call."""
        event = self._event(call.generation_id, call.request, call.source)
        self.runtime.record(
            replace(
                event,
                status=generation.failure or "complete",
                stop_reason=generation.stop_reason,
                input_tokens=generation.input_tokens,
                output_tokens=generation.output_tokens,
                cached_tokens=generation.cached_tokens,
                cost_usd=generation.cost_usd,
                first_token_ms=generation.first_token_ms,
                total_ms=generation.total_ms,
                context=call.context,
                estimated=generation.estimated,
            )
        )

    def made(self, call: Call, source: Source) -> Candidate | None:
        """What the call gave, where it gave a text."""
        if call.generation is None or not call.generation.text:
            return None
        origin = self._origin(call.generation_id, source, call.generation.total_ms)
        return Candidate(call.generation.text, origin)

    def served(self, request: Request, kept: Kept, source: Source) -> Candidate:
        """Record that a kept text is given again, at no cost, and give it."""
        generation_id = self.runtime.new_id()
        event = replace(
            self._event(generation_id, request, source),
            stop_reason=kept.stop_reason,
            cost_usd=0.0,
            saved_usd=kept.cost_usd,
            context=kept.context,
            estimated=kept.estimated,
        )
        self.runtime.record(event)
        return Candidate(kept.text, self._origin(generation_id, source))

    def _origin(self, generation_id: str, source: Source, latency_ms: float | None = None) -> Origin:
        """What the person may be told of a text."""
        model = self.model
        return Origin("model", source, generation_id, model.name, model.provider, self.prompt, latency_ms)

    def _event(self, generation_id: str, request: Request, source: Source) -> GenerationEvent:
        return GenerationEvent(
            generation_id,
            request.opportunity_id,
            "model",
            source,
            "complete",
            model=self.model.name,
            provider=self.model.provider,
            prompt_id=self.prompt.id,
            prompt_version=self.prompt.version,
            prompt_hash=self.prompt.hash,
        )
