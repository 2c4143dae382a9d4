"""Leaves a model alone for a while after it failed repeatedly or asked for it."""

from collections.abc import Callable
from dataclasses import replace

from centaur.adapters.wrapped_model import WrappedModel
from centaur.completion.ports import Clock, Model, Written, unheard
from centaur.completion.types import UNASKED, Generation
from centaur.privacy.redaction import RedactedPrompt

FAILURES = 3
REST_SECONDS = 30.0
LONGEST_REST_SECONDS = 3_600.0  # an endpoint that asks for more is asked again after an hour


class Breaker(WrappedModel):
    """A model that is not called while it rests; after a rest one call shows whether it is back."""

    def __init__(self, model: Model, clock: Clock) -> None:
        super().__init__(model)
        self._clock = clock
        self._failures = 0
        self._reason = ""
        self._rest_until: float | None = None  # None while calls go through
        self._probing = False

    @property
    def problem(self) -> str:
        """Why the model rests and for how long, or "" while it is called."""
        if self._rest_until is None:
            return ""
        seconds = max(0, round(self._rest_until - self._clock.monotonic()))
        again = f"asked again after {seconds} s" if seconds else "asked again with the next suggestion"
        return f"{self.name} does not answer ({self._reason}); it is {again}"

    async def generate(
        self,
        prompt: RedactedPrompt,
        stop_early: Callable[[str], str],
        variant: int = 0,
        written: Written = unheard,
    ) -> Generation:
        """What the model gives, or at once a failure while it rests."""
        if self._resting():
            return replace(UNASKED, failure=f"resting: {self._reason}")
        self._probing = self._rest_until is not None
        is_known = False

        def heard(generation: Generation) -> None:
            nonlocal is_known
            is_known, self._probing = True, False
            self._learn(generation)
            written(generation)

        try:
            generation = await self._model.generate(prompt, stop_early, variant, heard)
        finally:
            self._probing = self._probing and is_known  # a call that is known may end while another probes
        if not is_known:
            self._learn(generation)
        return generation

    def _resting(self) -> bool:
        if self._rest_until is None:
            return False
        return self._probing or self._clock.monotonic() < self._rest_until

    def _learn(self, generation: Generation) -> None:
        self._reason = generation.failure
        self._failures = self._failures + 1 if generation.failure else 0
        usual = REST_SECONDS if self._failures >= FAILURES else 0.0
        rest = min(generation.retry_after_s or usual, LONGEST_REST_SECONDS)
        self._rest_until = self._clock.monotonic() + rest if rest else None
