"""Between the protocol's data and the core's: UTF-16 there, code points here."""

from collections.abc import Mapping, Sequence
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.uris import to_fs_path

from centaur.completion.types import Suggestion, Trigger
from centaur.lsp.port import ClientInfo
from centaur.text.buffer import Buffer
from centaur.text.positions import Position, column_to_utf16, utf16_to_column

ACCEPT = "centaur.didAcceptCompletionItem"


def introduction(params: types.InitializeParams) -> tuple[ClientInfo, Sequence[str], Mapping[str, Any]]:
    """Who the client is, its workspace folders, and the settings it brought."""
    client = (
        ClientInfo(params.client_info.name, params.client_info.version or "")
        if params.client_info
        else ClientInfo()
    )
    addresses = [folder.uri for folder in params.workspace_folders or ()] or [params.root_uri or ""]
    folders = [path for address in addresses if (path := file_path(address))]
    return client, folders, settings(params.initialization_options) or {}


def settings(sent: Any) -> Mapping[str, Any] | None:
    """Our part of the settings that a client sent, or None where it sent none."""
    ours = sent.get("centaur") if isinstance(sent, Mapping) else None
    return ours if isinstance(ours, Mapping) else None


def file_path(uri: str) -> str | None:
    """The file at the address, or None where there is none."""
    try:
        path = to_fs_path(uri)
    except ValueError:
        return None
    return path if path and "\0" not in path else None


def cursor(buffer: Buffer, position: types.Position) -> Position:
    """The place in the buffer that the client means, or the nearest that exists."""
    if position.line >= buffer.line_count:
        return buffer.position(buffer.length)
    line = buffer.line(position.line)
    return Position(position.line, utf16_to_column(line, position.character))


def trigger(context: types.InlineCompletionContext) -> Trigger:
    """Whether the person asked, or typed."""
    return "invoked" if context.trigger_kind == types.InlineCompletionTriggerKind.Invoked else "automatic"


def item(suggestion: Suggestion, buffer: Buffer, at: Position) -> types.InlineCompletionItem:
    """The suggestion as an insertion at the cursor; its id rides in the command that tells of its accept."""
    place = types.Position(at.line, column_to_utf16(buffer.line(at.line), at.column))
    return types.InlineCompletionItem(
        insert_text=suggestion.text,
        range=types.Range(place, place),
        command=types.Command(title="Accept", command=ACCEPT, arguments=[suggestion.id]),
    )


def suggestion_id(params: Any) -> str:
    """The id of the suggestion that a signal of the client is about."""
    match params:
        case {"item": {"command": {"arguments": [str(found), *_]}}}:
            return found
    raise JsonRpcInvalidParams("the item holds no suggestion id")


def accepted_id(arguments: tuple[Any, ...]) -> str:
    """The id of the suggestion that the accept command names."""
    match arguments:
        case [str(found)]:
            return found
    raise JsonRpcInvalidParams("the command takes one suggestion id")


def accepted_part(params: Any) -> tuple[int, str]:
    """How much of the item's text was accepted, in code points, and whether by word or by line."""
    match params:
        case {"item": {"insertText": str(text)}, "acceptedLength": int(units)} if units >= 0:
            accepted = utf16_to_column(text, units)
            at_line_end = text[accepted : accepted + 1] in ("", "\r", "\n") or text[:accepted].endswith("\n")
            return accepted, "line" if at_line_end else "word"
    raise JsonRpcInvalidParams("the accepted part is not given as item.insertText and acceptedLength")


def reason(params: Any) -> str:
    """Why a suggestion was dismissed."""
    match params:
        case {"reason": str(found)}:
            return found
    raise JsonRpcInvalidParams("there is no reason")


def change_reason(params: Any) -> tuple[str, int, str]:
    """Which document became which version, and why."""
    match params:
        case {"textDocument": {"uri": str(uri)}, "version": int(version), "reason": str(found)}:
            return uri, version, found
    raise JsonRpcInvalidParams("the change is not given as textDocument.uri, version and reason")


def visible(params: Any) -> bool:
    """Whether a suggestion can be seen."""
    match params:
        case {"visible": bool(found)}:
            return found
    raise JsonRpcInvalidParams("visible is not true or false")
