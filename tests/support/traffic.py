"""Recorded traffic of an editor, played to a session with the time of the recording."""

import asyncio
import gzip
import itertools
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from lsprotocol import converters, types

from centaur.completion.engine import Engine
from centaur.completion.offers import Offers
from centaur.completion.ports import Runtime
from centaur.completion.problems import Problem
from centaur.completion.types import Answer, Candidate, Origin, Proposal, Request
from centaur.evidence.events import Event, ImpossibleEvent, OutcomeEvent, PartialEvent, ShownEvent
from centaur.evidence.lifecycle import Lifecycle
from centaur.lsp import convert
from centaur.lsp.documents import OpenDocuments
from centaur.session import Parts, Session
from centaur.text.buffer import Edit
from centaur.text.document import Document
from tests.support.explaining import explanations
from tests.support.fakes import FakeClock

RECORDINGS = Path(__file__).parent.parent / "golden" / "traffic"
_TURNS = 5  # of the event loop: more than an answer needs to arrive
_converter = converters.get_converter()

Message = Mapping[str, Any]
NOTHING = frozenset[str]()
ACCEPTS = frozenset({"workspace/executeCommand"})
EVERYTHING = ACCEPTS | {
    "textDocument/didShowCompletion",
    "textDocument/didPartiallyAcceptCompletion",
    "centaur/didDismissCompletion",
    "centaur/didChangeVisibility",
    "centaur/didChangeReason",
}


