"""The composition root: settings in, wired parts out. The only place that knows every room."""

import logging
import platform
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from centaur import __version__
from centaur.adapters import config_file
from centaur.adapters.clock import SystemClock
from centaur.adapters.disk_cache import DiskCache
from centaur.adapters.event_store import EventStore
from centaur.adapters.event_writer import EventWriter
from centaur.adapters.state_dir import StateDir
from centaur.completion.offers import Offers
from centaur.completion.ports import Runtime
from centaur.engines import Engines
from centaur.evidence.events import SessionEvent
from centaur.evidence.lifecycle import Lifecycle
from centaur.host import Host, Recording
from centaur.session import Parts, Session

log = logging.getLogger(__name__)


def recorded(editor: str, editor_version: str, folders: Sequence[Path], table: Mapping[str, Any]) -> Session:
    """The session of an editor's window: what happens in it is evidence, as far as the user allows."""
    state = StateDir.locate()
    problem = state.prepare()
    event_log = None if problem else EventWriter(EventStore(state.events), _new_id(), SystemClock())
    recording = Recording(event_log)
    session, host = _session(state, recording, folders, problem)
    host.configure(table)
    host.wait_for_models()
    versions = __version__, platform.python_version(), platform.system()
    recording.record(SessionEvent("start", editor, editor_version, *versions))
    return session


def unrecorded(folder: Path) -> tuple[Session, Host]:
    """A session for a question from the command line, and what surrounds it: nothing of it is evidence."""
    state = StateDir.locate()
    return _session(state, Recording(None), [folder], state.prepare())


def _session(
    state: StateDir, recording: Recording, folders: Sequence[Path], problem: str
) -> tuple[Session, Host]:
    clock = SystemClock()
    runtime = Runtime(clock, recording.record, _new_id, secrets.token_bytes(32))
    lifecycle = Lifecycle(recording.record, _new_id)
    offers = Offers(lifecycle)
    settings, warnings = config_file.read(state.config_file)
    engines = Engines(state.prompts, runtime, DiskCache(state.cache, log.warning))
    host = Host((settings, (*filter(None, [problem]), *warnings)), engines, offers, recording, folders)
    return Session(Parts(host, lifecycle, offers, recording, clock, _new_id, state.salt())), host


def _new_id() -> str:
    return uuid4().hex
