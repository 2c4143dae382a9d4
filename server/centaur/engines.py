"""The user's list of engines, made into proposers: the local one, and each model behind its breaker."""

import asyncio
import threading
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from centaur.adapters import api_keys, openai_model, presets, prompt_files
from centaur.adapters.breaker import Breaker
from centaur.adapters.budget import Budget, Metered
from centaur.adapters.disk_cache import DiskCache
from centaur.adapters.openai_model import OpenAIModel
from centaur.adapters.spending import Spending
from centaur.completion.call import Call
from centaur.completion.gathering import gather
from centaur.completion.local_proposer import LocalProposer
from centaur.completion.model_proposer import ModelProposer, Pace
from centaur.completion.ports import Proposer, Runtime
from centaur.completion.snippets import Snippet
from centaur.completion.surroundings import Surroundings
from centaur.completion.types import Near, Request
from centaur.local.predictor import LocalEngine
from centaur.local.symbols import Symbols
from centaur.settings import ALWAYS, AUTO, LOCAL, Settings
from centaur.voices import Voices


@dataclass(frozen=True, slots=True)
class _Model:
    """A model that is in use: what asks it, what rests it, and what is connected."""

    proposer: ModelProposer
    breaker: Breaker
    metered: Metered
    client: OpenAIModel

    @property
    def problems(self) -> tuple[str, ...]:
        """Why it is not asked now, or answers too late."""
        told = (self.breaker.problem, self.metered.problem, self.proposer.problem)
        return tuple(filter(None, told))


class Engines:
    """Makes proposers from settings; a model that cannot be made is left out and named in `problems`."""

    def __init__(self, prompts_folder: Path, runtime: Runtime, cache: DiskCache, spending: Spending) -> None:
        self.local = LocalEngine()
        self.surroundings = Surroundings()
        self._prompts_folder = prompts_folder
        self._runtime = runtime
        self._cache = cache
        self._budget = Budget(spending, runtime.clock)
        self._keys = api_keys.take_from_editor()
        self.voices = Voices(
            prompts_folder, runtime, cache, self._budget, keys=self._keys, naming=self.local.naming
        )
        self._models: list[_Model] = []
        self._let_go: list[tuple[OpenAIModel, Collection[Call]]] = []
        self._problems: list[str] = []
        self._loading: threading.Thread | None = None
        self.name = LOCAL

    def build(self, settings: Settings) -> tuple[Proposer, ...]:
        """The proposers in the user's order of preference; what was built before ends."""
        self._end_models()
        self._budget.limits = settings
        proposers: dict[str, Proposer] = {}
        for label in settings.engines:
            if label == LOCAL:
                proposers[LOCAL] = LocalProposer(self.local, self._runtime)
                continue
            try:
                model = self._model(label, settings)
            except ValueError as error:
                self._problems.append(str(error))
                continue
            self._models.append(model)
            proposers[model.client.name] = model.proposer
        self.name = next(iter(proposers), "no engine")
        if self._models and self._loading is None:
            self._loading = threading.Thread(target=openai_model.load, daemon=True)
            self._loading.start()
        return tuple(proposers.values())

    @property
    def learners(self) -> tuple[LocalEngine | Symbols, ...]:
        """What learns from the files of the workspace: what only a model is told, only where there is one."""
        return (self.local, self.surroundings.symbols) if self._models else (self.local,)

    def wait(self, seconds: float) -> None:
        """Return when models can be asked without first loading their client, or after this time."""
        if self._loading:
            self._loading.join(seconds)

    def problems(self) -> tuple[str, ...]:
        """What is wrong now: models that could not be made, and those that rest after failures."""
        return (
            *self._problems,
            *self.voices.problems,
            *(problem for model in self._models for problem in model.problems),
        )

    async def close(self) -> None:
        """Let go of connections and of the cache."""
        self._end_models()
        for client, calls in self._let_go:
            await asyncio.gather(*(call.ended() for call in calls))
            await client.close()
        await self.voices.close()
        await asyncio.to_thread(self._cache.close)

    def _model(self, label: str, settings: Settings) -> _Model:
        """The model of this label. Raises ValueError with a sentence that says what to change."""
        if label not in settings.models:
            raise ValueError(f"engines names {label!r}, but there is no [models.{label}]")
        spec = presets.resolve(label, settings.models[label])
        prompts, problems = prompt_files.read(self._prompts_folder)
        self._problems.extend(problems)
        template = prompts.find("inline/chat" if spec.style == "chat" else "inline/fim")
        key = api_keys.find(spec.endpoint, spec.key_variable, self._keys)
        clock = self._runtime.clock
        client = OpenAIModel(spec, key, clock, stop=template.stop, max_tokens=template.max_tokens)
        breaker = Breaker(client, clock)
        foresees = settings.speculative == ALWAYS or (settings.speculative == AUTO and spec.is_own)
        pace = Pace(settings.delay_ms, spec.deadline_ms, foresees, settings.candidates)
        metered = Metered(breaker, self._budget, None if spec.is_own else client.usd)
        proposer = ModelProposer(metered, template, self._cache, pace, self._runtime, gather=self._gather)
        return _Model(proposer, breaker, metered, client)

    def _gather(self, request: Request, near: Near) -> tuple[Snippet, ...]:
        return gather(request, near, self.surroundings)

    def _end_models(self) -> None:
        for model in self._models:
            model.proposer.cancel()
            self._let_go.append((model.client, model.proposer.under_way))
        self._models, self._problems = [], []
