"""A session that obeys its document: the word before the cursor says how it answers."""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from centaur.adapters.clock import SystemClock
from centaur.completion.ports import Runtime
from centaur.completion.problems import Problem
from centaur.completion.types import Answer, Origin, Suggestion, Trigger
from centaur.evidence.events import Event
from centaur.evidence.ids import numbered
from centaur.lsp.port import ClientInfo
from centaur.text.buffer import Edit
from centaur.text.document import Document
from centaur.text.positions import Position
from tests.support.explaining import explainer, explanations
from tests.support.fakes import FakeModel, MemoryCache


class FakeSession:
    """Suggests the line before the cursor in brackets, unless the line is a word that it obeys."""

    def __init__(self, client: ClientInfo, folders: Sequence[str], settings: Mapping[str, Any]) -> None:
        self.told: list[tuple[Any, ...]] = [("started", client.name, list(folders), dict(settings))]
        self.documents: dict[str, Document] = {}
        run = Runtime(SystemClock(), self._note, numbered("fake"), b"")
        # A scripted model speaks where the settings hold what it says.
        says = settings.get("says", [])
        model, cache = FakeModel(says, style="chat", streamed=28), MemoryCache()
        self.explanations = explanations(run, explainer(run, model, cache) if says else None)

    def opened(self, document: Document) -> None:
        self.documents[document.uri] = document
        self.told.append(("opened", document.uri, document.path, document.language))

    def changed(self, document: Document, edits: Sequence[Edit]) -> None:
        self.documents[document.uri] = document
        self.told.extend(("edit", edit.start, edit.removed, edit.inserted) for edit in edits)

    def reason(self, uri: str, version: int, reason: str) -> None:
        self.told.append(("reason", uri, version, reason))

    def saved(self, uri: str) -> None:
        self.told.append(("saved", uri))

    def closed(self, uri: str) -> None:
        self.documents.pop(uri, None)
        self.told.append(("closed", uri))

    def diagnosed(self, uri: str, problems: Sequence[Problem]) -> None:
        found = [(problem.line, problem.severity, problem.message) for problem in problems]
        self.told.append(("diagnosed", uri, found))

    def files_changed(self, paths: Sequence[str]) -> None:
        self.told.append(("files", list(paths)))

    def configure(self, settings: Mapping[str, Any]) -> None:
        self.told.append(("configured", dict(settings or {})))

    async def suggest(
        self, document: Document, cursor: Position, trigger: Trigger, ahead: str = ""
    ) -> Answer:
        before = document.buffer.line(cursor.line)[: cursor.column]
        match before.strip():
            case "slow":
                await asyncio.Event().wait()
            case "stubborn":
                await self._ignore_cancellation()
            case "excluded" | "mid_word":
                return Answer("o1", "suppressed", reason=before, sentence=f"the reason is {before}")
            case "boom":
                raise LookupError("the user's own words")
            case "quit":
                sys.exit(0)
        origin = Origin("local", "fresh", "g1")
        return Answer("o1", "delivered", (Suggestion("s1", f"{ahead}[{trigger} {before}]", origin),))

    def shown(self, suggestion_id: str) -> None:
        self.told.append(("shown", suggestion_id))

    def visibility(self, suggestion_id: str, visible: bool) -> None:
        self.told.append(("visibility", suggestion_id, visible))

    def partly_accepted(self, suggestion_id: str, accepted_chars: int, unit: str) -> None:
        self.told.append(("partly", suggestion_id, accepted_chars, unit))

    async def accepted(self, suggestion_id: str) -> None:
        if suggestion_id == "unwritable":
            raise OSError("disk full")
        await asyncio.sleep(0)
        self.told.append(("accepted", suggestion_id))

    def dismissed(self, suggestion_id: str, reason: str) -> None:
        self.told.append(("dismissed", suggestion_id, reason))

    def status(self) -> dict[str, object]:
        """Everything it was told, so that a test on the other side of a pipe can look."""
        texts = {uri: document.buffer.text for uri, document in self.documents.items()}
        return {"kind": "Normal", "message": "local, ready", "told": self.told, "texts": texts}

    async def close(self) -> None:
        self.told.append(("session closed",))
        sys.stderr.write("session closed\n")

    def _note(self, event: Event) -> None:
        self.told.append(("recorded", event.kind))

    async def _ignore_cancellation(self) -> None:
        for _ in range(3):
            try:
                await asyncio.sleep(0.1)
            except asyncio.CancelledError:
                continue
