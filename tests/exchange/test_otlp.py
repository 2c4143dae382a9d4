"""Traces and decisions over real sockets to a receiver that records, and misbehaves when told to."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from centaur.adapters.sent_ledger import SentLedger
from centaur.exchange import spans
from centaur.exchange.source import ExchangeError
from centaur.exchange.spans import NAMES, complaint, span_id, trace_id
from tests.support.event_tables import ACCEPTED, ESCAPED, LEFT, OPEN, UNSEEN, EventLog
from tests.support.exports import FIM, exported, state_of
from tests.support.facts import episode
from tests.support.receiver_server import Received, ReceiverServer, Says, once

ASKED_MODEL = replace(ACCEPTED, model="qwen", engine="fast", prompt=("inline/fim", 1))
KEYS = {
    "LANGFUSE_PUBLIC_KEY": "pk",
    "LANGFUSE_SECRET_KEY": "sk",
    "LANGSMITH_API_KEY": "ls",
    "WANDB_API_KEY": "wb",
    "WANDB_ENTITY": "team",
    "HH_API_KEY": "hh",
    "PHOENIX_API_KEY": "px",
    "MLFLOW_TRACKING_TOKEN": "ml",
}


@contextmanager
def variables(values: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def story() -> EventLog:
    return EventLog().session("a", ASKED_MODEL, ESCAPED, LEFT, OPEN, UNSEEN)


def sent(to: str, server: ReceiverServer, log: EventLog, **more: Any) -> dict[str, Any]:
    with variables(KEYS):
        return exported(state_of(log), "otlp", to, endpoint=server.url, **more)


def told(span: Any) -> dict[str, Any]:
    values = {one.key: one.value for one in span.attributes}
    return {name: getattr(value, value.WhichOneof("value")) for name, value in values.items()}


def test_a_suggestion_is_a_span_with_the_names_of_the_genai_conventions() -> None:
    with ReceiverServer() as server:
        summary = sent("otlp", server, story())
        first, *others = server.to("/v1/traces")
    assert summary["traces"] == {"sent": 4, "before": 0}
    assert len(others) == 3
    assert first.headers["Content-Type"] == "application/x-protobuf"
    span = first.span
    assert (span.trace_id, span.span_id) == (trace_id("s1"), span_id("s1"))
    assert span.name == "text_completion qwen"
    assert span.end_time_unix_nano - span.start_time_unix_nano == 50_000_000
    attributes = told(span)
    assert set(attributes) <= set(NAMES.values())
    assert attributes["gen_ai.operation.name"] == "text_completion"
    assert attributes["gen_ai.request.model"] == "qwen"
    assert attributes["gen_ai.response.id"] == "s1"
    assert attributes["centaur.prompt"] == "inline/fim.v1"


@pytest.mark.parametrize("estimated", [0, 1])
def test_a_span_says_that_its_tokens_and_cost_are_estimates(estimated: int) -> None:
    paid = episode(cost_usd=0.5, estimated_usd=0.25)
    found = spans.attributes(paid, {"input_tokens": 300, "estimated": estimated})

    assert (found["centaur.cost_usd"], found["centaur.cost_estimated_usd"]) == (0.5, 0.25)
    assert found.get("centaur.usage_estimated", False) is bool(estimated)


def test_no_text_leaves_unless_it_is_spelled_out() -> None:
    texts = {("prompt", "g1"): FIM, ("suggestion", "s1"): "secret text"}
    state = state_of(story(), texts)
    with ReceiverServer() as server, variables(KEYS):
        exported(state, "otlp", "langfuse", endpoint=server.url)
        assert not any(b"secret text" in one.body for one in server.received)
    with ReceiverServer() as server, variables(KEYS):
        summary = exported(state, "otlp", "langfuse", endpoint=server.url, with_text=True)
        messages = told(server.to("/api/public/otel")[0].span)
    assert "secret text" in messages["gen_ai.output.messages"]
    assert "your code" in summary["warning"]


TRACE, SPAN = trace_id("s1").hex(), span_id("s1").hex()
SPAN_UUID = f"00000000-0000-0000-{SPAN[:4]}-{SPAN[4:]}"
TRACE_UUID = "-".join((TRACE[:8], TRACE[8:12], TRACE[12:16], TRACE[16:20], TRACE[20:]))
FORMS: dict[str, dict[str, Any]] = {
    "mlflow": {
        "traces": ("/v1/traces", {"x-mlflow-experiment-id": "7", "Authorization": "Bearer ml"}),
        "feedback": ("POST", f"/api/3.0/mlflow/traces/tr-{TRACE}/assessments"),
        "body": {
            "assessment": {
                "assessment_name": "human_decision",
                "trace_id": f"tr-{TRACE}",
                "source": {"source_type": "HUMAN", "source_id": "me"},
                "feedback": {"value": "accepted"},
                "rationale": "explicit",
            }
        },
    },
    "phoenix": {
        "traces": ("/v1/traces", {"Authorization": "Bearer px"}),
        "resource": {"openinference.project.name": "7"},
        "attributes": {"openinference.span.kind": "LLM"},
        "feedback": ("POST", "/v1/span_annotations"),
        "body": {
            "data": [
                {
                    "span_id": SPAN,
                    "name": "human_decision",
                    "annotator_kind": "HUMAN",
                    "identifier": "ID",
                    "result": {"label": "accepted", "score": 1, "explanation": "explicit"},
                }
            ]
        },
    },
    "langfuse": {
        "traces": (
            "/api/public/otel/v1/traces",
            {"Authorization": "Basic cGs6c2s=", "x-langfuse-ingestion-version": "4"},
        ),
        "feedback": ("POST", "/api/public/scores"),
        "body": {
            "id": "ID",
            "traceId": TRACE,
            "observationId": SPAN,
            "name": "human_decision",
            "value": "accepted",
            "dataType": "CATEGORICAL",
            "comment": "explicit",
        },
    },
    "langsmith": {
        "traces": ("/otel/v1/traces", {"x-api-key": "ls", "Langsmith-Project": "7"}),
        "attributes": {"langsmith.span.kind": "llm"},
        "feedback": ("POST", "/api/v1/feedback"),
        "body": {
            "id": "ID",
            "run_id": SPAN_UUID,
            "trace_id": SPAN_UUID,
            "key": "human_decision",
            "score": 1,
            "value": "accepted",
            "comment": "explicit",
        },
    },
    "weave": {
        "traces": ("/otel/v1/traces", {"wandb-api-key": "wb", "Authorization": "Basic YXBpOndi"}),
        "resource": {"wandb.entity": "team", "wandb.project": "7"},
        "feedback": ("POST", "/feedback/create"),
        "body": {
            "id": "ID",
            "project_id": "team/7",
            "weave_ref": f"weave:///team/7/call/{SPAN}",
            "feedback_type": "human_decision",
            "payload": {"decision": "accepted", "score": 1, "comment": "explicit"},
        },
    },
    "honeyhive": {
        "traces": ("/opentelemetry/v1/traces", {"Authorization": "Bearer hh"}),
        "attributes": {"honeyhive_event_type": "model", "honeyhive_event_id": TRACE_UUID},
        "feedback": ("PUT", f"/v1/events/{TRACE_UUID}"),
        "body": {
            "feedback": {"human_decision": "accepted", "comment": "explicit"},
            "metrics": {"human_decision_score": 1},
        },
    },
}


def without_ids(body: Any) -> Any:
    """The body with its random-looking feedback id as ID."""
    match body:
        case dict():
            return {
                name: "ID" if name in {"id", "identifier"} else without_ids(value)
                for name, value in body.items()
            }
        case list():
            return [without_ids(one) for one in body]
    return body


def not_seen_yet(received: Received, _number: int) -> Says:
    return Says(404 if received.method == "GET" else 200)


@pytest.mark.parametrize("name", FORMS)
def test_each_service_gets_its_own_form(name: str) -> None:
    form = FORMS[name]
    with ReceiverServer(not_seen_yet) as server:
        summary = sent(name, server, story(), project="7")
        path, headers = form["traces"]
        traces = server.to(path)
        calls = [one for one in server.received if one.method != "GET" and one not in traces]
    assert (summary["traces"]["sent"], summary["decisions"]["sent"]) == (4, 3)
    assert {one.method for one in traces} == {"POST"}
    for received in server.received:
        lower = {header.lower(): value for header, value in received.headers.items()}
        assert headers.items() <= {header: lower.get(header.lower()) for header in headers}.items()
    assert form.get("resource", {}).items() <= told(traces[0].resource_spans.resource).items()
    assert form.get("attributes", {}).items() <= told(traces[0].span).items()
    assert (calls[0].method, calls[0].path) == form["feedback"]
    assert without_ids(calls[0].json) == form["body"]


def test_the_langsmith_correction_is_the_text_as_it_was_edited() -> None:
    from centaur.exchange.receivers import receiver  # noqa: PLC0415 - only here

    to = receiver("langsmith", KEYS)
    values = {"span_uuid": "u", "feedback_id": "f", "decision": "accepted", "correction": "edited"}
    assert to.feedback(values) == (
        "POST",
        "/api/v1/feedback",
        {"id": "f", "run_id": "u", "trace_id": "u", "key": "human_decision", "value": "accepted",
         "correction": {"text": "edited"}},
    )  # fmt: skip


def test_sending_twice_sends_nothing_twice_and_what_was_decided_since_is_sent() -> None:
    log = story()
    with ReceiverServer() as server:
        sent("langfuse", server, log)
        first = len(server.received)
        again = sent("langfuse", server, EventLog())
        assert len(server.received) == first
    assert again["traces"] == {"sent": 0, "before": 4}
    assert again["decisions"] == {"sent": 0, "before": 3}


def test_another_project_is_another_receiver() -> None:
    with ReceiverServer() as server:
        sent("phoenix", server, story(), project="one")
        summary = sent("phoenix", server, EventLog(), project="two")
    assert summary["traces"] == {"sent": 4, "before": 0}


PARTLY = b"\x0a\x0b\x08\x01\x12\x07no room"
PARTLY_JSON = b'{"partialSuccess": {"rejectedSpans": "1", "errorMessage": "no room"}}'


@pytest.mark.parametrize("answer", [PARTLY, PARTLY_JSON])
def test_a_span_that_a_receiver_takes_and_drops_is_told_and_sent_again_by_the_next_run(answer: bytes) -> None:
    with ReceiverServer(once(1, Says(200, answer))) as server:
        with pytest.raises(ExchangeError) as stopped:
            sent("langfuse", server, story())
        again = sent("langfuse", server, EventLog())
    assert str(stopped.value) == (
        "langfuse: it refused some, the first with no room. 3 of 4 traces are there, 1 are not; 3 of 3 "
        "decisions are there, 0 are not. The same command sends what is missing, and nothing twice"
    )
    assert again["traces"] == {"sent": 1, "before": 3}
    ids = Counter(one.span.span_id for one in server.to("/api/public/otel"))
    assert ids == Counter({span_id("s1"): 1, span_id("s2"): 2, span_id("s3"): 1, span_id("s4"): 1})


def test_other_words_than_those_of_otlp_are_no_complaint() -> None:
    assert [complaint(answer) for answer in (b"", b"{}", b"{nonsense", b"ok\xff", b"<html>")] == [""] * 5


@pytest.mark.parametrize(
    ("to", "more", "words"),
    [
        ("langfuse", {}, "LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY"),
        ("log10", {}, "there is no receiver 'log10'"),
        ("otlp", {}, "give --endpoint URL"),
        ("phoenix", {"endpoint": "example"}, "needs http:// or https://"),
    ],
)
def test_what_is_missing_is_said_before_anything_is_sent(to: str, more: dict[str, str], words: str) -> None:
    with pytest.raises(ExchangeError, match=words):
        exported(state_of(story()), "otlp", to, **more)


@pytest.mark.parametrize("to", ["phoenix", "langfuse", "langsmith", "weave", "honeyhive", "otlp"])
def test_a_key_goes_over_no_open_wire(to: str) -> None:
    keys = {**KEYS, "OTEL_EXPORTER_OTLP_HEADERS": "x-team=key"}
    with variables(keys), pytest.raises(ExchangeError, match="unencrypted"):
        exported(state_of(story()), "otlp", to, endpoint="http://198.51.100.1")


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(ExchangeError, match="give the address alone") as refused:
        exported(state_of(story()), "otlp", "https://me:sesame@198.51.100.1")
    assert "sesame" not in str(refused.value)


def test_an_answer_without_end_is_no_answer() -> None:
    with ReceiverServer(once(1, Says(200, bytes(9_000_000)))) as server:
        with pytest.raises(ExchangeError, match=r"not come to an end of its answer. 1 of 4 traces are there"):
            exported(state_of(story()), "otlp", server.url)
        assert exported(state_of(EventLog()), "otlp", server.url)["traces"] == {"sent": 3, "before": 1}


def test_a_receiver_that_is_down_is_a_sentence_with_what_was_not_sent() -> None:
    with pytest.raises(ExchangeError, match=r"cannot be reached .* 0 of 4 traces are there, 4 are not"):
        exported(state_of(story()), "otlp", "http://127.0.0.1:1")


def test_two_exports_at_once_are_one_and_a_sentence() -> None:
    state = state_of(story())
    with SentLedger(state.state / "sent.db", "any"), ReceiverServer() as server:
        with pytest.raises(ExchangeError, match="another export to a receiver is under way"):
            exported(state, "otlp", server.url)
        assert server.received == []


def test_a_ledger_that_cannot_be_read_is_a_sentence_and_nothing_is_sent() -> None:
    state = state_of(story())
    (state.state / "sent.db").write_bytes(b"no database" * 100)
    with ReceiverServer() as server:
        with pytest.raises(ExchangeError, match=r"sent.db cannot be used"):
            exported(state, "otlp", server.url)
        assert server.received == []


def test_without_the_extra_a_sentence_says_what_to_install() -> None:
    program = (
        "import sys; sys.modules['opentelemetry'] = None\n"
        "from centaur.exchange.formats import exporter\n"
        "from centaur.exchange.source import ExchangeError\n"
        "try: exporter('otlp')\n"
        "except ExchangeError as error: print(error)"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout == "otlp needs an extra: pip install 'centaur-copilot[otlp]'\n"
