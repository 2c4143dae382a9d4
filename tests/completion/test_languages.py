"""What becomes of a model's text, language by language, in tests/golden/shaping."""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from centaur.completion import guards
from centaur.completion.shaping import AFTER_CACHE, BEFORE_CACHE, apply
from tests.support.fixture import near

GOLDEN = Path(__file__).parent.parent / "golden" / "shaping"
CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}: {case['description']}")
    for path in sorted(GOLDEN.glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]


@pytest.mark.parametrize(("language", "case"), CASES)
def test_a_text_fits_where_it_is_put(language: str, case: dict[str, Any]) -> None:
    around = replace(near(case["before"]), multiline="auto")

    kept, _ = apply(case["suggestion"], around, language, BEFORE_CACHE)
    text, _ = apply(kept, around, language, AFTER_CACHE)

    assert f"{around.prefix}{text}$0{around.suffix}" == case["expected"]
    assert guards.refuse(text, around, language) == ""
