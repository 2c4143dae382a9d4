"""The language server: pygls with our protocol, each message bound to what handles it."""

import asyncio
import logging
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from centaur import __version__
from centaur.lsp import cells, convert
from centaur.lsp.explaining import ACCEPT, EXPLAIN, REJECT, Explaining
from centaur.lsp.features import Features, no_items
from centaur.lsp.port import ClientInfo, Session, Start
from centaur.lsp.protocol import Protocol
from centaur.lsp.shield import failure, nothing, shielded
from centaur.lsp.status import StatusLine
from centaur.lsp.transport import FramingError, StandardOutput, connection, messages, standard_input

__all__ = ["CentaurServer", "ClientInfo", "Session", "Start", "build", "run"]

log = logging.getLogger(__name__)


class CentaurServer(LanguageServer):
    """One conversation with one editor."""

    protocol: Protocol

    def __init__(self, start: Start) -> None:
        super().__init__("centaur", __version__, notebook_document_sync=cells.SYNC, protocol_cls=Protocol)
        self.features = Features(start, StatusLine(self.protocol.notify))
        self.cells = cells.CellFeatures(self.features)
        self.explaining = Explaining(self.features, self._partial_result)

    def _partial_result(self, token: int | str, value: dict[str, Any]) -> None:
        self.protocol.notify(types.PROGRESS, types.ProgressParams(token, value))

    def report_server_error(self, error: Exception, source: Any) -> None:
        """One line in the log; the user is not shown our stumbles."""
        log.error("%s: %s", source.__name__, error)


def build(start: Start) -> CentaurServer:
    """The server; `start` is awaited after the editor has been answered, with what it said of itself."""
    # pygls logs whole messages, which hold the user's text; what matters is logged here.
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    server = CentaurServer(start)
    features = server.features
    _bind_notices(server)
    _bind_command(server, convert.ACCEPT, shielded(features.accepted, failure))
    server.feature("centaur/status")(shielded(features.status, dict))
    complete = shielded(features.complete, no_items)
    # pygls announces the feature only when it is given options.
    server.feature(types.TEXT_DOCUMENT_INLINE_COMPLETION, types.InlineCompletionOptions())(complete)
    _bind_explaining(server)
    return server


def _bind_notices(server: CentaurServer) -> None:
    """What an editor tells and wants no answer to."""
    features = server.features

    async def begin(_params: types.InitializedParams) -> None:
        if server.protocol.introduction:
            await features.begin(server.protocol.introduction)

    async def end(_params: None) -> None:
        await server.explaining.end()
        await features.end()

    notices: dict[str, Callable[[Any], Coroutine[Any, Any, None]]] = {
        types.INITIALIZED: begin,
        types.SHUTDOWN: end,
        types.TEXT_DOCUMENT_DID_OPEN: features.opened,
        types.TEXT_DOCUMENT_DID_CHANGE: features.changed,
        types.TEXT_DOCUMENT_DID_SAVE: features.saved,
        types.TEXT_DOCUMENT_DID_CLOSE: features.closed,
        types.NOTEBOOK_DOCUMENT_DID_OPEN: server.cells.opened,
        types.NOTEBOOK_DOCUMENT_DID_CHANGE: server.cells.changed,
        types.NOTEBOOK_DOCUMENT_DID_SAVE: server.cells.saved,
        types.NOTEBOOK_DOCUMENT_DID_CLOSE: server.cells.closed,
        types.WORKSPACE_DID_CHANGE_CONFIGURATION: features.configured,
        types.WORKSPACE_DID_CHANGE_WATCHED_FILES: features.files_changed,
        "textDocument/didShowCompletion": features.shown,
        "textDocument/didPartiallyAcceptCompletion": features.partly_accepted,
        "centaur/didDismissCompletion": features.dismissed,
        "centaur/didChangeVisibility": features.visibility,
        "centaur/didChangeReason": features.reason,
        "centaur/didChangeDiagnostics": features.diagnosed,
        "centaur/ping": features.ping,
    }
    for method, handler in notices.items():
        server.feature(method)(shielded(handler, nothing))


def _bind_explaining(server: CentaurServer) -> None:
    """Where silence would be read as success, a failure is one."""
    explaining = server.explaining
    requests: dict[str, Callable[[Any], Coroutine[Any, Any, Any]]] = {
        "centaur/explain": explaining.explain,
        "centaur/why": explaining.why,
        "centaur/feedback": explaining.feedback,
        "centaur/acceptExplanation": explaining.accept,
        "centaur/rejectExplanation": explaining.reject,
        "centaur/didCloseExplanation": explaining.closed,
        types.CODE_ACTION_RESOLVE: explaining.resolve,
    }
    for method, handler in requests.items():
        server.feature(method)(shielded(handler, failure))
    kinds = [types.CodeActionKind.Empty, types.CodeActionKind.RefactorRewrite]
    options = types.CodeActionOptions(code_action_kinds=kinds, resolve_provider=True)
    server.feature(types.TEXT_DOCUMENT_CODE_ACTION, options)(shielded(explaining.actions, list))
    for name, command in (
        (EXPLAIN, explaining.explain_by_command),
        (ACCEPT, explaining.accept_by_command),
        (REJECT, explaining.reject_by_command),
    ):
        _bind_command(server, name, shielded(command, failure))


def _bind_command(
    server: CentaurServer, name: str, command: Callable[[tuple[Any, ...]], Coroutine[Any, Any, Any]]
) -> None:
    @server.command(name)
    async def _run(*arguments: Any) -> Any:
        return await command(arguments)


async def converse(server: CentaurServer, reader: asyncio.StreamReader, writer: Any) -> int:
    """Handle messages until the editor ends the conversation, or nothing it says can be read."""
    server.protocol.set_writer(writer)
    try:
        async for body in messages(reader):
            server.protocol.receive(body)
            if server.protocol.exit_code is not None:
                return server.protocol.exit_code
    except FramingError as error:
        return _fail(f"the conversation cannot go on: {error}")
    finally:
        await server.explaining.end()
        await server.features.end()
    return 0


def run(server: CentaurServer, tcp_port: int | None) -> int:
    """Serve one editor, over the standard streams or a loopback port; the result is the exit code."""
    return asyncio.run(_over_standard_streams(server) if tcp_port is None else _over_tcp(server, tcp_port))


def _fail(sentence: str) -> int:
    """Say why the process ends: in the log, and where whoever started it looks."""
    log.critical(sentence)
    sys.stderr.write(f"centaur: {sentence}\n")
    return 1


async def _over_standard_streams(server: CentaurServer) -> int:
    return await converse(server, standard_input(), StandardOutput())


async def _over_tcp(server: CentaurServer, port: int) -> int:
    try:
        async with connection(port) as (reader, writer):
            return await converse(server, reader, writer)
    except OSError as error:
        return _fail(f"port {port} cannot be served: {error.strerror}")
