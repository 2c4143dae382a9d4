"""What the editor can ask about code and suggestions, message by message: conversion and a call."""

from collections.abc import Callable
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from centaur.explanation.types import FORMS, Emit, Form
from centaur.lsp import convert, explained
from centaur.lsp.explained import Json
from centaur.lsp.features import Features
from centaur.lsp.inflight import InFlight
from centaur.lsp.port import Explanations
from centaur.text.document import Document
from centaur.text.positions import Position

EXPLAIN, ACCEPT, REJECT = "centaur.explain", "centaur.acceptExplanation", "centaur.rejectExplanation"


class Explaining:
    """The handlers of explanations in one conversation; `progress` sends a partial result by its token."""

    def __init__(self, features: Features, progress: Callable[[Any, Json], None]) -> None:
        self._features = features
        self._progress = progress
        self._inflight: InFlight[Json | None] = InFlight()

    async def explain(self, params: Any) -> Json | None:
        """Explain a range; while the answer comes, each partial result is all of the Markdown so far."""
        match params:
            case {"textDocument": {"uri": str(uri)}, "range": {"start": start, "end": end}}:
                return await self._explain(uri, start, end, self._emit(params) or _unheard)
        raise JsonRpcInvalidParams("the code is not given as textDocument.uri and range")

    async def why(self, params: Any) -> Json | None:
        """How a suggestion came about; asked to explain, a model also says what it would do."""
        suggestion_id, explain = explained.text(params, "suggestionId"), params.get("explain") is True
        explanations = await self._explanations()
        emit = (self._emit(params) or _unheard) if explain else None
        why = await explanations.why(suggestion_id, emit) if explanations else None
        if why is None:
            return None
        told = explained.answer(why.explanation, None) if why.explanation else None
        return {"facts": why.facts, "markdown": why.markdown, "explanation": told}

    async def feedback(self, params: Any) -> None:
        """A sentence of an explanation was labelled."""
        explanation_id, label = explained.text(params, "explanationId"), explained.text(params, "label")
        sentence = params.get("sentence")
        explanations = await self._explanations()
        known = type(sentence) is int and explanations and explanations.label(explanation_id, sentence, label)
        if not known:
            raise JsonRpcInvalidParams("there is no such explanation, sentence or label")

    async def accept(self, params: Any) -> Json | None:
        """An explanation is kept, perhaps in other words: what the client may insert, and where."""
        explanation_id, form = explained.text(params, "explanationId"), params.get("form", FORMS[0])
        if form not in FORMS:
            raise JsonRpcInvalidParams(f"form is one of {', '.join(FORMS)}")
        return await self._accept(explanation_id, form, params.get("text"))

    async def reject(self, params: Any) -> bool:
        """An explanation is turned down; whether it was still to be decided."""
        explanations = await self._explanations()
        return bool(explanations and explanations.reject(explained.text(params, "explanationId")))

    async def closed(self, params: Any) -> None:
        """An explanation was closed without a decision."""
        if explanations := await self._explanations():
            explanations.leave(explained.text(params, "explanationId"))

    async def explain_by_command(self, arguments: tuple[Any, ...]) -> str | None:
        """For clients that only know commands: Markdown, or a sentence that says why there is none."""
        match arguments:
            case [str(uri), {"start": start, "end": end}]:
                answer = await self._explain(uri, start, end, _unheard)
                return str(answer["markdown"] or answer["sentence"]) if answer else None
        raise JsonRpcInvalidParams("the command takes the address of a document and a range")

    async def accept_by_command(self, arguments: tuple[Any, ...]) -> Json | None:
        """An explanation is kept; without a form it is the docstring."""
        match arguments:
            case [str(explanation_id)]:
                return await self._accept(explanation_id, FORMS[0], None)
            case [str(explanation_id), ("docstring" | "comment") as form]:
                return await self._accept(explanation_id, form, None)
        raise JsonRpcInvalidParams("the command takes an explanation id, and docstring or comment")

    async def reject_by_command(self, arguments: tuple[Any, ...]) -> bool:
        """An explanation is turned down."""
        return await self.reject({"explanationId": arguments[0] if arguments else None})

    async def actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """What can be done with a selection, or with the symbol at the cursor if somebody asks."""
        uri, place = params.text_document.uri, params.range
        asked = params.context.trigger_kind is not types.CodeActionTriggerKind.Automatic
        if self._features.documents.get(uri) is None or (place.start == place.end and not asked):
            return []
        data = {"uri": uri, "range": explained.plain(place)}
        explain = types.Command("Explain", EXPLAIN, arguments=[uri, explained.plain(place)])
        actions = [
            types.CodeAction("Explain", types.CodeActionKind.Empty, command=explain),
            types.CodeAction("Explain and document", types.CodeActionKind.RefactorRewrite, data=data),
        ]
        only = params.context.only
        return [action for action in actions if not only or explained.wanted(action, only)]

    async def resolve(self, action: types.CodeAction) -> types.CodeAction:
        """The edit that documents the code; where nothing can be inserted the action says why."""
        match action.data:
            case {"uri": str(uri), "range": {"start": start, "end": end}}:
                answer = await self._explain(uri, start, end, _unheard)
            case _:
                return action
        explanations, document = await self._explanations(), self._features.documents.get(uri)
        if not answer or not explanations or not document:
            return action
        explanation_id = str(answer["explanationId"])
        found = explanations.documentation(explanation_id, document)
        if found is None:
            sentence = str(answer["sentence"]) or "nothing can be written here"
            action.disabled = types.CodeActionDisabled(sentence)
            return action
        insertion = explained.insertion(found, document)
        place = explained.position(insertion["position"])
        edit = types.TextEdit(types.Range(place, place), insertion["text"])
        action.edit = types.WorkspaceEdit(changes={uri: [edit]})
        action.command = types.Command("Accept", ACCEPT, arguments=[explanation_id])
        return action

    async def end(self) -> None:
        """Cancel what is under way."""
        await self._inflight.cancel_all()

    async def _explain(self, uri: str, start: Any, end: Any, emit: Emit) -> Json | None:
        document, explanations = self._features.documents.get(uri), await self._explanations()
        if document is None or explanations is None:
            return None
        buffer = document.buffer
        selection = (
            convert.cursor(buffer, explained.position(start)),
            convert.cursor(buffer, explained.position(end)),
        )
        return await self._inflight.newest(uri, self._work(explanations, document, selection, emit))

    async def _work(
        self, explanations: Explanations, document: Document, selection: tuple[Position, Position], emit: Emit
    ) -> Json:
        others = list(self._features.documents)
        return explained.answer(await explanations.explain(document, selection, others, emit), document)

    async def _accept(self, explanation_id: str, form: Form, text: object) -> Json | None:
        explanations = await self._explanations()
        if explanations is None:
            return None
        uri = explanations.uri(explanation_id)
        kept = text if isinstance(text, str) else explanations.markdown(explanation_id)
        document = self._features.documents.get(uri)
        found = explanations.accept(explanation_id, document, kept, form) if document else None
        return explained.insertion(found, document) if found and document else None

    async def _explanations(self) -> Explanations | None:
        session = await self._features.session()
        return session.explanations if session else None

    def _emit(self, params: Json) -> Emit | None:
        """Sends partial results, where the client wants them."""
        token = params.get("partialResultToken")
        if not isinstance(token, str | int):
            return None
        return lambda markdown: self._progress(token, {"markdown": markdown})


def _unheard(_markdown: str) -> None:
    """Nobody waits for partial results."""
