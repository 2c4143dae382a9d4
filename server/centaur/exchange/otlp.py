"""Suggestions as traces, and what the human decided as feedback, sent to a receiver once each."""

import os
import time
from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from centaur.adapters.receiver_client import ReceiverClient, Reply
from centaur.adapters.sent_ledger import SentLedger
from centaur.exchange.delivery import Delivery, DeliveryError, Parcel
from centaur.exchange.receivers import Receiver, receiver
from centaur.exchange.source import Asked, ExchangeError, Source
from centaur.exchange.texts import Sample, events, samples
from centaur.exchange.training import WARNING
from centaur.metrics.facts import Episode

try:
    from centaur.exchange import spans
except ModuleNotFoundError as missing:
    raise ExchangeError(
        f"otlp needs {missing.name}: install it with pip install 'centaur-copilot[otlp]'"
    ) from missing

TRACE, DECISION = "traces", "decisions"
LEDGER = "sent.db"
_SCORES = {
    "accepted": 1,
    "rejected": 0,
    "rejected_explicit": 0,
    "rejected_implicit": 0,
    "ignored": None,
    "typed_through": None,
}
"""What a human can decide, and how it counts; what was passed over is no verdict, and has no score."""


def export(source: Source, asked: Asked) -> dict[str, Any]:
    """Send what was not sent before. Raises ExchangeError with what was sent and what was not."""
    to = receiver(asked.to, os.environ, endpoint=asked.endpoint, project=asked.project)
    try:
        client = ReceiverClient(to.endpoint, to.headers)
    except ValueError as error:
        raise ExchangeError(str(error)) from error
    path = source.state.state / LEDGER
    with client, SentLedger(path, f"{to.name} {to.endpoint} {to.values['project']}") as ledger:
        delivery = Delivery(client, ledger, time.sleep)
        return _told(asked, to, parcels(source, asked, to), delivery)


def parcels(source: Source, asked: Asked, to: Receiver) -> list[Parcel]:
    """Every trace, and then every decision: a receiver may need a while until it knows a trace."""
    texts = {one.episode.suggestion_id: one for one in samples(source, asked)} if asked.with_text else {}
    generations = {row["generation_id"]: row for row in events(source, "generation")}
    made_by = {row["suggestion_id"]: row["generation_id"] for row in events(source, "delivered")}
    traces: list[Parcel] = []
    decisions: list[Parcel] = []
    for episode in source.facts(Episode):
        assert isinstance(episode, Episode)
        if episode.became in {"unseen", "sibling"}:
            continue
        sample = texts.get(episode.suggestion_id)
        generation = generations.get(made_by.get(episode.suggestion_id, ""), {})
        traces.append(_trace(episode, generation, sample, to))
        decisions += _decision(episode, sample, to)
    return traces + decisions


def _told(asked: Asked, to: Receiver, waiting: list[Parcel], delivery: Delivery) -> dict[str, Any]:
    try:
        delivery.send(waiting)
    except DeliveryError as error:
        raise ExchangeError(f"{to.name}: {error}. {_summary(waiting, delivery)}") from error
    if delivery.complaint:
        raise ExchangeError(
            f"{to.name} refused some, the first with: {delivery.complaint}. {_summary(waiting, delivery)}"
        )
    warning = {"warning": WARNING} if asked.with_text else {}
    kinds = {
        kind: {name: delivery.of(kind)[name] for name in ("sent", "before")} for kind in (TRACE, DECISION)
    }
    return {"format": asked.form, "to": to.name, "endpoint": to.endpoint, **kinds, **warning}


def _summary(waiting: list[Parcel], delivery: Delivery) -> str:
    parts = []
    for kind in (TRACE, DECISION):
        counts, of = delivery.of(kind), sum(parcel.kind == kind for parcel in waiting)
        there = counts["sent"] + counts["before"]
        parts.append(f"{there} of {of} {kind} are there, {of - there} are not")
    return f"{'; '.join(parts)}. The same command sends what is missing, and nothing twice"


def _trace(episode: Episode, generation: dict[str, Any], sample: Sample | None, to: Receiver) -> Parcel:
    told = spans.attributes(episode, generation, sample) | to.attributes(_values(episode, sample))
    body = spans.request(episode, told, to.resource)
    return Parcel(TRACE, episode.suggestion_id, "POST", to.traces, body, _rejected_spans)


def _decision(episode: Episode, sample: Sample | None, to: Receiver) -> Iterator[Parcel]:
    told = _values(episode, sample)
    call = to.feedback(told)
    if call and episode.became in _SCORES:
        yield Parcel(DECISION, episode.suggestion_id, *call, seen=to.seen(told))


def _values(episode: Episode, sample: Sample | None) -> dict[str, Any]:
    """What the templates of receivers may name."""
    trace, span = spans.trace_id(episode.suggestion_id), spans.span_id(episode.suggestion_id)
    edited = sample and sample.standing != sample.suggestion
    return {
        "trace_id": trace.hex(),
        "trace_uuid": str(UUID(bytes=trace)),
        "span_id": span.hex(),
        "span_uuid": str(UUID(bytes=bytes(8) + span)),
        "feedback_id": str(uuid5(NAMESPACE_URL, f"centaur:decision:{episode.suggestion_id}")),
        "decision": episode.became,
        "score": _SCORES.get(episode.became),
        "comment": ", ".join(filter(None, (episode.reason, episode.evidence))),
        "user": episode.user or "me",
        "correction": sample.standing if sample and edited else None,
    }


def _rejected_spans(reply: Reply) -> str:
    """A receiver may answer 200 and take nothing: OTLP calls that partial success."""
    return spans.complaint(reply.body)
