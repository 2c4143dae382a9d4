"""`centaur serve`: the language server answers the editor first, and loads everything else after."""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from centaur.adapters import log as log_file
from centaur.adapters.state_dir import StateDir
from centaur.lsp.server import ClientInfo, Session, build, run

_SWITCH_SECONDS = 0.0005
"""How long a thread that computes may hold up the event loop; Python's own 5 ms are as long as an answer."""


def serve(tcp_port: int | None) -> int:
    """Run the language server until its editor ends it; the result is the exit code."""
    state = StateDir.locate()
    if not state.prepare():
        log_file.to_file(state.log)
    sys.setswitchinterval(_SWITCH_SECONDS)
    return run(build(_start), tcp_port)


async def _start(client: ClientInfo, folders: Sequence[str], table: Mapping[str, Any]) -> Session:
    return await asyncio.to_thread(_load_and_start, client, folders, table)


def _load_and_start(client: ClientInfo, folders: Sequence[str], table: Mapping[str, Any]) -> Session:
    # Half of what the server needs is loaded here, in a thread and after `initialize` has been answered.
    from centaur.app import recorded  # noqa: PLC0415 - see above

    return recorded(client.name, client.version, [Path(folder) for folder in folders], table)
