"""The composition root: settings in, wired parts out. The only place that knows every room."""

import logging
import platform
import secrets
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from centaur import __version__
from centaur.adapters import config_file, session_lock
from centaur.adapters.clock import SystemClock
from centaur.adapters.disk_cache import DiskCache
from centaur.adapters.event_store import EventStore
from centaur.adapters.event_writer import EventWriter
from centaur.adapters.pause_file import PauseFile, PauseWatch
from centaur.adapters.recording import Recording, Stores
from centaur.adapters.recovery import Recovery
from centaur.adapters.rejected_places import LOOK_SECONDS, RejectedPlaces
from centaur.adapters.spending import Spending
from centaur.adapters.state_dir import StateDir
from centaur.adapters.text_store import TextStore
from centaur.adapters.upkeep import DAY_SECONDS, Job, Upkeep
from centaur.completion.offers import Offers
from centaur.completion.ports import Runtime
from centaur.engines import Engines
from centaur.evidence.events import SessionEvent
from centaur.evidence.ids import hashed, numbered
from centaur.evidence.lifecycle import Lifecycle
from centaur.explanation.explanations import Explanations
from centaur.explanation.why import Recent
from centaur.host import Host
from centaur.session import Parts, Session

RECOVERY_SECONDS = 31.0  # an editor may accept what the last process showed for 30 s

log = logging.getLogger(__name__)


def recorded(editor: str, editor_version: str, folders: Sequence[Path], table: Mapping[str, Any]) -> Session:
    """The session of an editor's window: what happens in it is evidence, as far as the user allows."""
    state = StateDir.locate()
    problem = state.prepare()
    store, clock, session_id = EventStore(state.events), SystemClock(), secrets.token_hex(8)
    new_id = numbered(session_id)
    stores = None if problem else _stores(state, store, session_id)
    recording = Recording(_pauses(state, clock), stores, clock)
    recent = Recent(recording.record)
    lifecycle = Lifecycle(recent.record, new_id, recording.keep)
    session, host = _session(state, recording, lifecycle, new_id, folders, recent=recent, problem=problem)
    host.configure(table)
    host.wait_for_models()
    if not problem:
        recovery = Recovery(store, state.sessions, clock.now, recording.allowed)
        rejected = RejectedPlaces(store, lifecycle.rejections.learn)
        host.keep_up(_upkeep(recovery, rejected, recording, lifecycle))
    versions = __version__, platform.python_version(), platform.system()
    recording.begin(SessionEvent("start", editor, editor_version, *versions))
    return session


def unrecorded(folder: Path) -> tuple[Session, Host]:
    """A session for a question from the command line, and what surrounds it: nothing of it is evidence."""
    state = StateDir.locate()
    problem = state.prepare()
    clock, new_id = SystemClock(), numbered(secrets.token_hex(8))
    recording = Recording(_pauses(state, clock), None, clock)
    recent = Recent(recording.record)
    lifecycle = Lifecycle(recent.record, new_id)
    return _session(state, recording, lifecycle, new_id, [folder], recent=recent, problem=problem)


def _session(
    state: StateDir,
    recording: Recording,
    lifecycle: Lifecycle,
    new_id: Callable[[], str],
    folders: Sequence[Path],
    *,
    recent: Recent,
    problem: str,
) -> tuple[Session, Host]:
    clock = SystemClock()
    runtime = Runtime(clock, recent.record, new_id, secrets.token_bytes(32), recording.keep)
    salt = state.salt()
    offers = Offers(lifecycle, recording.keep, salt)
    settings, warnings = config_file.read(state.config_file)
    engines = Engines(
        state.prompts, runtime, DiskCache(state.cache, log.warning), Spending(state.state, clock)
    )
    host = Host((settings, (*filter(None, [problem]), *warnings)), engines, offers, recording, folders)
    explanations = Explanations(lambda: host.explainer, recent, runtime, partial(hashed, salt))
    return Session(Parts(host, lifecycle, offers, recording, explanations, clock, new_id, salt)), host


def _pauses(state: StateDir, clock: SystemClock) -> PauseWatch:
    return PauseWatch(PauseFile(state.pauses, clock.now), clock)


def _stores(state: StateDir, store: EventStore, session_id: str) -> Stores:
    """Where the evidence goes. The lock is held first: what is recorded without it would look abandoned."""
    clock = SystemClock()
    lock = session_lock.hold(state.sessions, session_id)
    return Stores(EventWriter(store, session_id, clock), TextStore(state.state, clock.now), lock)


def _upkeep(
    recovery: Recovery, rejected: RejectedPlaces, recording: Recording, lifecycle: Lifecycle
) -> Upkeep:
    """What goes on beside the session. What the last process showed is an accept away for a while."""
    rejected.look()
    for suggestion_id, offered_chars in recovery.open_suggestions().items():
        lifecycle.adopt(suggestion_id, SystemClock().monotonic(), offered_chars)
    return Upkeep(
        Job(recording.forget_old_texts, 0, DAY_SECONDS),
        Job(recovery.run, RECOVERY_SECONDS),
        Job(rejected.look, LOOK_SECONDS, LOOK_SECONDS),
    )
