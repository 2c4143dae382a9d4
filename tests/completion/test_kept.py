"""A text as the caches keep it is read back as it was; what does not fit is a miss."""

import json

import pytest

from centaur.completion.kept import Kept


def row(**values: object) -> str:
    return json.dumps({"text": "a + b", "stop_reason": "stop"} | values)


@pytest.mark.parametrize(
    "kept", [Kept("a + b", "stop"), Kept("\n    x", "block_complete", 0.25, "prefix:9", estimated=True)]
)
def test_what_was_kept_is_read_back(kept: Kept) -> None:
    assert Kept.from_json(kept.to_json()) == kept


@pytest.mark.parametrize(
    "value",
    [None, "", "{", "[]", "7", row(text=""), row(text=7), row(stop_reason=None), row(text="\n" * 64_000)],
    ids=["nothing", "empty", "cut", "list", "number", "no text", "other text", "no reason", "too long"],
)
def test_what_does_not_fit_is_a_miss(value: str | None) -> None:
    assert Kept.from_json(value) is None


@pytest.mark.parametrize("cost", ["1", -1.0, True, None])
def test_a_cost_that_is_none_is_unknown(cost: object) -> None:
    assert Kept.from_json(row(cost_usd=cost)) == Kept("a + b", "stop")
