"""The local engine as a proposer: one prediction, recorded as a generation."""

from collections.abc import Callable
from dataclasses import dataclass

from centaur.completion.ports import Clock, Predictor
from centaur.completion.types import Candidate, Near, Origin, Proposal, Request
from centaur.evidence.events import Event, GenerationEvent


@dataclass(frozen=True, slots=True)
class LocalProposer:
    """Answers at once from what it has learned here, or is silent."""

    predictor: Predictor
    clock: Clock
    record: Callable[[Event], None]
    new_id: Callable[[], str]

    async def propose(self, request: Request, near: Near) -> Proposal:  # noqa: ARG002 - the predictor reads the buffer
        """The prediction at the cursor, if the engine is sure enough."""
        started = self.clock.monotonic()
        prediction = self.predictor.predict(request.document, request.cursor)
        if prediction is None:
            return Proposal("empty", reason="not_sure", sentence="the local engine is not sure enough")
        took = (self.clock.monotonic() - started) * 1000
        generation_id = self.new_id()
        self.record(
            GenerationEvent(
                generation_id, request.opportunity_id, "local", "fresh", status="complete", total_ms=took
            )
        )
        origin = Origin("local", "fresh", generation_id, latency_ms=took)
        return Proposal("delivered", (Candidate(prediction.text, origin),))
