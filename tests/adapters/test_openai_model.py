"""A model over real sockets: what is sent, what is read, when the line is hung up."""

import asyncio
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import httpcore2
import pytest

from centaur.adapters.clock import SystemClock
from centaur.adapters.openai_model import OpenAIModel
from centaur.adapters.presets import resolve
from centaur.adapters.transport import Connection
from centaur.adapters.wire import Failure
from centaur.completion.ports import CallCancelledError
from centaur.privacy.redaction import RedactedPrompt
from tests.adapters.asked_model import KEY, PREFIX, PROMPT, SUFFIX, ask, model_at
from tests.support.model_server import ModelServer, Script

CASES = tomllib.loads((Path(__file__).parents[1] / "golden/model_requests.toml").read_text())["case"]


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer(Script("a + b\n\nnext = 1", delay_ms=1)) as running:
        yield running


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
async def test_these_bytes_are_sent(case: dict[str, Any], server: ModelServer) -> None:
    endpoint = server.url.replace("/v1", "/beta") if case["path"].startswith("/beta") else server.url

    prompt = RedactedPrompt.of(prefix=PREFIX, suffix=SUFFIX, **case["files"]) if "files" in case else PROMPT
    async with model_at(server, **case["table"], endpoint=endpoint) as model:
        generation = await model.generate(prompt, lambda _: "")

    assert generation.text == "a + b\n\nnext = 1"
    (received,) = server.requests
    assert (received.path, received.body.decode()) == (case["path"], case["body"])


def test_the_bytes_of_every_preset_and_every_family_are_shown() -> None:
    known = tomllib.loads((files("centaur.adapters") / "presets.toml").read_text(encoding="utf-8"))
    asked = [resolve("test", {"endpoint": "https://x.test", **case["table"]}) for case in CASES]

    assert {spec.preset for spec in asked} == known["presets"].keys()
    assert {spec.family for spec in asked if spec.family} == known["families"].keys()


async def test_only_a_family_with_a_form_for_it_takes_files(server: ModelServer) -> None:
    for table, takes_files in (
        ({"preset": "vllm"}, True),
        ({"preset": "vllm", "name": "codellama-7b"}, False),
        ({"preset": "ollama"}, False),
        ({"preset": "openai"}, False),
    ):
        async with model_at(server, **table) as model:
            assert model.takes_files == takes_files


@pytest.mark.parametrize("style", ["chat", "fim-suffix"])
async def test_the_answer_comes_with_its_tokens_and_times(style: str, server: ModelServer) -> None:
    generation = await ask(server, style=style)

    assert (generation.text, generation.stop_reason, generation.failure) == ("a + b\n\nnext = 1", "stop", "")
    assert generation.output_tokens == 6
    assert generation.input_tokens
    assert generation.cost_usd == 0.0
    assert generation.first_token_ms is not None
    assert generation.total_ms is not None
    assert 0 < generation.first_token_ms <= generation.total_ms


@pytest.mark.parametrize(
    ("table", "rate"),
    [
        ({}, 0.0),
        ({"usd_per_hour": 3.6}, 3.6),
    ],
)
async def test_a_call_that_was_cancelled_costs_its_time_where_time_is_all_that_costs(
    table: dict[str, Any], rate: float | None, server: ModelServer
) -> None:
    server.script = Script(fault="hang")
    async with model_at(server, **table) as model:
        call = asyncio.create_task(model.generate(PROMPT, lambda _: ""))
        await asyncio.to_thread(server.wait_until, lambda seen: bool(seen.requests))
        call.cancel()
        with pytest.raises(CallCancelledError) as cancelled:
            await call

    ended = cancelled.value.generation
    assert ended.failure == "cancelled"
    assert ended.total_ms
    assert ended.cost_usd == (None if rate is None else pytest.approx(rate * ended.total_ms / 3_600_000))


async def test_a_failed_call_of_a_model_of_ones_own_has_a_cost_that_is_known() -> None:
    with ModelServer(Script(fault="cut")) as server:
        generation = await ask(server)

    assert (generation.failure, generation.cost_usd) == ("the answer was cut short", 0.0)


async def test_the_key_is_in_one_header_and_nothing_tells_who_asks(server: ModelServer) -> None:
    await ask(server)

    (received,) = server.requests
    assert received.headers["authorization"] == f"Bearer {KEY}"
    everything_else = {**received.headers, "authorization": "", "path": received.path}
    assert KEY not in repr(everything_else) + received.body.decode()
    assert set(received.headers) == {
        "host",
        "accept",
        "content-type",
        "content-length",
        "accept-encoding",
        "user-agent",
        "authorization",
    }


async def test_a_server_without_a_key_gets_no_header_for_one(server: ModelServer) -> None:
    await ask(server, key="")

    assert "authorization" not in server.requests[0].headers


