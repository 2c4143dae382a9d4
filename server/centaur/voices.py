"""The model that explains, made from the settings: one client for each way in which it is asked."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from centaur.adapters import api_keys, presets, prompt_files
from centaur.adapters.breaker import Breaker
from centaur.adapters.budget import Budget, Metered
from centaur.adapters.disk_cache import DiskCache
from centaur.adapters.openai_model import OpenAIModel
from centaur.adapters.presets import ModelSpec
from centaur.completion.ports import Runtime
from centaur.completion.prompting import Template
from centaur.explanation.explainer import Explainer
from centaur.explanation.facts import Naming
from centaur.explanation.narrator import Narrator
from centaur.explanation.types import Voice
from centaur.settings import LOCAL, Settings

DEADLINE_MS = 30_000


class Voices:
    """Makes explainers; what is wrong with the model that should explain is in `problems`."""

    def __init__(
        self,
        prompts_folder: Path,
        runtime: Runtime,
        cache: DiskCache,
        budget: Budget,
        *,
        keys: dict[str, str],
        naming: Naming,
    ) -> None:
        self._prompts_folder = prompts_folder
        self._runtime = runtime
        self._cache = cache
        self._budget = budget
        self._keys = keys
        self._naming = naming
        self._clients: list[OpenAIModel] = []
        self.problems: tuple[str, ...] = ()

    def explainer(self, settings: Settings, excluded: Callable[[str | None], str]) -> Explainer:
        """What explains under these settings: a model of style chat where there is one, else facts alone."""
        self.problems = ()
        made = partial(Explainer, excluded, self._runtime, naming=self._naming)
        try:
            spec = _chosen(settings)
        except ValueError as error:
            self.problems = (str(error),)
            return made(without=str(error))
        if spec is None:
            return made()
        prompts, _ = prompt_files.read(self._prompts_folder)
        key = api_keys.find(spec.endpoint, spec.key_variable, self._keys)
        of_code = self._narrator(spec, key, prompts.find("explain/selection"))
        of_suggestions = self._narrator(spec, key, prompts.find("explain/suggestion"))
        return made(of_code=of_code, of_suggestions=of_suggestions)

    async def close(self) -> None:
        """Let go of connections."""
        for client in self._clients:
            await client.close()

    def _narrator(self, spec: ModelSpec, key: str, template: Template) -> Narrator:
        # An explanation has a deadline and a length of its own.
        own = replace(spec, generation_ms=DEADLINE_MS, max_tokens=0)
        clock = self._runtime.clock
        client = OpenAIModel(own, key, clock, stop=template.stop, max_tokens=template.max_tokens)
        self._clients.append(client)
        model = Metered(Breaker(client, clock), self._budget, None if spec.is_own else client.usd)
        return Narrator(Voice(model, template), self._cache, self._runtime)


def _chosen(settings: Settings) -> ModelSpec | None:
    """The model that was named to explain, or the first engine of style chat.

    Raises ValueError with a sentence that says what to change.
    """
    if label := settings.explain_model:
        if label not in settings.models:
            raise ValueError(f"explain.model names {label!r}, but there is no [models.{label}]")
        spec = presets.resolve(label, settings.models[label])
        if spec.style != "chat":
            raise ValueError(
                f'models.{label} completes and cannot explain: explain.model needs style = "chat"'
            )
        return spec
    labels = (label for label in settings.engines if label != LOCAL and label in settings.models)
    return next(filter(None, (_chat(label, settings) for label in labels)), None)


def _chat(label: str, settings: Settings) -> ModelSpec | None:
    """The model, if it can be made and talks; what is wrong with it is said where it should suggest."""
    try:
        spec = presets.resolve(label, settings.models[label])
    except ValueError:
        return None
    return spec if spec.style == "chat" else None
