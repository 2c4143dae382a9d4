"""`centaur doctor`: each part is tried once, and each finding says in a sentence what to do."""

import platform
from dataclasses import dataclass
from typing import Literal

from centaur.adapters import api_keys, config_file, presets, prompt_files
from centaur.adapters.clock import SystemClock
from centaur.adapters.event_store import EventStore, EventStoreError
from centaur.adapters.openai_model import OpenAIModel
from centaur.adapters.state_dir import StateDir
from centaur.commands.diagnosis import diagnose
from centaur.completion.prompting import render
from centaur.settings import LOCAL, Settings

PROBE = {"prefix": "def add(a, b):\n    return ", "suffix": "\n", "language": "python", "context": ""}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one part."""

    subject: str
    level: Literal["ok", "warning", "error"]
    sentence: str


async def examine(state: StateDir) -> list[Finding]:
    """All findings, in the order in which a user would set things up."""
    settings, warnings = config_file.read(state.config_file)
    prompts, problems = prompt_files.read(state.prompts)
    return [
        Finding("python", "ok", f"Python {platform.python_version()} on {platform.system()}"),
        _state(state),
        *(Finding("settings", "error", warning) for warning in warnings),
        *(Finding("prompts", "error", problem) for problem in problems),
        Finding("prompts", "ok", f"{len(prompts.templates)} templates"),
        _events(state),
        *[await _engine(label, settings, prompts) for label in settings.engines],
    ]


def _state(state: StateDir) -> Finding:
    problem = state.prepare()
    return Finding("state", "error" if problem else "ok", problem or f"{state.state} is yours and writable")


def _events(state: StateDir) -> Finding:
    if not state.events.exists():
        return Finding("events", "ok", "nothing has been recorded yet")
    store = EventStore(state.events)
    try:
        return Finding("events", "ok", f"{sum(store.counts().values())} events are recorded")
    except EventStoreError as error:
        return Finding("events", "error", str(error))
    finally:
        store.close()


async def _engine(label: str, settings: Settings, prompts: prompt_files.Prompts) -> Finding:
    """Ask the model one tiny question in its own style."""
    if label == LOCAL:
        return Finding(LOCAL, "ok", "the local engine needs nothing")
    if label not in settings.models:
        return Finding(label, "error", f"engines names {label!r}, but there is no [models.{label}]")
    try:
        spec = presets.resolve(label, settings.models[label])
    except ValueError as error:
        return Finding(label, "error", str(error))
    key = api_keys.find(spec.endpoint, spec.key_variable, api_keys.take_from_editor())
    template = prompts.find("inline/chat" if spec.style == "chat" else "inline/fim")
    model = OpenAIModel(spec, key, SystemClock(), stop=template.stop, max_tokens=template.max_tokens)
    try:
        answer = await model.generate(render(template, PROBE), lambda _text: "")
        names = await model.names() if answer.failure.startswith("http 4") else ()
    finally:
        await model.close()
    found = diagnose(spec, answer, names, has_key=bool(key))
    return Finding(label, found.level, f"{spec.name} at {spec.endpoint} ({spec.style}): {found.sentence}")
