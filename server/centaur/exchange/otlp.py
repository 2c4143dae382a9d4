"""Suggestions as traces, and what the human decided as feedback, sent to a receiver once each."""

import os
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from centaur.adapters.receiver_client import AddressError, ReceiverClient, Reply
from centaur.adapters.sent_ledger import LedgerError, SentLedger
from centaur.exchange.delivery import Delivery, DeliveryError, Parcel
from centaur.exchange.receivers import Receiver, receiver
from centaur.exchange.source import Asked, ExchangeError, Source
from centaur.exchange.texts import Sample, events, made_by, samples
from centaur.exchange.training import WARNING
from centaur.metrics.facts import Episode

try:
    from centaur.exchange import spans
except ModuleNotFoundError as missing:
    raise ExchangeError("otlp needs an extra: pip install 'centaur-copilot[otlp]'") from missing

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
    name = f"{to.name} {to.endpoint} {to.values['project']}"
    try:
        with (
            ReceiverClient(to.endpoint, to.headers, has_key=to.has_key) as client,
            SentLedger(source.state.state / LEDGER, name) as ledger,
        ):
            delivery = Delivery(client, ledger, time.sleep)
            problem = _send(delivery, source, asked, to)
    except (AddressError, LedgerError) as error:
        raise ExchangeError(str(error)) from error
    if problem:
        raise ExchangeError(f"{to.name}: {problem}. {_summary(delivery, _totals(source, to))}")
    warning = {"warning": WARNING} if asked.with_text else {}
    kinds = {
        kind: {name: delivery.of(kind)[name] for name in ("sent", "before")} for kind in (TRACE, DECISION)
    }
    return {"format": asked.form, "to": to.name, "endpoint": to.endpoint, **kinds, **warning}


def parcels(source: Source, asked: Asked, to: Receiver) -> Iterator[Parcel]:
    """Every trace, and then every decision: a receiver may need a while until it knows a trace."""
    texts = {one.episode.suggestion_id: one for one in samples(source, asked)} if asked.with_text else {}
    generations = {row["generation_id"]: row for row in events(source, "generation")}
    made = made_by(source)
    for episode in _shown(source):
        generation = generations.get(made.get(episode.suggestion_id, ""), {})
        yield _trace(episode, generation, texts.get(episode.suggestion_id), to)
    for episode in _shown(source):
        yield from _decision(episode, texts.get(episode.suggestion_id), to)


def _send(delivery: Delivery, source: Source, asked: Asked, to: Receiver) -> str:
    """Send everything, and say what kept something from being taken, or ""."""
    try:
        delivery.send(parcels(source, asked, to))
    except DeliveryError as error:
        return str(error)
    return delivery.complaint and f"it refused some, the first with {delivery.complaint}"


def _shown(source: Source) -> Iterator[Episode]:
    for episode in source.facts(Episode):
        if isinstance(episode, Episode) and episode.became not in {"unseen", "sibling"}:
            yield episode


def _totals(source: Source, to: Receiver) -> Counter[str]:
    """How many traces and decisions there are to be sent."""
    totals: Counter[str] = Counter()
    for episode in _shown(source):
        totals[TRACE] += 1
        totals[DECISION] += "feedback" in to.spec and episode.became in _SCORES
    return totals


def _summary(delivery: Delivery, totals: Counter[str]) -> str:
    parts = []
    for kind in (TRACE, DECISION):
        counts, of = delivery.of(kind), totals[kind]
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