async def test_one_connection_is_kept_for_the_next_question(server: ModelServer) -> None:
    async with model_at(server) as model:
        for _ in range(5):
            assert (await model.generate(PROMPT, lambda _: "")).text

    assert (len(server.requests), server.connections) == (5, 1)


async def test_an_endpoint_that_needs_a_key_says_which_one(server: ModelServer) -> None:
    server.script = Script(fault="http 401")

    assert (
        await ask(server, key="", preset="vllm", style="chat")
    ).failure == "http 401: no API key is set (VLLM_API_KEY)"
    assert (await ask(server, key=KEY, preset="vllm", style="chat")).failure == "http 401"


async def test_an_endpoint_that_is_not_there_is_a_sentence() -> None:
    with ModelServer() as gone:
        pass

    assert (await ask(gone)).failure == "connection refused"


@pytest.mark.parametrize(
    ("error", "unasked"),
    [
        (httpcore2.ConnectTimeout(""), True),
        (httpcore2.PoolTimeout(""), True),
        (httpcore2.WriteTimeout(""), False),
        (httpcore2.ReadTimeout(""), False),
        (TimeoutError(), False),
    ],
    ids=repr,
)
def test_where_no_connection_was_had_in_time_nobody_was_asked(error: Exception, *, unasked: bool) -> None:
    assert Connection.failure_of(error, 0.0) == Failure("timeout", unasked=unasked)


async def test_a_fault_in_deciding_when_to_stop_is_a_failure_and_no_exception(server: ModelServer) -> None:
    assert (await ask(server, lambda text: text[1_000])).failure == "unexpected IndexError"


@pytest.mark.parametrize(
    "changed",
    [
        {"endpoint": "http://127.0.0.1:2/v1"},
        {"style": "chat"},
        {"name": "other"},
        {"max_tokens": 7},
        {"temperature": 0.1},
        {"style": "fim-tokens", "family": "starcoder"},
        {"style": "fim-tokens", "family": "granite"},
    ],
)
async def test_models_that_could_answer_differently_never_share_an_identity(changed: dict[str, Any]) -> None:
    def identity(**table: Any) -> str:
        settings = {"endpoint": "http://127.0.0.1:1/v1", "style": "fim-suffix", "name": "coder", **table}
        return OpenAIModel(resolve("x", settings), "", SystemClock(), max_tokens=64).identity

    assert identity(**changed) != identity()
    assert identity(deadline_ms=77, proxy="http://127.0.0.1:9") == identity()


ENVIRONMENT_PROBE = """
import asyncio, sys
from centaur.adapters.clock import SystemClock
from centaur.adapters.openai_model import OpenAIModel
from centaur.adapters.presets import resolve
from centaur.privacy.redaction import RedactedPrompt

async def main():
    spec = resolve("x", {"endpoint": sys.argv[1], "style": "chat", "name": "coder"})
    model = OpenAIModel(spec, "our-key", SystemClock())
    assert "openai" not in sys.modules
    print((await model.generate(RedactedPrompt.of(messages=[("user", "x")]), lambda _: "")).text)
    await model.close()

asyncio.run(main())
"""


def test_nothing_in_the_environment_redirects_adds_or_prints(server: ModelServer) -> None:
    with ModelServer() as trap:
        environment = {
            **os.environ,
            "OPENAI_BASE_URL": trap.url,
            "OPENAI_API_KEY": "their-key",
            "OPENAI_ADMIN_KEY": "their-admin-key",
            "OPENAI_ORG_ID": "their-org",
            "OPENAI_PROJECT_ID": "their-project",
            "OPENAI_CUSTOM_HEADERS": "X-Theirs: 1\nAuthorization: Bearer theirs\nHost: evil.example",
            "OPENAI_LOG": "debug",
            "HTTP_PROXY": trap.url,
            "http_proxy": trap.url,
            "ALL_PROXY": trap.url,
        }
        ran = subprocess.run(
            [sys.executable, "-W", "error", "-c", ENVIRONMENT_PROBE, server.url],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

        assert (ran.stdout, ran.stderr) == ("a + b\n\nnext = 1\n", "")
        assert trap.connections == 0
    (received,) = server.requests
    assert received.headers["authorization"] == "Bearer our-key"
    assert received.headers["host"] == f"127.0.0.1:{server.port}"
    assert "their" not in repr(received).lower()


async def test_the_names_of_an_endpoints_models_are_asked_for_and_a_refusal_is_none(
    server: ModelServer,
) -> None:
    async with model_at(server) as model:
        assert await model.names() == ("test",)
        server.script = Script(fault="http 404")
        assert await model.names() == ()


async def test_another_variant_is_asked_for_with_more_heat_and_nothing_else_changes(
    server: ModelServer,
) -> None:
    async with model_at(server) as model:
        for variant in (0, 1):
            await model.generate(PROMPT, lambda _text: "", variant)

    first, other = (received.json for received in server.requests)
    assert (first.pop("temperature"), other.pop("temperature")) == (0.0, 0.8)
    assert first == other
