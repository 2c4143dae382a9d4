"""What an answer may look like, and which shapes are refused."""

from typing import Any

import pytest

from centaur.adapters import wire
from centaur.adapters.presets import resolve
from centaur.adapters.wire import Piece, Usage, WrongShapeError
from centaur.privacy.redaction import RedactedPrompt


@pytest.mark.parametrize(
    ("event", "piece"),
    [
        ({"choices": [{"delta": {"content": "a"}, "finish_reason": None}]}, Piece("a")),
        ({"choices": [{"text": "a"}]}, Piece("a")),
        ({"choices": [{"delta": {"role": "assistant"}}]}, Piece()),
        ({"choices": [{"delta": {"content": None, "reasoning_content": "let me think"}}]}, Piece()),
        ({"choices": [{"delta": {}, "finish_reason": "stop"}]}, Piece(finish="stop")),
        ({"choices": [{"text": "", "finish_reason": "length"}]}, Piece(finish="length")),
        ({"choices": [{"text": "", "finish_reason": "a sentence of theirs"}]}, Piece(finish="other")),
        ({"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 5}}, Piece(usage=Usage(3, 5))),
        (
            {"usage": {"prompt_tokens": 3, "prompt_tokens_details": {"cached_tokens": 2}}},
            Piece(usage=Usage(3, None, 2)),
        ),
        ({"usage": {"prompt_tokens": 3, "prompt_cache_hit_tokens": 1}}, Piece(usage=Usage(3, None, 1))),
        ({"usage": {"prompt_tokens": -3, "completion_tokens": "5"}}, Piece(usage=Usage())),
        ({"usage": "many"}, Piece()),
        ({}, Piece()),
    ],
)
def test_each_dialect_is_understood(event: object, piece: Piece) -> None:
    assert wire.read(event) == piece


@pytest.mark.parametrize(
    "event",
    [
        None,
        "text",
        [1],
        {"choices": "text"},
        {"choices": ["text"]},
        {"choices": {"text": "x"}},
        {"choices": [{"text": 7}]},
        {"choices": [{"text": ["x"]}]},
        {"choices": [{"delta": [1, 2]}]},
        {"choices": [{"delta": {"content": {"text": "x"}}}]},
        {"choices": [{"text": "x", "finish_reason": 1}]},
    ],
)
def test_any_other_shape_is_refused(event: object) -> None:
    with pytest.raises(WrongShapeError):
        wire.read(event)


def test_a_familys_tokens_in_somebodys_code_do_not_end_the_code() -> None:
    spec = resolve("fast", {"preset": "vllm"})
    prompt = RedactedPrompt.of(prefix='a = "<|fim_suffix|>"\nb = ', suffix='\nc = "<|endoftext|>"')

    asked: dict[str, Any] = wire.request(spec, prompt, (), 9)

    assert asked["prompt"] == '<|fim_prefix|>a = ""\nb = <|fim_suffix|>\nc = ""<|fim_middle|>'


def test_braces_in_code_are_not_mistaken_for_the_form() -> None:
    spec = resolve("fast", {"preset": "vllm", "name": "codestral"})
    prompt = RedactedPrompt.of(prefix="f'{suffix}'", suffix="f'{prefix}'")

    assert wire.request(spec, prompt, (), 9)["prompt"] == "[SUFFIX]f'{prefix}'[PREFIX]f'{suffix}'"
