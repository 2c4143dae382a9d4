"""The local engine as a proposer: one prediction, recorded as a generation."""

from dataclasses import dataclass

from centaur.completion.ports import Predictor, Runtime
from centaur.completion.types import Candidate, Near, Origin, Proposal, Request
from centaur.evidence.events import GenerationEvent


@dataclass(frozen=True, slots=True)
class LocalProposer:
    """Answers at once from what it has learned here, or is silent."""

    predictor: Predictor
    runtime: Runtime

    async def propose(self, request: Request, near: Near) -> Proposal:  # noqa: ARG002 - it reads the document itself
        """The prediction at the cursor, if the engine is sure enough."""
        clock = self.runtime.clock
        started = clock.monotonic()
        prediction = self.predictor.predict(request.document, request.cursor)
        if prediction is None:
            return Proposal("empty", reason="not_sure", sentence="the local engine is not sure enough")
        took_ms = (clock.monotonic() - started) * 1000
        generation_id = self.runtime.new_id()
        self.runtime.record(
            GenerationEvent(
                generation_id, request.opportunity_id, "local", "fresh", status="complete", total_ms=took_ms
            )
        )
        origin = Origin("local", "fresh", generation_id, latency_ms=took_ms)
        return Proposal("delivered", (Candidate(prediction.text, origin),))

    async def others(self, request: Request, near: Near) -> Proposal:  # noqa: ARG002 - the port's form
        """It is sure of one text or of none."""
        return Proposal("empty", reason="not_sure", sentence="the local engine has one text at most")

    def anticipate(self, request: Request, near: Near, text: str) -> None:
        """It is fast enough without."""

    def forget(self, generation_id: str) -> None:
        """Nothing is kept that could be given again."""
