"""The composition root: settings in, wired parts out. The only place that knows every room."""

import asyncio
import logging
import platform
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from centaur import __version__
from centaur.adapters import config_file
from centaur.adapters import log as log_file
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
from centaur.lsp.server import ClientInfo, build, run
from centaur.session import Parts, Session

log = logging.getLogger(__name__)


def serve(tcp_port: int | None) -> int:
    """Run the language server until its editor ends it; the result is the exit code."""
    state = StateDir.locate()
    problem = state.prepare()
    if not problem:
        log_file.to_file(state.log)

    def start(client: ClientInfo, folders: Sequence[str], table: Mapping[str, Any]) -> Session:
        recording = Recording(None if problem else _event_log(state))
        session, host = _session(state, recording, [Path(folder) for folder in folders], problem)
        host.configure(table)
        host.wait_for_models()
        recording.record(_introduction(client))
        return session

    async def start_beside_the_loop(
        client: ClientInfo, folders: Sequence[str], table: Mapping[str, Any]
    ) -> Session:
        return await asyncio.to_thread(start, client, folders, table)

    return run(build(start_beside_the_loop), tcp_port)


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


def _event_log(state: StateDir) -> EventWriter:
    return EventWriter(EventStore(state.events), _new_id(), SystemClock())


def _introduction(client: ClientInfo) -> SessionEvent:
    return SessionEvent(
        "start", client.name, client.version, __version__, platform.python_version(), platform.system()
    )


def _new_id() -> str:
    return uuid4().hex
