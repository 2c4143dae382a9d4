"""What calls may cost: past a limit of the minute or the day no model is asked."""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from centaur.adapters.spending import Spending
from centaur.adapters.token_length import TokenLength
from centaur.adapters.wrapped_model import WrappedModel
from centaur.completion.ports import CallCancelledError, Clock, Model, Written, unheard
from centaur.completion.types import UNASKED, Generation
from centaur.privacy.redaction import RedactedPrompt
from centaur.settings import Settings

_MINUTE_S = 60.0
Price = Callable[[int, int], float | None]
"""US dollars for so many tokens in and out, None where nobody knows."""


@dataclass(frozen=True, slots=True)
class Tokenizer:
    """What has been learnt of how a model counts: its prompts and its answers, each by itself."""

    prompts: TokenLength = field(default_factory=TokenLength)
    answers: TokenLength = field(default_factory=TokenLength)


class Budget:
    """The user's limits, and what has been used of them in this window and, of the day, in all windows."""

    def __init__(self, spending: Spending, clock: Clock) -> None:
        self.limits = Settings()
        self._spending = spending
        self._clock = clock
        self._requests: deque[float] = deque()
        self._tokens: deque[tuple[float, int]] = deque()
        self._tokenizers: defaultdict[tuple[str, str], Tokenizer] = defaultdict(Tokenizer)

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

    def tokenizer(self, model: Model) -> Tokenizer:
        """What is known of the model's tokens; all who ask the same model share it."""
        return self._tokenizers[model.provider, model.name]

    def _forget_what_is_past(self) -> None:
        past = self._clock.monotonic() - _MINUTE_S
        while self._requests and self._requests[0] <= past:
            self._requests.popleft()
        while self._tokens and self._tokens[0][0] <= past:
            self._tokens.popleft()


class Metered(WrappedModel):
    """A model that is asked only within the budget; without a price it is one of the user's own.

    Of a stream that ends early no endpoint says what it took: then tokens are estimated, and so is the money
    they cost. The budget counts the estimate, and the call carries it to the log, where it says so.
    """

    def __init__(self, model: Model, budget: Budget, price: Price | None) -> None:
        super().__init__(model)
        self._budget = budget
        self._price = price

    @property
    def problem(self) -> str:
        """Why the model is not asked now, or ""."""
        refusal = self._budget.refusal(metered=self._price is not None)
        return f"{self.name} is not asked: {refusal}" if refusal else ""

    async def generate(
        self,
        prompt: RedactedPrompt,
        stop_early: Callable[[str], str],
        variant: int = 0,
        written: Written = unheard,
    ) -> Generation:
        """What the model gives, or at once a failure where the budget is used up."""
        if refusal := self._budget.refusal(metered=self._price is not None):
            return replace(UNASKED, failure=refusal)
        self._budget.asked()
        heard = ""

        def hear(text: str) -> str:
            nonlocal heard
            heard = text
            return stop_early(text)

        try:
            generation = await self._model.generate(prompt, hear, variant, written)
        except CallCancelledError as cancelled:
            raise CallCancelledError(self._paid(prompt, heard, cancelled.generation)) from None
        return self._paid(prompt, heard, generation)

    def _paid(self, prompt: RedactedPrompt, heard: str, generation: Generation) -> Generation:
        """Count a call and say what it took; cancelled or failed under way it has read the prompt, too."""
        if self._price is None:
            return generation
        tokenizer = self._budget.tokenizer(self)
        given = _counted(tokenizer.prompts, prompt.text, generation.input_tokens)
        made = _counted(tokenizer.answers, heard, generation.output_tokens)
        if None in (generation.input_tokens, generation.output_tokens):
            usd = self._price(given, made)
            generation = replace(
                generation, input_tokens=given, output_tokens=made, cost_usd=usd, estimated=True
            )
        self._budget.took(given + made, generation.cost_usd or 0.0)
        return generation


def _counted(length: TokenLength, text: str, tokens: int | None) -> int:
    """The tokens that the endpoint told, from which the length is learnt, or what they probably were."""
    if tokens is None:
        return length.tokens(text)
    length.learn(text, tokens)
    return tokens
