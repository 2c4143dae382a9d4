"""What calls may cost: past a limit of the minute or the day no model is asked."""

from collections import deque
from collections.abc import Callable

from centaur.adapters.spending import Spending
from centaur.adapters.wrapped_model import WrappedModel
from centaur.completion.ports import Clock, Model
from centaur.completion.types import Generation
from centaur.privacy.redaction import RedactedPrompt
from centaur.settings import Settings

_MINUTE_S = 60.0
_CHARS_PER_TOKEN = 4  # an estimate, for calls of which the endpoint did not say


class Budget:
    """The user's limits, and what has been used of them in this window and, of the day, in all windows."""

    def __init__(self, spending: Spending, clock: Clock) -> None:
        self.limits = Settings()
        self._spending = spending
        self._clock = clock
        self._requests: deque[float] = deque()
        self._tokens: deque[tuple[float, int]] = deque()

    def refusal(self, *, metered: bool) -> str:
        """Why no model may be asked now, or ""; one that costs nothing is limited in its requests alone."""
        self._forget_what_is_past()
        limits = self.limits
        if len(self._requests) >= limits.requests_per_minute:
            return f"{limits.requests_per_minute} requests a minute are used (budget.requests_per_minute)"
        if not metered:
            return ""
        if sum(tokens for _, tokens in self._tokens) >= limits.tokens_per_minute:
            return f"{limits.tokens_per_minute} tokens a minute are used (budget.tokens_per_minute)"
        tokens, usd = self._spending.total()
        if tokens >= limits.tokens_per_day:
            return f"today's {limits.tokens_per_day} tokens are used (budget.tokens_per_day)"
        if usd >= limits.usd_per_day:
            return f"today's {limits.usd_per_day:.2f} dollars are spent (budget.usd_per_day)"
        return ""

    def asked(self) -> None:
        """A model is asked."""
        self._requests.append(self._clock.monotonic())

    def took(self, tokens: int, usd: float) -> None:
        """A call took so much."""
        self._tokens.append((self._clock.monotonic(), tokens))
        self._spending.add(tokens, usd)

    def _forget_what_is_past(self) -> None:
        past = self._clock.monotonic() - _MINUTE_S
        while self._requests and self._requests[0] <= past:
            self._requests.popleft()
        while self._tokens and self._tokens[0][0] <= past:
            self._tokens.popleft()


class Metered(WrappedModel):
    """A model that is asked only within the budget."""

    def __init__(self, model: Model, budget: Budget, *, metered: bool) -> None:
        super().__init__(model)
        self._budget = budget
        self._metered = metered

    @property
    def problem(self) -> str:
        """Why the model is not asked now, or ""."""
        refusal = self._budget.refusal(metered=self._metered)
        return f"{self.name} is not asked: {refusal}" if refusal else ""

    async def generate(
        self, prompt: RedactedPrompt, stop_early: Callable[[str], str], variant: int = 0
    ) -> Generation:
        """What the model gives, or at once a failure where the budget is used up."""
        if refusal := self._budget.refusal(metered=self._metered):
            return Generation("", failure=refusal)
        self._budget.asked()
        generation = Generation("")
        try:
            generation = await self._model.generate(prompt, stop_early, variant)
        finally:
            if self._metered:
                self._budget.took(_tokens(prompt, generation), generation.cost_usd or 0.0)
        return generation


def _tokens(prompt: RedactedPrompt, generation: Generation) -> int:
    """The tokens of a call; one that was cancelled or ended early has been read all the same."""
    chars = len(prompt.prefix) + len(prompt.suffix) + sum(len(text) for _, text in prompt.messages)
    given, made = generation.input_tokens, generation.output_tokens
    return (chars // _CHARS_PER_TOKEN if given is None else given) + (
        len(generation.text) // _CHARS_PER_TOKEN if made is None else made
    )
