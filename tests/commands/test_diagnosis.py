"""What an endpoint's answer means: one sentence, and the fix."""

from typing import Any

import pytest

from centaur.adapters.presets import resolve
from centaur.commands.diagnosis import diagnose
from centaur.completion.types import Generation


def told(answer: Generation, *names: str, has_key: bool = True, **table: Any) -> tuple[str, str]:
    spec = resolve("fast", {"preset": "ollama", **table})
    found = diagnose(spec, answer, names, has_key=has_key)
    return found.level, found.sentence


@pytest.mark.parametrize(
    ("failure", "fix"),
    [
        ("connection refused", "nothing listens there; start it with `ollama serve`"),
        ("timeout", "raise it, or take a smaller model"),
        ("http 400", 'try models.fast.style = "fim-tokens"'),
        ("http 401: no API key is set (X)", "the API key is refused"),
        ("http 404", "endpoint ends in /v1 as a rule"),
        ("http 429", "wait, or lower budget.requests_per_minute"),
        ("http 503", "its own log tells why"),
        ("no connection", "set proxy"),
        ("the answer is not that of a language model", "endpoint is something else"),
    ],
)
def test_every_failure_comes_with_its_fix(failure: str, fix: str) -> None:
    level, sentence = told(Generation("", failure=failure))

    assert level == "error"
    assert sentence.startswith(failure.partition(":")[0])
    assert fix in sentence


def test_a_model_that_is_not_there_is_answered_with_those_that_are() -> None:
    _, sentence = told(Generation("", failure="http 404"), "a", "b", "c", "d", "e", "f")

    assert "it has no model qwen2.5-coder:1.5b; set models.fast.name to one of a, b, c, d, e, ..." in sentence


def test_without_a_key_the_variable_is_named() -> None:
    _, sentence = told(Generation("", failure="http 401"), has_key=False, preset="openai")

    assert sentence.endswith("store one in the editor's secrets or the keyring, or in OPENAI_API_KEY")


def test_tokens_in_the_answer_betray_another_family() -> None:
    answer = Generation("a<|fim_middle|>b", "stop", total_ms=5)

    assert told(answer, preset="vllm") == (
        "warning",
        "it writes tokens of its own, so it is not of the family qwen2.5-coder: set models.fast.family",
    )


@pytest.mark.parametrize(
    ("answer", "level", "part"),
    [
        (Generation("a + b", "stop", total_ms=20), "ok", "answered 'a + b' in 20 ms"),
        (Generation(" ", "stop", total_ms=20), "warning", 'try models.fast.style = "fim-tokens"'),
        (Generation("a", "stop", total_ms=9_000), "warning", "models.fast.deadline_ms is 1500: raise it"),
    ],
)
def test_an_answer_is_judged_by_its_text_and_its_time(answer: Generation, level: str, part: str) -> None:
    assert told(answer)[0] == level
    assert part in told(answer)[1]