def recorded(name: str) -> list[Message]:
    """The messages of this recording, in the order in which they were sent."""
    with gzip.open(RECORDINGS / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@dataclass(frozen=True, slots=True)
class Lives:
    """What became of each suggestion of the recording, by its id there; `events` are all that was written."""

    ends: Mapping[str, str]
    events: Sequence[Event]

    @property
    def evidence(self) -> set[str]:
        """By which kinds of evidence they were judged."""
        return {event.evidence for event in self.events if isinstance(event, OutcomeEvent)}

    @property
    def impossible(self) -> int:
        """How many signals fitted no state."""
        return sum(isinstance(event, ImpossibleEvent) for event in self.events)


async def play(messages: Iterable[Message], signals: Collection[str]) -> Lives:
    """Play the recording; of what the client said of its suggestions, only these methods are heard."""
    replay = _Replay(signals)
    for message in messages:
        replay.clock.advance(message["at"] - replay.clock.at)
        await replay.take(message)
    replay.clock.advance(3)
    await replay.session.close()
    return Lives({name: _end(replay.events, own) for name, own in replay.ids.items()}, tuple(replay.events))


def _end(events: Iterable[Event], suggestion_id: str) -> str:
    """Its outcome; "partial" where only a part was accepted; "untold" where it was shown and that is all."""
    mine = [event for event in events if getattr(event, "suggestion_id", "") == suggestion_id]
    if not any(isinstance(event, ShownEvent) for event in mine):
        return "unseen"
    outcome = next((event.outcome for event in mine if isinstance(event, OutcomeEvent)), "orphaned")
    if outcome == "orphaned":
        return "untold"
    if outcome in ("accepted", "typed_through"):
        return outcome
    return "partial" if any(isinstance(event, PartialEvent) for event in mine) else outcome


@dataclass
class _Replay:
    signals: Collection[str]
    clock: FakeClock = field(default_factory=lambda: FakeClock(0.0))
    events: list[Event] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        numbers = itertools.count(1)

        def new_id() -> str:
            return f"id-{next(numbers)}"

        lifecycle = Lifecycle(self.events.append, new_id)
        self._engine = _Engine()
        host = _Host(cast(Engine, self._engine))
        self._documents = OpenDocuments()
        self._asked: dict[object, tuple[asyncio.Task[Answer], asyncio.Future[Proposal]]] = {}
        log, run = _Log(self.events), Runtime(self.clock, self.events.append, new_id, b"")
        parts = Parts(host, lifecycle, Offers(lifecycle), log, explanations(run), self.clock, new_id, "")
        self.session = Session(parts)

    async def take(self, message: Message) -> None:
        """Do what the server does with this message."""
        method, params = message.get("method"), message.get("params")
        match method:
            case "textDocument/didOpen":
                opened = _converter.structure(params, types.DidOpenTextDocumentParams)
                self.session.opened(self._documents.open(opened.text_document))
            case "textDocument/didChange":
                changed = _converter.structure(params, types.DidChangeTextDocumentParams)
                if change := self._documents.change(changed):
                    self.session.changed(*change)
            case "textDocument/didSave":
                self.session.saved(_uri(params))
            case "textDocument/didClose":
                self._documents.close(_uri(params))
                self.session.closed(_uri(params))
            case "textDocument/inlineCompletion":
                await self._ask(message["id"], _converter.structure(params, types.InlineCompletionParams))
            case None:
                await self._answer(message)
            case _ if method in self.signals:
                await self._tell(str(method), params)
        for _ in range(_TURNS):
            await asyncio.sleep(0)

    async def _ask(self, request: object, params: types.InlineCompletionParams) -> None:
        document = self._documents.get(params.text_document.uri)
        assert document
        cursor, trigger = convert.cursor(document.buffer, params.position), convert.trigger(params.context)
        asking = asyncio.ensure_future(self.session.suggest(document, cursor, trigger))
        await asyncio.sleep(0)
        self._asked[request] = asking, self._engine.asked

    async def _answer(self, message: Message) -> None:
        """Answer as it was answered. One that came too late for its document offers nothing."""
        items = (message.get("result") or {}).get("items", ())
        asking, proposal = self._asked.pop(message["id"])
        origin = Origin("model", "fresh", str(message["id"]))
        candidates = tuple(Candidate(item["insertText"], origin) for item in items)
        proposal.set_result(Proposal("delivered" if items else "empty", candidates))
        answer = await asking
        for item, suggestion in zip(items, answer.suggestions, strict=False):
            self.ids[convert.suggestion_id({"item": item})] = suggestion.id

    async def _tell(self, method: str, params: Any) -> None:
        """What the client says of its suggestions."""
        if method == "centaur/didChangeReason":
            self.session.reason(*convert.change_reason(params))
        elif method == "workspace/executeCommand":
            await self.session.accepted(self.ids[convert.accepted_id(tuple(params["arguments"]))])
        else:
            suggestion = self.ids[convert.suggestion_id(params)]
            if method == "textDocument/didShowCompletion":
                self.session.shown(suggestion)
            elif method == "textDocument/didPartiallyAcceptCompletion":
                self.session.partly_accepted(suggestion, *convert.accepted_part(params))
            elif method == "centaur/didChangeVisibility":
                self.session.visibility(suggestion, convert.visible(params))
            else:
                self.session.dismissed(suggestion, convert.reason(params))


def _uri(params: Any) -> str:
    return str(params["textDocument"]["uri"])


class _Engine:
    """Leaves each answer to the recording."""

    asked: asyncio.Future[Proposal]

    async def suggest(self, _request: Request) -> Proposal:
        self.asked = asyncio.get_running_loop().create_future()
        return await self.asked

    def forget(self, _generation_id: str) -> None:
        """There is no cache."""


@dataclass(frozen=True, slots=True)
class _Host:
    """Nothing but the engine."""

    engine: Engine

    def configure(self, table: Mapping[str, Any]) -> None: ...

    def opened(self, document: Document) -> None: ...

    def changed(self, document: Document, edits: Sequence[Edit]) -> None: ...

    def closed(self, document: Document) -> None: ...

    def diagnosed(self, uri: str, problems: Sequence[Problem]) -> None: ...

    def files_changed(self, paths: Sequence[str]) -> None: ...

    def status(self) -> dict[str, object]:
        return {}

    async def close(self) -> None: ...


class _Log:
    """A list that is durable at once."""

    def __init__(self, events: list[Event]) -> None:
        self.record = events.append

    async def flush(self) -> None: ...

    async def close(self) -> None: ...
