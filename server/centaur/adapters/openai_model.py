"""A model behind an OpenAI-compatible endpoint: one call, streamed, that cannot hang, swell or raise."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from centaur.adapters import wire
from centaur.adapters.presets import ModelSpec
from centaur.adapters.prices import Prices
from centaur.completion.ports import CallCancelledError, Clock, Written, unheard
from centaur.completion.types import CUT_SHORT, UNASKED, WORDLESS, Generation
from centaur.privacy.redaction import RedactedPrompt

if TYPE_CHECKING:
    from centaur.adapters.transport import Connection

MAX_TOKENS = 256
VARIED_TEMPERATURE = 0.8  # at 0 every text would be the same
_PRICES = Prices()
_GRACE_SECONDS = 0.25  # for the usage and the end of stream that follow a complete answer
_BREATH_SECONDS = 0.005  # whoever waits for the answer has it by then, and all of the interpreter


@dataclass(slots=True)
class _Answer:
    """What has arrived so far; it counts once there is a reason why it stopped."""

    text: str = ""
    stop_reason: str = ""
    is_stream: bool = False
    first_token_at: float | None = None
    complete_at: float | None = None
    usage: wire.Usage | None = None


class OpenAIModel:
    """One model at one endpoint; `stop` and `max_tokens` come from the template that it is asked with."""

    def __init__(
        self,
        spec: ModelSpec,
        api_key: str,
        clock: Clock,
        *,
        stop: Sequence[str] = (),
        max_tokens: int = MAX_TOKENS,
    ) -> None:
        self._spec = spec
        self._varied = replace(spec, temperature=max(spec.temperature, VARIED_TEMPERATURE))
        self._api_key = api_key.strip()
        self._clock = clock
        self._stop = (*stop, *(spec.fim.stop if spec.fim else ()))
        self._max_tokens = spec.max_tokens or max_tokens
        self._connection: Connection | None = None
        self._connecting = asyncio.Lock()

    @property
    def name(self) -> str:
        """The model's name at its provider."""
        return self._spec.name

    @property
    def provider(self) -> str:
        """The preset, or the endpoint's host."""
        return self._spec.preset or self._spec.host

    @property
    def style(self) -> str:
        """How it is asked: `fim-suffix`, `fim-tokens` or `chat`."""
        return self._spec.style

    @property
    def takes_files(self) -> bool:
        """Whether its family has a form for the files of a repository."""
        return self._spec.fim is not None and bool(self._spec.fim.file)

    @property
    def identity(self) -> str:
        """Everything that an answer depends on besides the prompt."""
        spec = self._spec
        options = f"max_tokens={self._max_tokens} temperature={spec.temperature} stop={self._stop!r}"
        return f"{spec.endpoint}{spec.path} {spec.name} {spec.style} {spec.family} {options}"

    def usd(self, given: int, made: int) -> float | None:
        """What so many tokens in and out cost, None where nobody knows."""
        return _PRICES.cost_usd(self._spec, (given, made, None), 0.0)

    async def generate(
        self,
        prompt: RedactedPrompt,
        stop_early: Callable[[str], str],
        variant: int = 0,
        written: Written = unheard,
    ) -> Generation:
        """Ask once and stream the answer; a failure is in the result. Raises only when it is cancelled."""
        answer, started = _Answer(), self._clock.monotonic()

        async def completed() -> None:
            answer.complete_at = self._clock.monotonic()
            written(self._complete(answer, started))
            await asyncio.sleep(_BREATH_SECONDS)

        error: Exception | None = None
        try:
            connection = await self._connected()
            body = wire.request(self._varied if variant else self._spec, prompt, self._stop, self._max_tokens)
            async with asyncio.timeout(self._spec.generation_ms / 1000) as deadline:
                async with await connection.ask(body) as events:
                    answer.is_stream = "event-stream" in events.response.headers.get("content-type", "")
                    await self._read(events, stop_early, answer, deadline, completed)
        except asyncio.CancelledError:
            if answer.stop_reason:
                raise CallCancelledError(self._complete(answer, started)) from None
            raise CallCancelledError(self._without_usage("cancelled", self._since_ms(started))) from None
        except Exception as caught:  # noqa: BLE001 - a peer can provoke any of them, and none may leave
            error = caught
        if answer.stop_reason:
            return self._complete(answer, started)
        failure = self._failure(error, answer)
        ended = self._without_usage(failure.sentence, self._since_ms(started), unasked=failure.unasked)
        return replace(ended, retry_after_s=failure.retry_after_s)

    async def names(self) -> tuple[str, ...]:
        """The models that the endpoint says it has, or none where it does not say."""
        with suppress(Exception):  # as above; this is only asked to explain another failure
            connection = await self._connected()
            async with asyncio.timeout(self._spec.deadline_ms / 1000):
                return wire.names(await connection.models())
        return ()

    async def close(self) -> None:
        """Close the connection, if there is one."""
        if self._connection:
            await self._connection.close()

    async def _read(
        self,
        events: AsyncIterator[object],
        stop_early: Callable[[str], str],
        answer: _Answer,
        deadline: asyncio.Timeout,
        completed: Callable[[], Awaitable[None]],
    ) -> None:
        """Fill the answer until the endpoint says why it ended, or until we end it."""
        async for event in events:
            piece = wire.read(event)
            answer.usage = piece.usage or answer.usage
            if answer.stop_reason:
                continue
            self._add(answer, piece.text)
            answer.stop_reason = answer.stop_reason or stop_early(answer.text)
            if answer.stop_reason:
                await completed()
                return
            if piece.finish:
                answer.stop_reason = piece.finish
                deadline.reschedule(asyncio.get_running_loop().time() + _GRACE_SECONDS)
                await completed()

    def _add(self, answer: _Answer, text: str) -> None:
        """Append the text. A stop text that the endpoint let through ends the answer there."""
        if text and answer.first_token_at is None:
            answer.first_token_at = self._clock.monotonic()
        answer.text += text
        if found := [at for at in (answer.text.find(stop) for stop in self._stop) if at >= 0]:
            answer.text, answer.stop_reason = answer.text[: min(found)], "stop"

    def _without_usage(self, failure: str, total_ms: float, *, unasked: bool = False) -> Generation:
        """A call that gave nothing: its cost is known where nobody was asked, or time is all that costs."""
        if unasked or self._connection is None:
            return replace(UNASKED, failure=failure, total_ms=total_ms)
        cost_usd = _PRICES.cost_usd(self._spec, wire.Usage().tokens, total_ms)
        return Generation("", failure=failure, total_ms=total_ms, cost_usd=cost_usd)

    def _complete(self, answer: _Answer, started: float) -> Generation:
        """The answer, with what it took as far as the endpoint has said so."""
        first, usage = answer.first_token_at, answer.usage or wire.Usage()
        total_ms = ((answer.complete_at or self._clock.monotonic()) - started) * 1000
        return Generation(
            answer.text,
            answer.stop_reason,
            first_token_ms=None if first is None else (first - started) * 1000,
            total_ms=total_ms,
            input_tokens=usage.input_tokens,
            output_tokens=usage.output_tokens,
            cached_tokens=usage.cached_tokens,
            cost_usd=_PRICES.cost_usd(self._spec, usage.tokens, total_ms),
        )

    def _since_ms(self, started: float) -> float:
        return (self._clock.monotonic() - started) * 1000

    async def _connected(self) -> "Connection":
        """The connection, made in a thread because loading `openai` would hold up the event loop."""
        async with self._connecting:
            if self._connection is None:
                self._connection = await asyncio.to_thread(_connect, self._spec, self._api_key)
        return self._connection

    def _failure(self, error: Exception | None, answer: _Answer) -> wire.Failure:
        if error is None:
            wordless = WORDLESS if answer.is_stream else "the endpoint does not stream an answer"
            return wire.Failure(CUT_SHORT if answer.text else wordless)
        if self._connection is None:
            return wire.Failure(f"no connection can be made ({type(error).__name__})", unasked=True)
        failure = self._connection.failure_of(error, self._clock.now())
        if failure.sentence == "http 401" and self._spec.key_variable and not self._api_key:
            sentence = f"http 401: no API key is set ({self._spec.key_variable})"
            return replace(failure, sentence=sentence)
        return failure


def load() -> "Callable[[ModelSpec, str], Connection]":
    """Load the openai package, which takes half a second or more: best done before the first question."""
    # With OPENAI_LOG=debug in the environment the package would print requests, which hold code.
    os.environ.pop("OPENAI_LOG", None)
    from centaur.adapters.transport import connect  # noqa: PLC0415 - see above

    _PRICES.load()
    return connect


def _connect(spec: ModelSpec, api_key: str) -> "Connection":
    return load()(spec, api_key)
