"""What a model is told beside the text at the cursor, word for word."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from centaur.completion import context
from centaur.completion.gathering import gather
from centaur.completion.problems import Problem
from centaur.completion.snippets import described, told
from centaur.completion.surroundings import Surroundings
from centaur.completion.types import Near
from tests.support.fixture import fixture, request

GOLDEN = Path(__file__).parents[1] / "golden" / "context.toml"
CASES = tomllib.loads(GOLDEN.read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_this_is_told_and_so_much_of_it_logged(case: dict[str, Any]) -> None:
    surroundings, asked = Surroundings(), request(case["text"])
    for name, text in case.get("files", {}).items():
        surroundings.symbols.learn(f"/project/{name}", text)
    for name, text in case.get("open", {}).items():
        surroundings.neighbours.changed(fixture(text + "$0", path=f"/project/{name}")[0], ())
    found = [Problem(*problem) for problem in case.get("problems", ())]
    surroundings.problems.found(asked.document.uri, found)

    pieces = gather(asked, context.near(asked), surroundings)

    assert told(pieces, "chat", "python") == case["chat"]
    assert told(pieces, "fim-tokens", "python") == case["comments"]
    assert described(Near("", ""), pieces) == case["kinds"]
