"""A state folder with a log and texts in it, and an export of it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from centaur.adapters.event_store import EventStore
from centaur.adapters.state_dir import StateDir
from centaur.adapters.text_store import TextStore
from centaur.commands.export import export
from tests.support.event_tables import NOON, EventLog

FIM = json.dumps({"messages": [], "prefix": "a = ", "suffix": "\n"})
CHAT = json.dumps({"messages": [["system", "Fill in."], ["user", "<file>a = <cursor/></file>"]],
                   "prefix": "", "suffix": ""})  # fmt: skip


def state_of(log: EventLog, texts: Mapping[tuple[str, str], str] | None = None) -> StateDir:
    """This test's state folder, in which that happened; texts by kind and id."""
    state = StateDir.locate()
    state.prepare()
    store = EventStore(state.events)
    store.append(log.recorded)
    store.close()
    kept = TextStore(state.state, lambda: NOON / 1000)
    for (kind, of), text in (texts or {}).items():
        kept.keep(kind, of, text)
    kept.close()
    return state


def exported(state: StateDir, form: str, to: str | Path, **more: Any) -> dict[str, Any]:
    """What the export says of itself."""
    return export(state, form, str(to), until="2026-11-03", **more)


def lines(path: Path) -> list[Any]:
    """The records of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
