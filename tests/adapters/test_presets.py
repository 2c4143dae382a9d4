"""How a user's table of a model becomes one that can be called."""

from typing import Any

import pytest

from centaur.adapters import api_keys
from centaur.adapters.presets import ModelSpec, resolve

REMOTE = {"style": "chat", "name": "coder"}


def check_error(sentence: str, table: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=sentence) as caught:
        resolve("fast", table)

    assert str(caught.value).startswith("models.fast: ")


@pytest.mark.parametrize(
    ("preset", "style", "url"),
    [
        ("openai", "chat", "https://api.openai.com/v1/chat/completions"),
        ("anthropic", "chat", "https://api.anthropic.com/v1/chat/completions"),
        ("mistral", "fim-suffix", "https://api.mistral.ai/v1/fim/completions"),
        ("codestral", "fim-suffix", "https://codestral.mistral.ai/v1/fim/completions"),
        ("deepseek", "fim-suffix", "https://api.deepseek.com/beta/completions"),
        ("openrouter", "chat", "https://openrouter.ai/api/v1/chat/completions"),
        ("ollama", "fim-suffix", "http://127.0.0.1:11434/v1/completions"),
        ("llama-cpp", "fim-tokens", "http://127.0.0.1:8080/v1/completions"),
        ("vllm", "fim-tokens", "http://127.0.0.1:8000/v1/completions"),
        ("lm-studio", "fim-tokens", "http://127.0.0.1:1234/v1/completions"),
    ],
)
def test_a_preset_alone_is_a_model(preset: str, style: str, url: str) -> None:
    spec = resolve("fast", {"preset": preset})

    assert (spec.label, spec.preset, spec.style, spec.endpoint + spec.path) == ("fast", preset, style, url)
    assert spec.name


@pytest.mark.parametrize(
    ("preset", "sentence"),
    [("azure", r"set endpoint = .*openai\.azure\.com.* and name"), ("litellm", r"set name")],
)
def test_a_preset_that_cannot_know_everything_says_what_it_needs(preset: str, sentence: str) -> None:
    check_error(sentence, {"preset": preset})


def test_azure_is_called_at_the_users_own_resource() -> None:
    table = {"preset": "azure", "endpoint": "https://me.openai.azure.com/openai/v1/", "name": "my-deployment"}

    spec = resolve("fast", table)

    assert spec.endpoint + spec.path == "https://me.openai.azure.com/openai/v1/chat/completions"
    assert spec.key_variable == "AZURE_OPENAI_API_KEY"


def test_the_users_values_win_over_the_presets() -> None:
    table = {
        "preset": "ollama",
        "endpoint": "http://localhost:9999/v1",
        "style": "chat",
        "name": "mine",
        "deadline_ms": 900,
        "generation_ms": 5_000,
        "max_tokens": 32,
        "temperature": 0.5,
        "proxy": "http://127.0.0.1:3128",
    }

    spec = resolve("fast", table)

    assert {name: getattr(spec, name) for name in table} == table
    assert spec.path == "/chat/completions"


def test_what_a_model_refuses_adds_to_what_its_endpoint_refuses() -> None:
    assert resolve("fast", {"preset": "mistral", "omit": ["temperature"]}).omit == (
        "stream_options",
        "temperature",
    )


def test_an_endpoint_and_a_style_do_without_a_preset() -> None:
    spec = resolve(
        "fast", {"endpoint": "https://gpu.example:8443/v1/", "style": "fim-suffix", "name": "coder"}
    )

    assert (spec.endpoint + spec.path, spec.host) == (
        "https://gpu.example:8443/v1/completions",
        "gpu.example:8443",
    )
    assert spec.key_variable == ""


def test_a_generation_may_always_go_on_until_the_deadline_of_its_request() -> None:
    assert resolve("fast", {"preset": "ollama", "deadline_ms": 20_000}).generation_ms == 20_000


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("codellama:7b-code", "codellama"),
        ("bigcode/starcoder2-3b", "starcoder"),
        ("Qwen/Qwen2.5-Coder-7B", "qwen2.5-coder"),
        ("Qwen3-Coder-30B-A3B", "qwen2.5-coder"),
        ("deepseek-coder-1.3b-base", "deepseek-coder"),
        ("codestral-22b", "codestral"),
        ("codegemma-2b", "codegemma"),
        ("granite-8b-code-base", "granite"),
        ("stable-code-3b", "stable-code"),
        ("replit/replit-code-v1_5-3b", "replit"),
    ],
)
def test_the_family_is_known_by_the_models_name(name: str, family: str) -> None:
    spec = resolve("fast", {"preset": "vllm", "name": name})

    assert spec.family == family
    assert spec.fim
    assert spec.fim.prompt.count("{prefix}") == 1
    assert spec.fim.prompt.count("{suffix}") == (family != "replit")
    assert all(stop in spec.fim.tokens for stop in spec.fim.stop)


