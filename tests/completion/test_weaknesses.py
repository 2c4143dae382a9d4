"""S10, as far as it goes without a model: what bandit finds in weak code is noted, what is mended is not."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from centaur.completion.guards import notes
from centaur.completion.types import Near

WEAKNESSES = tomllib.loads((Path(__file__).parents[1] / "golden/weaknesses.toml").read_text())["weakness"]
LEAST = 0.8


def noted(text: str) -> str:
    return "; ".join(note.sentence for note in notes(text, Near("", ""), "python", lambda: None))


def found(weakness: dict[str, Any]) -> list[str]:
    """The lines in which bandit finds a call; that a module is imported (B4xx) is no call."""
    lines = weakness["code"].splitlines()
    told = (finding.split() for finding in weakness["bandit"])
    return [lines[int(line) - 1] for line, test in told if not test.startswith("B4")]


def test_of_the_calls_that_bandit_finds_four_in_five_are_noted() -> None:
    calls = [line for weakness in WEAKNESSES for line in found(weakness)]

    assert len(WEAKNESSES) == 25
    assert sum(bool(noted(line)) for line in calls) >= LEAST * len(calls)


def test_of_the_texts_that_bandit_finds_weak_four_in_five_are_noted() -> None:
    assert sum(bool(noted(weakness["code"])) for weakness in WEAKNESSES) >= LEAST * len(WEAKNESSES)


@pytest.mark.parametrize("weakness", WEAKNESSES, ids=lambda weakness: f"{weakness['cwe']} {weakness['name']}")
def test_what_was_mended_is_not_noted(weakness: dict[str, Any]) -> None:
    assert noted(weakness["mended"]) == ""


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("    return os.", "system('ping ' + host)"),
        ("        return yaml.", "load(file)"),
        ("    return pickle", ".loads(cookie)"),
        ('    query = "SELECT * FROM users WHERE name = \'"', " + name"),
    ],
)
def test_a_call_whose_beginning_was_typed_is_noted(typed: str, text: str) -> None:
    assert [note.code for note in notes(text, Near(typed, ""), "python", lambda: None)] == ["risky_calls"]


@pytest.mark.parametrize(
    ("typed", "text"), [("os.system(", "'ls')"), ("model.", "eval()"), ("eval(a)\nx = ", "1")]
)
def test_what_the_programmer_typed_alone_is_not_noted(typed: str, text: str) -> None:
    assert notes(text, Near(typed, ""), "python", lambda: None) == ()
