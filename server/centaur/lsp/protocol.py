"""JSON-RPC as the language server protocol wants it: every request is answered once, a malformed one too."""

import json
import logging
from collections.abc import Callable, Generator
from typing import Any

from cattrs import Converter
from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

log = logging.getLogger(__name__)

# What pygls would do with documents splits lines at form feeds and reads files that are not open.
_REPLACED = (
    types.TEXT_DOCUMENT_DID_OPEN,
    types.TEXT_DOCUMENT_DID_CHANGE,
    types.TEXT_DOCUMENT_DID_CLOSE,
    types.NOTEBOOK_DOCUMENT_DID_OPEN,
    types.NOTEBOOK_DOCUMENT_DID_CHANGE,
    types.NOTEBOOK_DOCUMENT_DID_CLOSE,
)


class Protocol(LanguageServerProtocol):
    """pygls' protocol without its documents, its silence on bad requests and its tracebacks to the client.

    `introduction` is what the client said to `initialize`; `exit_code` is set when it asked us to end.
    """

    def __init__(self, server: LanguageServer, converter: Converter) -> None:
        super().__init__(server, converter)
        for method in _REPLACED:
            del self.fm.builtin_features[method]
        self.introduction: types.InitializeParams | None = None
        self.exit_code: int | None = None

    def receive(self, body: bytes) -> None:
        """Handle one message, whatever it holds."""
        try:
            message = json.loads(body)
        except (ValueError, RecursionError):
            self._refuse(None, types.ErrorCodes.ParseError, "The message is not JSON")
            return
        if not isinstance(message, dict) or not _is_sound(message):
            self._refuse(_id_of(message), types.ErrorCodes.InvalidRequest, "The message is not JSON-RPC 2.0")
        elif "method" in message and "id" in message:
            self._take_request(message)
        elif "method" in message:
            self._take_notification(message)
        # The server asks nothing, so an answer is to nobody.

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(self, params: types.InitializeParams) -> Generator[Any, Any, types.InitializeResult]:
        """Introduce each to the other; positions are in UTF-16, which every client speaks."""
        if params.capabilities.general:
            params.capabilities.general.position_encodings = None
        result = yield from super().lsp_initialize(params)
        self.introduction = params
        return result

    @lsp_method(types.SHUTDOWN)
    def lsp_shutdown(self, *params: object) -> Generator[Any, Any, None]:
        """End the session, and answer when it has ended; nothing else is answered from now on."""
        self._shutdown = True
        yield self.fm.features[types.SHUTDOWN], params, None

    @lsp_method(types.EXIT)
    def lsp_exit(self, *_: object) -> None:  # type: ignore[override]  # there is nothing to wait for
        """End the process: with 1 if the client did not shut the server down first."""
        self.exit_code = 0 if self._shutdown else 1

    def _execute_handler(
        self,
        msg_id: int | str,
        handler: Callable[..., Any],
        callback: Callable[..., Any],
        args: tuple[Any, ...] | None = None,
        kwargs: dict[str, Any] | None = None,
    ) -> None:
        """Run a handler. pygls forgets those of requests alone, and a notification comes with every key."""
        super()._execute_handler(msg_id, handler, callback, args, kwargs)
        if running := self._request_futures.get(msg_id):
            running.add_done_callback(lambda _: self._request_futures.pop(msg_id, None))

    def _take_request(self, message: dict[str, Any]) -> None:
        request, method = message["id"], message["method"]
        if self._shutdown or (self.introduction and method == types.INITIALIZE):
            self._refuse(request, types.ErrorCodes.InvalidRequest, "The request comes at the wrong time")
        elif not self.introduction and method != types.INITIALIZE:
            self._refuse(request, types.ErrorCodes.ServerNotInitialized, "The server is not initialized")
        elif not self._knows(method):
            self._refuse(request, types.ErrorCodes.MethodNotFound, "The method is unknown")
        else:
            try:
                params = self._params(message)
            except JsonRpcInvalidParams as error:
                self._refuse(request, types.ErrorCodes.InvalidParams, error.message)
            else:
                self._handle_request(request, method, params)

    def _take_notification(self, message: dict[str, Any]) -> None:
        method = message["method"]
        awaited = method == types.EXIT or (self.introduction and not self._shutdown)
        if not awaited or not (self._knows(method) or method == types.CANCEL_REQUEST):
            return
        try:
            params = self._params(message)
        except JsonRpcInvalidParams as error:
            log.warning("%s is ignored: %s", method, error.message)
            self._lose(message)
        else:
            self._handle_notification(method, params)

    def _lose(self, message: dict[str, Any]) -> None:
        """Close what a change that cannot be read is about: a wrong copy of a text is worse than none."""
        match message:
            case {"method": types.TEXT_DOCUMENT_DID_CHANGE, "params": {"textDocument": {"uri": str(uri)}}}:
                closing = types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri))
                self._handle_notification(types.TEXT_DOCUMENT_DID_CLOSE, closing)
            case {
                "method": types.NOTEBOOK_DOCUMENT_DID_CHANGE,
                "params": {"notebookDocument": {"uri": str(uri)}},
            }:
                notebook = types.NotebookDocumentIdentifier(uri)
                closing_all = types.DidCloseNotebookDocumentParams(notebook, ())
                self._handle_notification(types.NOTEBOOK_DOCUMENT_DID_CLOSE, closing_all)

    def _params(self, message: dict[str, Any]) -> Any:
        """The parameters in their type; those of methods that are ours stay plain data."""
        kind = self.get_message_type(message["method"])
        if kind is None:
            return message.get("params")
        try:
            return self._converter.structure(message, kind).params
        except Exception:  # noqa: BLE001 - the converter raises what the data provokes: it never fits
            raise JsonRpcInvalidParams("the parameters do not fit the method") from None

    def _knows(self, method: str) -> bool:
        return method in self.fm.builtin_features or method in self.fm.features

    def _refuse(self, request: int | str | None, code: types.ErrorCodes, sentence: str) -> None:
        if request is None:
            # lsprotocol leaves out what is null, and JSON-RPC wants it said.
            error = {"code": code.value, "message": sentence}
            self._send_data({"jsonrpc": "2.0", "id": None, "error": error})
        else:
            self._send_response(request, error=types.ResponseError(code=code, message=sentence))

    def _send_response(
        self, msg_id: int | str, result: Any | None = None, error: types.ResponseError | None = None
    ) -> None:
        """Send the answer; an error tells the client what, never where in our code."""
        if error is not None:
            internal = error.code == types.ErrorCodes.InternalError
            sentence = "Internal error: the server's log tells more" if internal else error.message
            error = types.ResponseError(code=error.code, message=sentence)
        super()._send_response(msg_id, result, error)

    def _send_data(self, data: Any) -> None:
        """Write one message. Data that has no JSON is its maker's failure, and answered as such."""
        assert self.writer
        body = json.dumps(data, default=self._serialize_message).encode()
        self.writer.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))


def _is_sound(message: dict[str, Any]) -> bool:
    if message.get("jsonrpc") != "2.0" or not isinstance(message.get("method", ""), str):
        return False
    return _id_of(message) is not None or "id" not in message or "method" not in message


def _id_of(message: object) -> int | str | None:
    """The id, where it is one that a request may have."""
    found = message.get("id") if isinstance(message, dict) else None
    return found if isinstance(found, int | str) and not isinstance(found, bool) else None
