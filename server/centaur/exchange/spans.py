"""A suggestion as an OpenTelemetry span, with ids that are the same each time it is sent."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]  # it ships no types
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, ArrayValue, InstrumentationScope, KeyValue
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, ScopeSpans, Span

from centaur import __version__
from centaur.exchange.texts import Sample
from centaur.metrics.facts import Episode

SEMCONV = "https://opentelemetry.io/schemas/1.41.0"
OPERATION = "text_completion"
NAMES = {
    "operation": "gen_ai.operation.name",
    "provider": "gen_ai.provider.name",
    "model": "gen_ai.request.model",
    "response_id": "gen_ai.response.id",
    "finish_reasons": "gen_ai.response.finish_reasons",
    "input_tokens": "gen_ai.usage.input_tokens",
    "output_tokens": "gen_ai.usage.output_tokens",
    "cached_tokens": "gen_ai.usage.cache_read.input_tokens",
    "session": "gen_ai.conversation.id",
    "input": "gen_ai.input.messages",
    "output": "gen_ai.output.messages",
    "language": "centaur.language",
    "trigger": "centaur.trigger",
    "kind": "centaur.kind",
    "engine": "centaur.engine",
    "source": "centaur.source",
    "prompt": "centaur.prompt",
    "experiment": "centaur.experiment",
    "arm": "centaur.arm",
    "editor": "centaur.editor",
    "offered_chars": "centaur.offered_chars",
    "first_token_ms": "centaur.first_token_ms",
    "cost_usd": "centaur.cost_usd",
    "estimated_usd": "centaur.cost_estimated_usd",
    "estimated": "centaur.usage_estimated",
}
"""What each attribute is called: the GenAI names of semantic conventions 1.41, which are being renamed."""

_OF_EPISODE = (
    "language",
    "trigger",
    "kind",
    "engine",
    "source",
    "prompt",
    "experiment",
    "arm",
    "editor",
    "offered_chars",
    "first_token_ms",
    "cost_usd",
    "estimated_usd",
)
_OF_GENERATION = ("input_tokens", "output_tokens", "cached_tokens")
_NANOSECONDS = 1_000_000


def trace_id(suggestion_id: str) -> bytes:
    """The id of the trace that a suggestion is."""
    return _digest(suggestion_id)[:16]


def span_id(suggestion_id: str) -> bytes:
    """The id of the one span of that trace."""
    return _digest(suggestion_id)[16:24]


def attributes(
    episode: Episode, generation: Mapping[str, Any], sample: Sample | None = None
) -> dict[str, Any]:
    """What is told of a suggestion, by the names above; what is not known is left out."""
    told = {
        "operation": OPERATION,
        "provider": generation.get("provider") or episode.engine or "unknown",
        "model": episode.model or episode.engine,
        "response_id": episode.suggestion_id,
        "session": episode.session_id,
        "finish_reasons": [generation["stop_reason"]] if generation.get("stop_reason") else None,
        **{name: generation.get(name) for name in _OF_GENERATION},
        "estimated": True if generation.get("estimated") else None,
        **{name: getattr(episode, name) for name in _OF_EPISODE},
        **(_texts(sample) if sample else {}),
    }
    return {NAMES[name]: value for name, value in told.items() if value is not None and value != ""}


def request(episode: Episode, told: Mapping[str, Any], resource: Mapping[str, str]) -> bytes:
    """The body of an OTLP request that brings this one span, as protobuf."""
    end = episode.time_ms * _NANOSECONDS
    span = Span(
        trace_id=trace_id(episode.suggestion_id),
        span_id=span_id(episode.suggestion_id),
        name=f"{OPERATION} {episode.model or episode.engine}".strip(),
        kind=Span.SPAN_KIND_CLIENT if episode.model else Span.SPAN_KIND_INTERNAL,
        start_time_unix_nano=end - round((episode.latency_ms or 0) * _NANOSECONDS),
        end_time_unix_nano=end,
        attributes=_key_values(told),
    )
    scope = ScopeSpans(
        scope=InstrumentationScope(name="centaur", version=__version__), spans=[span], schema_url=SEMCONV
    )
    of = {"service.name": "centaur", "service.version": __version__, **resource}
    spans = ResourceSpans(resource=Resource(attributes=_key_values(of)), scope_spans=[scope])
    body: bytes = ExportTraceServiceRequest(resource_spans=[spans]).SerializeToString(deterministic=True)
    return body


def complaint(answer: bytes) -> str:
    """Why the span of a request was not taken although the request was, or ""."""
    if answer.startswith(b"{"):
        return _partial(answer)
    response = ExportTraceServiceResponse()
    try:
        response.ParseFromString(answer)
    except DecodeError:
        return ""  # other words than OTLP's are no complaint
    partial = response.partial_success
    return (partial.error_message or "rejected") if partial.rejected_spans else ""


def _partial(answer: bytes) -> str:
    """The same, where a receiver answers protobuf with JSON."""
    try:
        partial = json.loads(answer).get("partialSuccess") or {}
    except ValueError:
        return ""
    return str(partial.get("errorMessage") or "rejected") if int(partial.get("rejectedSpans") or 0) else ""


def _texts(sample: Sample) -> dict[str, str]:
    asked = [_message(one["role"], one["content"]) for one in sample.chat]
    answered = [_message("assistant", sample.suggestion) | {"finish_reason": "stop"}]
    return {"input": _json(asked), "output": _json(answered)}


def _message(role: str, text: str) -> dict[str, Any]:
    return {"role": role, "parts": [{"type": "text", "content": text}]}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _key_values(told: Mapping[str, Any]) -> Iterable[KeyValue]:
    return [KeyValue(key=name, value=_any_value(value)) for name, value in told.items()]


def _any_value(value: Any) -> AnyValue:
    match value:
        case bool():
            return AnyValue(bool_value=value)
        case int():
            return AnyValue(int_value=value)
        case float():
            return AnyValue(double_value=value)
        case list():
            return AnyValue(array_value=ArrayValue(values=map(_any_value, value)))
        case _:
            return AnyValue(string_value=str(value))


def _digest(suggestion_id: str) -> bytes:
    return sha256(f"centaur {suggestion_id}".encode()).digest()