def test_the_tokens_of_a_family_are_those_of_its_prompt() -> None:
    for family in (
        "codellama",
        "starcoder",
        "qwen2.5-coder",
        "deepseek-coder",
        "codestral",
        "codegemma",
        "granite",
    ):
        fim = resolve("fast", {"preset": "vllm", "name": "renamed", "family": family}).fim
        assert fim
        left = fim.prompt.replace("{prefix}", "").replace("{suffix}", "")
        for token in fim.tokens:
            left = left.replace(token, "")
        assert left.strip() == ""


def test_an_unknown_family_is_answered_with_what_to_set() -> None:
    check_error(
        r"tokens of 'phi-9' are not known; set family to one of codellama, .* or style to \"fim-suffix\" or",
        {"preset": "vllm", "name": "phi-9"},
    )
    check_error("tokens of 'fi' are not known", {"preset": "vllm", "family": "fi"})


@pytest.mark.parametrize(
    ("sentence", "table"),
    [
        ("unknown preset 'olama'; known are openai, anthropic", {"preset": "olama"}),
        ("unknown setting 'modle'; known are preset, endpoint", {"preset": "ollama", "modle": "x"}),
        ("set endpoint, or a preset", {}),
        ("set style, or a preset", {"endpoint": "http://127.0.0.1:1/v1"}),
        ("set name, or a preset", {"endpoint": "http://127.0.0.1:1/v1", "style": "chat"}),
        ("style must be one of chat, fim-suffix, fim-tokens", {"preset": "ollama", "style": "fim"}),
        ("name must be a text", {"preset": "ollama", "name": 7}),
        ("deadline_ms must be a whole number above 0", {"preset": "ollama", "deadline_ms": "fast"}),
        ("deadline_ms must be a whole number above 0", {"preset": "ollama", "deadline_ms": True}),
        ("max_tokens must be a whole number above 0", {"preset": "ollama", "max_tokens": 0}),
        ("temperature must be a number from 0 to 2", {"preset": "ollama", "temperature": 3}),
        ("temperature must be a number from 0 to 2", {"preset": "ollama", "temperature": float("nan")}),
        (
            'omit must be a list of fields .* such as \\["temperature"\\]',
            {"preset": "ollama", "omit": "temperature"},
        ),
        ("omit must be a list of fields", {"preset": "ollama", "omit": [1]}),
        ("proxy must be an http or https address", {"preset": "ollama", "proxy": "socks5://127.0.0.1:1"}),
        ("endpoint must be an http or https address", {**REMOTE, "endpoint": "api.example/v1"}),
        ("endpoint must be an http or https address", {**REMOTE, "endpoint": "file:///etc/passwd"}),
        ("endpoint must be an http or https address", {**REMOTE, "endpoint": "https://[::1/v1"}),
        ("endpoint must be an http or https address", {**REMOTE, "endpoint": "https://host:99999/v1"}),
        ("endpoint must hold no user", {**REMOTE, "endpoint": "https://me:secret@host/v1"}),
        ("endpoint must hold no user", {**REMOTE, "endpoint": "https://host/v1?key=secret"}),
    ],
)
def test_what_does_not_fit_is_said_in_a_sentence(sentence: str, table: dict[str, Any]) -> None:
    check_error(sentence, table)


@pytest.mark.parametrize(
    "host", ["api.example", "10.0.0.7", "localhost.example", "127.0.0.1.example", "0.0.0.0"]
)
def test_code_travels_unencrypted_only_within_this_machine(host: str) -> None:
    check_error("endpoint must be https", {**REMOTE, "endpoint": f"http://{host}/v1"})
    with pytest.raises(ValueError, match="endpoint must be https"):
        ModelSpec(label="fast", endpoint=f"http://{host}/v1", style="chat", name="coder")

    assert resolve("fast", {**REMOTE, "endpoint": f"https://{host}/v1"})


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "[::1]", "localhost"])
def test_loopback_needs_no_encryption(host: str) -> None:
    assert resolve("fast", {**REMOTE, "endpoint": f"http://{host}:8000/v1"})


@pytest.mark.parametrize(
    "endpoint", ["https://other.example/v1", "https://api.openai.com:444/v1", "http://127.0.0.1:8000/v1"]
)
def test_a_providers_key_is_never_looked_up_for_another_host(endpoint: str) -> None:
    assert resolve("fast", {"preset": "openai"}).key_variable == "OPENAI_API_KEY"

    spec = resolve("fast", {"preset": "openai", "endpoint": endpoint})

    assert spec.key_variable == ""
    assert api_keys.origin(spec.endpoint) != api_keys.origin("https://api.openai.com/v1")


def test_a_gateway_of_ones_own_may_be_anywhere_and_keeps_its_variable() -> None:
    spec = resolve("fast", {"preset": "litellm", "endpoint": "https://llm.corp.example/v1", "name": "coder"})

    assert spec.key_variable == "LITELLM_API_KEY"
