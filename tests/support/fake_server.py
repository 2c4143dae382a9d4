"""The language server with a fake session, as a process: `[printing] [PORT]`."""

import logging
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from centaur.lsp.port import ClientInfo, Session
from centaur.lsp.server import build, run
from tests.support.fake_session import FakeSession


async def start(client: ClientInfo, folders: Sequence[str], settings: Mapping[str, Any]) -> Session:
    if "printing" in sys.argv:
        sys.stdout.write("a stray print")
        sys.stdout.flush()
    return FakeSession(client, folders, settings)


if __name__ == "__main__":
    logging.basicConfig(stream=sys.stderr)
    port = next((int(word) for word in sys.argv[1:] if word.isdigit()), None)
    sys.exit(run(build(start), port))
