"""Messages that are not as they should be, and the one error that each deserves."""

import json
from typing import Any

from tests.lsp.conversation import URI

PARSE, INVALID_REQUEST, UNKNOWN_METHOD, INVALID_PARAMS = -32700, -32600, -32601, -32602
INTERNAL, UNINITIALIZED = -32603, -32002
COMPLETION = "textDocument/inlineCompletion"
PLACE = {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}, "context": {"triggerKind": 2}}


def body(method: str, params: Any, **more: Any) -> bytes:
    return json.dumps({"jsonrpc": "2.0", "method": method, "params": params} | more).encode()


def change(start_line: int, end_line: int) -> dict[str, Any]:
    place = {"start": {"line": start_line, "character": 0}, "end": {"line": end_line, "character": 0}}
    return {"textDocument": {"uri": URI, "version": 2}, "contentChanges": [{"range": place, "text": "x"}]}


def accept(arguments: Any) -> dict[str, Any]:
    return {"command": "centaur.didAcceptCompletionItem", "arguments": arguments}


def completion(**wrong: Any) -> bytes:
    return body(COMPLETION, PLACE | wrong, id=900)


def command(params: dict[str, Any]) -> bytes:
    return body("workspace/executeCommand", params, id=900)


# What the message is: its body, and the code of the error it gets under id 900, under no id, or not at all.
MALFORMED: dict[str, tuple[bytes, int | None, int | None]] = {
    "no JSON": (b"{", None, PARSE),
    "empty": (b"", None, PARSE),
    "invalid UTF-8": (b'{"jsonrpc":"2.0","id":900,"method":"\xff\xfe"}', None, PARSE),
    "nested 100,000 deep": (b"[" * 100_000 + b"]" * 100_000, None, PARSE),
    "a number of 10,000 digits": (b'{"jsonrpc":"2.0","id":' + b"9" * 10_000 + b"}", None, PARSE),
    "null": (b"null", None, INVALID_REQUEST),
    "a text": (b'"hello"', None, INVALID_REQUEST),
    "a batch": (b"[" + body(COMPLETION, PLACE, id=900) + b"]", None, INVALID_REQUEST),
    "no version": (b'{"id":900,"method":"shutdown"}', INVALID_REQUEST, None),
    "another version": (body(COMPLETION, PLACE, id=900, jsonrpc="1.0"), INVALID_REQUEST, None),
    "an id that is a list": (body(COMPLETION, PLACE, id=[900]), None, INVALID_REQUEST),
    "an id that is true": (body(COMPLETION, PLACE, id=True), None, INVALID_REQUEST),
    "an id that is null": (body(COMPLETION, PLACE, id=None), None, INVALID_REQUEST),
    "a method that is a number": (
        completion().replace(b'"method": "textDocument/inlineCompletion"', b'"method": 7'),
        INVALID_REQUEST,
        None,
    ),
    "an unknown method": (body("textDocument/unheardOf", {}, id=900), UNKNOWN_METHOD, None),
    "an unknown notification": (body("textDocument/unheardOf", {}), None, None),
    "params that are missing": (
        b'{"jsonrpc":"2.0","id":900,"method":"%s"}' % COMPLETION.encode(),
        INVALID_PARAMS,
        None,
    ),
    "params that are a list": (body(COMPLETION, [1, 2], id=900), INVALID_PARAMS, None),
    "a position that is a text": (completion(position="here"), INVALID_PARAMS, None),
    "a negative position": (completion(position={"line": -1, "character": 0}), INVALID_PARAMS, None),
    "a position past 2**31": (completion(position={"line": 2**31, "character": 0}), INVALID_PARAMS, None),
    "a trigger nobody knows": (completion(context={"triggerKind": 9}), INVALID_PARAMS, None),
    "a second initialize": (body("initialize", {"capabilities": {}}, id=900), INVALID_REQUEST, None),
    "an unknown command": (command({"command": "rm"}), INVALID_PARAMS, None),
    "an accept of nothing": (command(accept(None)), INVALID_PARAMS, None),
    "an accept of a number": (command(accept([5])), INVALID_PARAMS, None),
    "an accept of two": (command(accept(["s1", "s2"])), INVALID_PARAMS, None),
    "a change of a document that is not open": (
        body("textDocument/didChange", change(0, 0)).replace(b"a.py", b"b.py"),
        None,
        None,
    ),
    "a change that is a text": (body("textDocument/didChange", "x"), None, None),
    "a signal without an item": (body("textDocument/didShowCompletion", None), None, None),
    "a signal about a list": (body("centaur/didDismissCompletion", [{"item": 1}]), None, None),
    "a cancel of nothing": (body("$/cancelRequest", {"id": 12345}), None, None),
    "a cancel without an id": (body("$/cancelRequest", {}), None, None),
    "an answer nobody waits for": (b'{"jsonrpc":"2.0","id":"none","result":1}', None, None),
    "an answer to a list": (b'{"jsonrpc":"2.0","id":[],"error":{}}', None, None),
}
