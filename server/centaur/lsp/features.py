"""What the editor can ask and tell, message by message: conversion and a call, no decision."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from lsprotocol import types

from centaur.completion.types import Trigger
from centaur.lsp import convert
from centaur.lsp.documents import OpenDocuments
from centaur.lsp.inflight import InFlight
from centaur.lsp.port import Session, Start
from centaur.lsp.shield import log_failure, shielded
from centaur.lsp.status import StatusLine, noted, refusal
from centaur.text.document import Document

_PATIENCE_S = 5.0
_FAREWELL_S = 1.0
_BUSY_AFTER_S = 0.2


class Features:
    """The handlers of one conversation. The session begins once both are introduced; requests wait for it."""

    def __init__(self, start: Start, status: StatusLine) -> None:
        self._start = start
        self._status = status
        self._documents = OpenDocuments()
        self._inflight: InFlight[types.InlineCompletionList] = InFlight()
        self._session: Session | None = None
        self._settled = asyncio.Event()
        self._settled.set()
        self._settings: Mapping[str, Any] | None = None
        self._ending: asyncio.Future[None] | None = None

    async def begin(self, introduction: types.InitializeParams) -> None:
        """Start the session, once, and tell it what happened meanwhile."""
        if self._session or not self._settled.is_set():
            return
        self._settled.clear()
        client, folders, settings = convert.introduction(introduction)
        try:
            self._session = session = await self._start(client, folders, settings)
            if self._settings is not None:
                session.configure(self._settings)
            for document in self._documents:
                session.opened(document)
            self._status.tell(session.status())
        except (Exception, SystemExit) as error:  # noqa: BLE001 - without a session the server still answers
            log_failure("start", error)
            self._status.tell({"kind": "Error", "message": "Centaur could not start: its log tells why"})
        finally:
            self._settled.set()

    async def end(self) -> None:
        """End what is under way and the session; asked again, it waits for the same end."""
        if self._ending is None:
            self._ending = asyncio.ensure_future(self._end())
        await asyncio.shield(self._ending)

    async def opened(self, params: types.DidOpenTextDocumentParams) -> None:
        """A document was opened."""
        document = self._documents.open(params.text_document)
        if self._session:
            self._session.opened(document)

    async def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        """A document changed."""
        change = self._documents.change(params)
        if change and self._session:
            self._session.changed(*change)

    async def reason(self, params: Any) -> None:
        """Why a document changed."""
        uri, version, reason = convert.change_reason(params)
        if self._session:
            self._session.reason(uri, version, reason)

    async def saved(self, params: types.DidSaveTextDocumentParams) -> None:
        """A document was saved."""
        if self._session:
            self._session.saved(params.text_document.uri)

    async def closed(self, params: types.DidCloseTextDocumentParams) -> None:
        """A document was closed."""
        uri = params.text_document.uri
        self._inflight.cancel(uri)
        if self._documents.close(uri) and self._session:
            self._session.closed(uri)

    async def configured(self, params: types.DidChangeConfigurationParams) -> None:
        """The settings changed; a notice without ours changes nothing."""
        settings = convert.settings(params.settings)
        if settings is None:
            return
        self._settings = settings
        if self._session:
            self._session.configure(settings)

    async def diagnosed(self, params: Any) -> None:
        """What other tools find wrong in a document."""
        uri, problems = convert.diagnostics(params)
        # They are told once and not again, so the session is waited for.
        if session := await self._ready():
            session.diagnosed(uri, problems)

    async def files_changed(self, params: types.DidChangeWatchedFilesParams) -> None:
        """Files changed on disk."""
        paths = [path for change in params.changes if (path := convert.file_path(change.uri))]
        if self._session:
            self._session.files_changed(paths)

    async def complete(self, params: types.InlineCompletionParams) -> types.InlineCompletionList:
        """Suggestions at the cursor; they continue the entry that is selected in the suggest widget."""
        document = self._documents.get(params.text_document.uri)
        place = convert.place(document.buffer, params) if document else None
        if document is None or place is None:
            return no_items()
        suggest = shielded(self._suggest, no_items)
        work = suggest(document, place, convert.trigger(params.context))
        return await self._inflight.newest(document.uri, work) or no_items()

    async def accepted(self, arguments: tuple[Any, ...]) -> None:
        """A suggestion was accepted: answered when that is durable."""
        accepted = convert.accepted_id(arguments)
        session = await self._ready()
        if session is None:
            raise RuntimeError("there is no session to record the accept")
        await session.accepted(accepted)

    async def shown(self, params: Any) -> None:
        """A suggestion has become visible."""
        shown = convert.suggestion_id(params)
        if self._session:
            self._session.shown(shown)

    async def partly_accepted(self, params: Any) -> None:
        """A word or a line was accepted."""
        accepted, (chars, unit) = convert.suggestion_id(params), convert.accepted_part(params)
        if self._session:
            self._session.partly_accepted(accepted, chars, unit)

    async def dismissed(self, params: Any) -> None:
        """A suggestion was dismissed."""
        dismissed, reason = convert.suggestion_id(params), convert.reason(params)
        if self._session:
            self._session.dismissed(dismissed, reason)

    async def visibility(self, params: Any) -> None:
        """The window that shows a suggestion lost or regained focus."""
        suggestion, visible = convert.suggestion_id(params), convert.visible(params)
        if self._session:
            self._session.visibility(suggestion, visible)

    async def ping(self, _params: Any) -> None:
        """The heartbeat."""

    async def status(self, _params: Any) -> dict[str, object]:
        """What the status bar shows."""
        if self._session is None:
            return {"kind": "Inactive", "message": "not running" if self._settled.is_set() else "starting"}
        return self._session.status()

    @property
    def documents(self) -> OpenDocuments:
        """What is open."""
        return self._documents

    async def session(self) -> Session | None:
        """The session, once it has begun."""
        return await self._ready()

    async def _suggest(
        self, document: Document, place: convert.Place, trigger: Trigger
    ) -> types.InlineCompletionList:
        session = await self._ready()
        if session is None:
            return no_items()
        busy = asyncio.get_running_loop().call_later(_BUSY_AFTER_S, self._status.busy, True)
        try:
            buffer, at = place.question
            answer = await session.suggest(replace(document, buffer=buffer), at, trigger, place.ahead)
        finally:
            busy.cancel()
            self._status.busy(False)
        self._status.tell({**noted(answer), **_spoken(session.status()), **refusal(answer)})
        return types.InlineCompletionList(
            [convert.item(suggestion, place) for suggestion in answer.suggestions]
        )

    async def _ready(self, patience_s: float = _PATIENCE_S) -> Session | None:
        """The session, waiting a bounded time if it is about to begin."""
        if self._session is None:
            with suppress(TimeoutError):
                async with asyncio.timeout(patience_s):
                    await self._settled.wait()
        return self._session

    async def _end(self) -> None:
        await self._inflight.cancel_all()
        if session := await self._ready(_FAREWELL_S):
            await session.close()


def _spoken(status: dict[str, object]) -> dict[str, object]:
    """The status without a message that says nothing."""
    return {name: value for name, value in status.items() if name != "message" or value}


def no_items() -> types.InlineCompletionList:
    """The empty answer."""
    return types.InlineCompletionList([])
