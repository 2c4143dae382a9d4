"""Between the protocol's data and the core's: UTF-16 there, code points here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.uris import to_fs_path

from centaur.completion.problems import Problem
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


@dataclass(frozen=True, slots=True)
class Place:
    """Where a suggestion is asked for: `selected` stands in for what lies between `start` and the cursor.

    That is the entry selected in the suggest widget, which the editor wants the suggestion to begin with.
    """

    buffer: Buffer
    at: Position
    start: Position
    selected: str = ""

    @property
    def typed(self) -> str:
        """What of the entry stands in the text already."""
        return self.buffer.line(self.at.line)[self.start.column : self.at.column]

    @property
    def ahead(self) -> str:
        """What of the entry does not stand in the text yet."""
        return self.selected[len(self.typed) :]

    @property
    def question(self) -> tuple[Buffer, Position]:
        """The text as it would be with the entry, and the cursor behind it."""
        if not self.selected:
            return self.buffer, self.at
        buffer, _ = self.buffer.replace(self.start, self.at, self.selected)
        return buffer, Position(self.start.line, self.start.column + len(self.selected))


def place(buffer: Buffer, params: types.InlineCompletionParams) -> Place | None:
    """Where the client asks, or None where an entry is selected that what is typed does not begin."""
    at = cursor(buffer, params.position)
    selected = params.context.selected_completion_info
    if selected is None:
        return Place(buffer, at, at)
    text, start, end = selected.text, cursor(buffer, selected.range.start), cursor(buffer, selected.range.end)
    if end != at or start.line != at.line or "\n" in text or not text:
        return None
    found = Place(buffer, at, start, text)
    return found if text.startswith(found.typed) else None


def item(suggestion: Suggestion, place: Place) -> types.InlineCompletionItem:
    """The suggestion as an insertion; its id rides in the command that tells of its accept."""
    start, end = (_utf16(place.buffer, position) for position in (place.start, place.at))
    return types.InlineCompletionItem(
        insert_text=place.typed + suggestion.text,
        range=types.Range(start, end),
        command=types.Command(title="Accept", command=ACCEPT, arguments=[suggestion.id]),
    )


def _utf16(buffer: Buffer, position: Position) -> types.Position:
    return types.Position(position.line, column_to_utf16(buffer.line(position.line), position.column))


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
    """How much was accepted of what the item inserts at the cursor, in code points; by word or by line."""
    match params:
        case {"item": {"insertText": str(text)} as item, "acceptedLength": int(units)} if units >= 0:
            accepted = utf16_to_column(text, units)
            at_line_end = text[accepted : accepted + 1] in ("", "\r", "\n") or text[:accepted].endswith("\n")
            return max(0, accepted - _replaced(text, item)), "line" if at_line_end else "word"
    raise JsonRpcInvalidParams("the accepted part is not given as item.insertText and acceptedLength")


def _replaced(text: str, item: Mapping[str, Any]) -> int:
    """How much of the item's text stood before the cursor when it was delivered, and is in its range."""
    match item.get("range"):
        case {"start": {"character": int(start)}, "end": {"character": int(end)}} if start <= end:
            return utf16_to_column(text, end - start)
    return 0


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


def diagnostics(params: Any) -> tuple[str, list[Problem]]:
    """The errors and warnings of a document, told in the form of `textDocument/publishDiagnostics`."""
    match params:
        case {"uri": str(uri), "diagnostics": list(found)}:
            return uri, [problem for one in found if (problem := _problem(one))]
    raise JsonRpcInvalidParams("diagnostics are not given as uri and diagnostics")


def _problem(diagnostic: object) -> Problem | None:
    match diagnostic:
        case {
            "range": {"start": {"line": int(line)}},
            "severity": 1 | 2 as severity,
            "message": str(message),
        } if line >= 0:
            return Problem(
                line, "error" if severity == types.DiagnosticSeverity.Error else "warning", message
            )
    return None


def visible(params: Any) -> bool:
    """Whether a suggestion can be seen."""
    match params:
        case {"visible": bool(found)}:
            return found
    raise JsonRpcInvalidParams("visible is not true or false")
