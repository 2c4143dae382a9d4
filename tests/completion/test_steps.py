"""The steps by examples in tests/golden/steps; CENTAUR_UPDATE=1 writes what is expected anew."""

import os
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from centaur.completion import context
from centaur.completion.shaping import AFTER_CACHE, BEFORE_CACHE, Step, apply
from centaur.completion.types import Near
from tests.support.fixture import near, request

GOLDEN = Path(__file__).parent.parent / "golden" / "steps"
STEPS = {step.__name__: step for step in (*BEFORE_CACHE, *AFTER_CACHE)}
CASES = [
    pytest.param(name, case, id=f"{name}: {case['description']}")
    for name in STEPS
    for case in tomllib.loads((GOLDEN / f"{name}.toml").read_text(encoding="utf-8"))["case"]
]
BRACKETS = ["(", ")", "[", "]", "{", "}", '"', "'", ":", ",", ";"]
CHATTER = ["```", "```python", "<think>", "</think>", "<|endoftext|>", "</s>", "<fim_middle>", "Here is x:"]
CODE = ["x", "foo", " ", "    ", "\n", "\n\n", "return ", "x = 1", "+ b"]
TEXTS = st.lists(st.sampled_from([*CODE, *BRACKETS, *CHATTER]), max_size=14).map("".join)
PLACES = st.builds(Near, TEXTS, TEXTS)
LANGUAGES = st.sampled_from(["python", "markdown", "html"])


def test_every_step_has_its_goldens() -> None:
    assert {path.stem for path in GOLDEN.glob("*.toml")} == STEPS.keys()


@pytest.mark.parametrize(("name", "case"), CASES)
def test_golden(name: str, case: dict[str, Any]) -> None:
    around = near(case["before"])
    text, changed_by = apply(case["suggestion"], around, case.get("language", "python"), (STEPS[name],))
    shown = f"{around.prefix}{text}$0{around.suffix}"
    if os.environ.get("CENTAUR_UPDATE"):
        write(GOLDEN / f"{name}.toml", case["description"], shown)
        return

    assert shown == case["expected"]
    assert changed_by == ((name,) if text != case["suggestion"] else ())


@pytest.mark.parametrize("seed", ["\n", "(\n", "```\n", "x = 1\n", "def f():\n", "<think>", "return ", '"'])
@pytest.mark.parametrize("name", STEPS)
@pytest.mark.timeout(30)
def test_a_text_of_64_kb_takes_no_time_worth_naming(name: str, seed: str) -> None:
    around = Near("def f(x):\n    return ", "\n    y = 2\n)")
    text = seed * (64_000 // len(seed))

    assert STEPS[name](text, around, "python") in text


@settings(max_examples=150)
@given(TEXTS, PLACES, LANGUAGES, st.sampled_from([*BEFORE_CACHE, *AFTER_CACHE]))
@example("a + b + b", Near("", " + b"), "python", STEPS["rest_of_line"])
@example("<think></think><think></think>x", Near("", ""), "python", STEPS["reasoning"])
def test_a_step_only_takes_away_and_has_then_nothing_more_to_take(
    text: str, around: Near, language: str, step: Step
) -> None:
    once, _ = apply(text, around, language, (step,))

    assert apply(once, around, language, (step,)) == (once, ())
    assert once in text


def write(path: Path, description: str, expected: str) -> None:
    """Put what is expected into the case of this description, and leave all else as it is."""
    form = rf"(description = \"{re.escape(description)}\"\n.*?expected = ''').*?(''')"
    text = path.read_text(encoding="utf-8")
    written = re.sub(form, lambda found: f"{found[1]}\n{expected}{found[2]}", text, count=1, flags=re.DOTALL)
    path.write_text(written, encoding="utf-8")


def test_a_bracket_opened_above_what_is_seen_may_be_closed() -> None:
    entry = f"    '{'x' * 300}',\n"
    seen = context.near(request("values = [\n" + entry * 60 + "$0"))

    assert STEPS["unopened_brackets"]("    'y',\n]\nprint(1)\n", seen, "python") == "    'y',\n]\nprint(1)\n"
